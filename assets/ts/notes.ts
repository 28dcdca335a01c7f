// Notes on a bulletin, for people with an account: what is marked, said and answered stands beside the text. A note is made
// only by its button; selecting to copy makes none.
import { html, replace } from "./dom.ts";
import { say } from "./say.ts";
import { type Note, type Notes, notesOf, type Target } from "./notes/api.ts";
import { card } from "./notes/card.ts";
import { Outbox } from "./notes/outbox.ts";
import { chosen, targetOf } from "./notes/choose.ts";
import { Paint } from "./notes/paint.ts";
import { passages } from "./notes/text.ts";
import type { Words } from "./notes/words.ts";

const settle = 250; // ms without a change until a selection counts

class Layer {
  private readonly words: Words;
  readonly bulletin: string;
  readonly edition: number;
  private readonly article: HTMLElement;
  private readonly panel: HTMLElement;
  private readonly toggle: HTMLButtonElement;
  private readonly bar: HTMLElement;
  private state: Notes = { me: "", may: [], acknowledged: false, readers: {}, notes: [] };
  private outbox?: Outbox;
  private said = ""; // how the last act ended: it outlives a list that is drawn anew
  private readonly paint: Paint;
  private timer = 0;

  constructor(root: HTMLElement) {
    this.words = JSON.parse(root.dataset.words ?? "{}") as Words;
    this.bulletin = root.dataset.period ?? "";
    this.edition = Number(root.dataset.edition ?? 0);
    this.article = document.querySelector("[data-bulletin] > article") as HTMLElement;
    this.paint = new Paint(document);
    this.toggle = html("button", { type: "button", class: "notes-toggle", "aria-expanded": "false", "aria-controls": "notes" }, this.words.notes);
    this.panel = html("aside", { id: "notes", class: "notes-panel", tabindex: -1, "aria-label": this.words.notes });
    this.panel.hidden = true;
    this.bar = html("div", { class: "notes-bar", role: "toolbar", "aria-label": this.words.add });
    this.bar.hidden = true;
    root.append(this.toggle, this.panel, this.bar);
    this.toggle.addEventListener("click", () => this.open(this.panel.hidden));
    document.addEventListener("selectionchange", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.offer(), settle);
    });
    this.article.addEventListener("click", (event) => this.tapped(event));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !this.panel.hidden) this.open(false);
    });
  }

  async start(): Promise<void> {
    await this.load();
    this.outbox = new Outbox(this.state.me, (refused) => void this.sent(refused));
    void this.outbox.flush();
    const changes = new EventSource("/api/events");
    const look = (event: Event): void => {
      if (event.type === "resync" || (JSON.parse((event as MessageEvent<string>).data) as string).startsWith(`${this.bulletin} `)) void this.load();
    };
    for (const topic of ["note", "resync"]) changes.addEventListener(topic, look);
  }

  private async load(): Promise<void> {
    try {
      this.state = await notesOf(this.bulletin, this.edition);
    } catch {
      if (!this.panel.hidden) this.status(this.words.failed);
      return;
    }
    this.draw();
  }

  private async sent(refused?: string): Promise<void> {
    await this.load();
    const waiting = this.outbox?.waiting().length ?? 0;
    this.status(refused ? say(this.words.refused, refused) : waiting ? say(this.words.waiting, waiting) : this.words.saved);
  }

  /** Marks the text anew and lists the notes in its order; what is being typed stays. */
  private draw(): void {
    const { words, state } = this;
    this.toggle.textContent = `${words.notes}（${state.notes.length}）`;
    const began = performance.now();
    this.paint.draw(state.notes);
    performance.measure("notes", { start: began });
    if (this.panel.hidden) return;
    if (this.panel.querySelector("textarea")) return;
    const acts = { show: (n: Note) => this.show(n), post: (path: string, body: unknown) => void this.outbox?.post(path, body), again: (n: Note) => this.write(undefined, n) };
    const list = state.notes.length ? html("ol", {}, ...state.notes.map((n) => card(n, words, acts))) : html("p", { class: "meta" }, words.none);
    const close = this.button(words.close, () => this.open(false));
    replace(this.panel, html("h2", {}, words.notes), html("p", { role: "status", "data-part": "status" }, this.said), this.whole(), ...this.readers(), list, close);
  }

  /** What concerns the whole bulletin: to have read it, to note on it, to instruct. */
  private whole(): HTMLElement {
    const { words, state } = this;
    const out = html("p", { class: "actions" });
    if (state.may.includes("acknowledge")) {
      const button = this.button(state.acknowledged ? words.acknowledged : words.acknowledge, () => void this.outbox?.post("/api/acknowledgements", { bulletin: this.bulletin, edition: this.edition }));
      button.disabled = state.acknowledged;
      out.append(button, " ");
    }
    if (state.may.includes("create")) out.append(this.button(words.whole, () => this.write({ bulletin: this.bulletin, edition: this.edition })), " ");
    if (state.may.includes("sign")) out.append(html("a", { class: "button", href: this.instructionPath() }, words.instruct), " ");
    out.append(html("a", { href: `/instructions/?bulletin=${this.bulletin}` }, words.instructions));
    return out;
  }

  /** Who has read this edition and who has not, for those who may know. */
  private readers(): HTMLElement[] {
    const { read = [], unread = [] } = this.state.readers;
    if (read.length + unread.length === 0) return [];
    const lines = [say(this.words.read, read.length), ...read, ...(unread.length ? [say(this.words.unread, unread.length), ...unread] : [])];
    return [html("details", {}, html("summary", {}, say(this.words.readers, read.length, read.length + unread.length)), ...lines.map((l) => html("p", { class: "meta" }, l)))];
  }

  private instructionPath(t?: Target): string {
    const q = new URLSearchParams({ bulletin: this.bulletin, edition: String(this.edition) });
    if (t?.section) q.set("section", t.section);
    if (t?.passage) q.set("passage", t.passage);
    if (t?.quote) {
      q.set("exact", t.quote.exact);
      q.set("start", String(t.start));
      q.set("end", String(t.end));
    }
    return `/instructions/new?${q.toString()}`;
  }

  /** What is selected within one passage can be noted. */
  private offer(): void {
    const selection = document.getSelection();
    this.bar.hidden = true;
    if (!selection || selection.isCollapsed || selection.rangeCount === 0 || !this.state.may.includes("create")) return;
    const range = selection.getRangeAt(0);
    if (!this.article.contains(range.commonAncestorContainer)) return;
    const target = targetOf(chosen(range, this.paint.passages), this);
    if (!target) return;
    const box = range.getBoundingClientRect();
    replace(this.bar, this.button(this.words.add, () => this.write(target)), this.button(this.words.mark, () => this.mark(target)));
    if (this.state.may.includes("sign")) this.bar.append(html("a", { class: "button", href: this.instructionPath(target) }, this.words.instruct));
    this.bar.style.setProperty("--left", `${Math.max(8, Math.min(box.left, innerWidth - 260))}px`);
    this.bar.style.setProperty("--top", `${Math.min(box.bottom + 8, innerHeight - 60)}px`); // below: the system's own menu is above
    this.bar.hidden = false;
  }

  private mark(target: Target): void {
    this.bar.hidden = true;
    document.getSelection()?.removeAllRanges();
    void this.outbox?.post("/api/notes", { target, kind: "highlight", body: "", visibility: "private" });
  }

  /** A form in the panel: for a new note on a target, or for a note that is changed. */
  private write(target?: Target, note?: Note): void {
    const { words } = this;
    this.bar.hidden = true;
    this.open(true);
    const quote = note?.quote ?? target?.quote?.exact ?? "";
    const box = html("textarea", { rows: 5, required: "", maxlength: 5000 }, note?.body ?? this.draft());
    const who = html("select", {}, ...Object.entries(words.visibilities).filter(([v]) => v !== "everyone" || this.state.may.includes("create-everyone")).map(([value, text]) => html("option", { value }, text)));
    if (note) who.value = note.visibility;
    const form = html("form", {}, ...(quote ? [html("p", { class: "quote" }, `“${quote}”`)] : []), html("label", {}, words.body, box), html("label", {}, words.who, who), html("button", { type: "submit", class: "first" }, words.save), " ", this.button(words.cancel, () => { form.remove(); this.draft(""); this.draw(); }));
    box.addEventListener("input", () => this.draft(box.value));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      form.remove();
      this.draft("");
      const body = box.value.trim();
      if (note) void this.outbox?.post(`/api/notes/${note.id}/edit`, { body, visibility: who.value, revision: note.revision });
      else void this.outbox?.post("/api/notes", { target, kind: "comment", body, visibility: who.value });
    });
    this.panel.querySelector("h2")?.after(form);
    box.focus();
  }

  /** What is being typed outlives a lost connection or session. */
  private draft(text?: string): string {
    const name = `tongbao-draft-${this.state.me}-${this.bulletin}`;
    try {
      if (text === undefined) return localStorage.getItem(name) ?? "";
      if (text) localStorage.setItem(name, text);
      else localStorage.removeItem(name);
    } catch {
      // nothing is kept
    }
    return "";
  }

  /** A click on a mark leads to its note; nothing is prevented, so links, lists that open and selecting work as ever. */
  private tapped(event: MouseEvent): void {
    if ((event.target as Element).closest("a, button, summary, input") || !document.getSelection()?.isCollapsed) return;
    const note = this.paint.at(event.clientX, event.clientY)[0];
    if (!note) return;
    this.open(true);
    this.paint.emphasise(note.id);
    document.getElementById(`note-${note.id}`)?.focus();
  }

  private show(note: Note): void {
    const box = this.paint.box(note);
    if (box) window.scrollBy({ top: box.top - innerHeight / 3 });
    this.paint.emphasise(note.id);
  }

  private open(wanted: boolean): void {
    this.panel.hidden = !wanted;
    if (wanted) this.draw();
    this.toggle.setAttribute("aria-expanded", String(wanted));
    if (wanted) this.panel.focus({ preventScroll: true });
    else this.toggle.focus({ preventScroll: true });
  }

  private button(text: string, act: () => void): HTMLButtonElement {
    const button = html("button", { type: "button" }, text);
    button.addEventListener("click", act);
    return button;
  }

  private status(text: string): void {
    this.said = text;
    const part = this.panel.querySelector('[data-part="status"]');
    if (part) part.textContent = text;
  }
}

/** The text that places on the page count in, for whoever exchanges notes with the archive (docs/annotation.md). */
Object.assign(window, { tongbaoText: () => passages(document).map(({ part, key, text }) => ({ section: part, key, text })) });

const root = document.querySelector<HTMLElement>("[data-notes]");
if (root) void new Layer(root).start();
