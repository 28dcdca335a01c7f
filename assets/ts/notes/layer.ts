// The layer of notes: what the server says of them is marked in the text and listed beside it; what the reader chooses can be
// noted. A note is made only by its button; selecting to copy makes none.
import { html } from "../dom.ts";
import { say } from "../say.ts";
import { Expired, type Note, type Notes, notesOf, type Target, type Task, type Visibility } from "./api.ts";
import { Bar } from "./bar.ts";
import { button, card } from "./card.ts";
import { chosen, instructionPath, nameOf, targetOf, targetOfWhole } from "./choose.ts";
import { Cursor } from "./cursor.ts";
import { Drafts, nameOfTask } from "./drafts.ts";
import { form, type Written } from "./form.ts";
import { group, readers, unfinished, unsent } from "./lists.ts";
import { Outbox, type Outcome, type Waiting } from "./outbox.ts";
import { Paint } from "./paint.ts";
import { type Item, Panel } from "./panel.ts";
import type { Passage } from "./text.ts";
import type { Words } from "./words.ts";

const settle = 250; // ms without a change until a selection counts
const narrowest: Visibility = "private";

/** A form that is open, with what it is for. */
type Open = { task: Task; element: HTMLFormElement };

export class Layer {
  private readonly words: Words;
  readonly bulletin: string;
  readonly edition: number;
  private readonly article: HTMLElement;
  private readonly panel: Panel;
  private readonly toggle: HTMLButtonElement;
  private readonly bar: Bar;
  private readonly paint: Paint;
  private readonly cursor: Cursor;
  private readonly atEnd = html("p", { class: "notes-read", "aria-live": "polite" }); // of the bulletin, for who has come there
  private readonly forms = new Map<string, Open>();
  private cards = new Map<string, HTMLElement>();
  private state: Notes = { me: "", acknowledged: false, readers: {}, notes: [] };
  private outbox?: Outbox;
  private drafts?: Drafts;
  private current?: string; // the note that is looked at
  private back?: () => void; // to where the keyboard was before a form
  private last?: Passage; // where the keyboard was in the text
  private timer = 0;
  private touch = false;
  private down = false;

  constructor(root: HTMLElement) {
    this.words = JSON.parse(root.dataset.words ?? "{}") as Words;
    this.bulletin = root.dataset.period ?? "";
    this.edition = Number(root.dataset.edition ?? 0);
    const page = document.querySelector("[data-bulletin]") as HTMLElement;
    this.article = page.querySelector(":scope > article") as HTMLElement;
    this.paint = new Paint(document);
    this.toggle = html("button", { type: "button", class: "notes-toggle", accesskey: "n", "aria-expanded": "false", "aria-controls": "notes" }, this.words.notes);
    this.panel = new Panel(this.words.notes, button(this.words.close, () => this.open(false)), this.article);
    this.bar = new Bar(this.words.add);
    page.append(this.panel.element);
    this.article.querySelector(":scope > .imprint")?.after(this.atEnd);
    root.append(this.toggle, this.bar.element);
    this.cursor = new Cursor(this.paint.passages, (p) => this.offerWhole(p, true), () => this.open(true));
    this.listen();
  }

  private listen(): void {
    this.toggle.addEventListener("click", () => this.open(this.panel.element.hidden));
    document.addEventListener("selectionchange", () => this.soon(settle));
    document.addEventListener("pointerdown", (event) => {
      this.touch = event.pointerType !== "mouse";
      this.down = true;
    });
    for (const ended of ["pointerup", "pointercancel"]) {
      document.addEventListener(ended, () => {
        this.down = false;
        this.soon(this.touch ? settle : 0);
      });
    }
    this.article.addEventListener("click", (event) => this.tapped(event));
    this.article.addEventListener("focusin", (event) => (this.last = this.paint.of(event.target as Element)));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.escape();
    });
    window.addEventListener("hashchange", () => this.follow());
    window.addEventListener("beforeprint", () => {
      this.paint.finish();
      this.paint.emphasise();
    });
  }

  async start(): Promise<void> {
    await this.load();
    this.follow();
    const changes = new EventSource("/api/events");
    const look = (event: Event): void => {
      if (event.type === "resync" || (JSON.parse((event as MessageEvent<string>).data) as string).startsWith(`${this.bulletin} `)) void this.load();
    };
    for (const topic of ["note", "resync"]) changes.addEventListener(topic, look);
    changes.addEventListener("open", () => void (this.outbox ? this.outbox.flush() : this.load()));
  }

  private async load(): Promise<void> {
    try {
      this.state = await notesOf(this.bulletin, this.edition);
    } catch (error) {
      if (error instanceof Expired) this.expired();
      else this.panel.say(this.words.failed);
      return;
    }
    if (!this.outbox) {
      this.drafts = new Drafts(this.state.me, this.bulletin);
      this.outbox = new Outbox(this.state.me, (outcome) => void this.sent(outcome));
      void this.outbox.flush();
    }
    this.draw();
  }

  /** Says how sending ended. A change that was taken and whose answer was lost is refused the second time, and is there. */
  private async sent({ sent, refused, expired }: Outcome): Promise<void> {
    if (expired) return this.expired();
    await this.load();
    const taken = refused.filter((w) => w.task?.kind === "edit" && this.note(w.task.note)?.body === w.body.body);
    for (const { key } of taken) this.outbox?.drop(key);
    const left = refused.find((w) => !taken.includes(w));
    const waiting = this.outbox?.all().filter((w) => !w.refused).length ?? 0;
    const seen = [...sent].reverse().find((w) => w.body.visibility)?.body.visibility;
    if (left) this.panel.say(say(this.words.refused, left.refused ?? ""));
    else if (waiting) this.panel.say(say(this.words.waiting, waiting));
    else this.panel.say(this.words.saved + (seen ? say(this.words.seenBy, this.words.visibilities[seen]) : ""));
    this.draw();
  }

  private expired(): void {
    this.panel.say(`${this.words.expired} `, button(this.words.signIn, () => location.reload())); // the server leads through its sign-in page and back
  }

  private note(id: string): Note | undefined {
    return this.state.notes.find((n) => n.id === id);
  }

  private may(act: string): boolean {
    return !!this.state.may?.includes(act);
  }

  /** Marks the text anew and lists the notes in its order. */
  private draw(): void {
    const { words, state } = this;
    const began = performance.now();
    this.paint.draw(state.notes, this.current); // first: it asks where the text stands, before the page is changed
    performance.measure("notes", { start: began });
    this.toggle.textContent = `${words.notes}（${state.notes.length}）`;
    if (this.may("acknowledge")) this.atEnd.append(this.shown(this.atEnd.querySelector("button") ?? this.readButton()));
    if (this.panel.element.hidden) return;
    this.cards = new Map(state.notes.map((note) => [note.id, this.card(note)]));
    const of = (list: Note[]): HTMLElement[] => list.map((n) => this.cards.get(n.id) as HTMLElement);
    const lost = state.notes.filter((n) => n.state === "lost");
    const whole = state.notes.filter((n) => n.state !== "lost" && !n.section);
    this.panel.fill(this.acts(), [
      ...readers(state.readers, words), ...this.unsent(), ...this.unfinished(), ...(state.notes.length ? [] : [html("p", { class: "meta" }, words.none)]),
      ...group(words.lostList, of(lost)), ...group(words.wholeList, [...of(whole), ...this.written((t) => !t.section)]),
    ]);
    const inText: (Item & { order: number })[] = state.notes.filter((n) => !lost.includes(n) && !whole.includes(n)).map((n) => ({ element: this.cards.get(n.id) as HTMLElement, top: () => this.paint.box(n)?.top, order: this.paint.order(n.section, n.passage, n.start) }));
    for (const { task, element } of this.forms.values()) {
      if (task.kind !== "new" || !task.target.section) continue;
      const { section, passage = "", start = 0 } = task.target;
      inText.push({ element: this.itemOf(element), top: () => (this.paint.find(section, passage)?.element ?? document.getElementById(section))?.getBoundingClientRect().top, order: this.paint.order(section, passage, start) });
    }
    this.panel.list(inText.sort((a, b) => a.order - b.order));
  }

  /** A note's card; one in which somebody types stays as it is. */
  private card(note: Note): HTMLElement {
    const old = this.cards.get(note.id);
    if (old?.querySelector("form")?.contains(document.activeElement)) return old;
    const made = card(note, this.words, {
      about: (n) => this.about(n), show: (n) => this.look(n, false), post: (path, body) => void this.outbox?.post(path, body), write: (task) => this.write(task), copy: (n) => void this.copy(n),
    });
    made.classList.toggle("current", note.id === this.current);
    for (const { task, element } of this.forms.values()) if (task.kind !== "new" && task.note === note.id) made.append(element);
    return made;
  }

  private about(note: Note): string {
    if (note.quote) return `“${note.quote}”`;
    if (!note.section) return note.state === "lost" ? "" : this.words.whole;
    const passage = this.paint.find(note.section, note.passage);
    return passage ? nameOf(passage) : document.getElementById(note.section)?.querySelector("h2")?.textContent ?? note.section;
  }

  /** Forms for new notes on targets that a rule chooses. */
  private written(rule: (t: Target) => boolean): HTMLElement[] {
    return [...this.forms.values()].filter(({ task }) => task.kind === "new" && rule(task.target)).map(({ element }) => this.itemOf(element));
  }

  private itemOf(element: HTMLElement): HTMLElement {
    return element.closest<HTMLElement>("li") ?? html("li", { class: "note-card current" }, element);
  }

  /** What concerns the whole bulletin: to have read it, to note on it, to choose by keyboard, to instruct. */
  private acts(): HTMLElement[] {
    const { words } = this;
    const out: HTMLElement[] = [];
    if (this.may("acknowledge")) out.push(this.shown(this.readButton()));
    if (this.may("create")) {
      out.push(button(words.whole, () => this.write({ kind: "new", target: { bulletin: this.bulletin, edition: this.edition } })));
      out.push(button(words.choose, () => {
        this.panel.say(words.chooseHelp);
        this.cursor.start(this.last);
      }));
    }
    if (this.may("sign")) out.push(html("a", { class: "button", href: instructionPath(this) }, words.instruct));
    out.push(html("a", { href: `/instructions/?bulletin=${this.bulletin}` }, words.instructions), html("a", { href: `/notes/?bulletin=${this.bulletin}` }, words.list));
    return out;
  }

  private readButton(): HTMLButtonElement {
    return button("", () => void this.outbox?.post("/api/acknowledgements", { bulletin: this.bulletin, edition: this.edition }));
  }

  /** Has a button say whether its reader has read the bulletin. */
  private shown(read: HTMLButtonElement): HTMLButtonElement {
    read.textContent = this.state.acknowledged ? this.words.acknowledged : this.words.acknowledge;
    read.disabled = this.state.acknowledged;
    return read;
  }

  /** What the server refused can be changed and sent again; what waits is shown. */
  private unsent(): HTMLElement[] {
    return unsent((this.outbox?.all() ?? []).filter((w) => w.task), this.words, (w) => this.rewrite(w), (w) => {
      this.outbox?.drop(w.key);
      this.draw();
    });
  }

  /** Drafts whose forms are not open. */
  private unfinished(): HTMLElement[] {
    const left = (this.drafts?.all() ?? []).filter(({ task }) => !this.forms.has(nameOfTask(task)));
    return unfinished(left, this.words, ({ task }) => this.write(task), ({ task }) => {
      this.drafts?.drop(task);
      this.draw();
    });
  }

  private rewrite(w: Waiting): void {
    if (!w.task) return;
    this.drafts?.put({ task: w.task, body: w.body.body ?? "", visibility: w.body.visibility ?? narrowest });
    this.outbox?.drop(w.key);
    this.write(w.task, w.refused);
  }

  /** Looks at the selection once it has come to rest. */
  private soon(after: number): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.offer(), after);
  }

  private offer(): void {
    if (this.down && !this.touch) return; // the mouse still draws it
    const selection = document.getSelection();
    const range = selection && !selection.isCollapsed && selection.rangeCount > 0 ? selection.getRangeAt(0) : undefined;
    const spans = range && this.may("create") && this.article.contains(range.commonAncestorContainer) ? chosen(range, this.paint.passages) : [];
    const target = targetOf(spans, this);
    if (!target || !range) return this.bar.hide("selection");
    const name = target.quote ? "" : spans[0] ? nameOf(spans[0].passage) : "";
    this.bar.show("selection", name, this.offers(target), this.touch ? undefined : range.getBoundingClientRect());
  }

  /** Offers to note a passage as a whole. */
  private offerWhole(passage: Passage, byKey: boolean): void {
    if (!this.may("create")) return;
    const notes = this.state.notes.filter((n) => n.section === passage.part && n.passage === passage.key);
    const see = notes[0] ? [button(say(this.words.see, notes.length), () => this.look(notes[0] as Note))] : [];
    this.bar.show("passage", nameOf(passage), [...this.offers(targetOfWhole(passage, this)), ...see], byKey ? passage.element.getBoundingClientRect() : undefined);
    this.back = byKey ? () => this.cursor.start(passage) : undefined;
    if (byKey) this.bar.element.querySelector("button")?.focus();
  }

  private offers(target: Target): HTMLElement[] {
    const out: HTMLElement[] = [button(this.words.add, () => this.write({ kind: "new", target })), button(this.words.mark, () => this.mark(target))];
    if (this.may("sign")) out.push(html("a", { class: "button", href: instructionPath(this, target) }, this.words.instruct));
    return out;
  }

  private mark(target: Target): void {
    this.bar.hide();
    document.getSelection()?.removeAllRanges();
    void this.outbox?.post("/api/notes", { target, kind: "highlight", body: "", visibility: narrowest }, { kind: "new", target });
    this.return();
  }

  /** Opens the form for something that is written, with what was written of it before. */
  private write(task: Task, refused?: string): void {
    this.bar.hide();
    this.open(true);
    const name = nameOfTask(task);
    if (!this.forms.has(name)) this.forms.set(name, { task, element: this.form(task, refused) });
    this.draw();
    const element = this.forms.get(name)?.element;
    if (task.kind !== "new") this.cards.get(task.note)?.append(element ?? "");
    const item = element?.closest<HTMLElement>(".notes-beside > li");
    if (item) this.panel.pin(item);
    if (task.kind === "new") this.choose(task.target);
    requestAnimationFrame(() => requestAnimationFrame(() => {
      element?.querySelector("textarea")?.focus({ preventScroll: true });
      element?.scrollIntoView({ block: "nearest" });
    }));
  }

  /** Shows in the text what is written on; a sheet leaves it in sight. */
  private choose({ section = "", passage = "", through, start = 0, end = 0 }: Target): void {
    this.paint.choose({ section, passage, ...(through ? { through } : {}), start, end, state: "exact" });
    const box = this.paint.find(section, passage)?.element.getBoundingClientRect();
    if (box && (!this.panel.docked || box.bottom < 0 || box.top > innerHeight)) window.scrollBy({ top: box.top - innerHeight / 8 });
  }

  private form(task: Task, refused?: string): HTMLFormElement {
    const draft = this.drafts?.of(task);
    const note = task.kind === "new" ? undefined : this.note(task.note);
    const reply = task.kind === "edit-reply" ? note?.replies.find((r) => r.id === task.reply) : undefined;
    const answer = task.kind === "reply" || task.kind === "edit-reply";
    const choices = (Object.keys(this.words.visibilities) as Visibility[]).filter((v) => v === narrowest || this.may("create-everyone"));
    return form({
      about: task.kind === "new" ? this.aboutTarget(task.target) : "", label: answer ? this.words.reply : this.words.body, ...(refused ? { refused } : {}),
      body: draft?.body ?? reply?.body ?? (task.kind === "edit" ? note?.body : "") ?? "", visibility: answer ? note?.visibility ?? narrowest : draft?.visibility ?? note?.visibility ?? narrowest,
      ...(answer ? {} : { choices }),
    }, this.words, {
      typed: (w) => this.drafts?.put({ task, ...w }),
      save: (w) => this.save(task, w),
      cancel: () => this.done(task),
    });
  }

  private aboutTarget(t: Target): string {
    if (t.quote) return `“${t.quote.exact}”`;
    const passage = this.paint.find(t.section ?? "", t.passage ?? "");
    return passage ? nameOf(passage) : t.section ? document.getElementById(t.section)?.querySelector("h2")?.textContent ?? "" : this.words.whole;
  }

  private save(task: Task, { body, visibility }: Written): void {
    this.done(task);
    document.getSelection()?.removeAllRanges();
    if (task.kind === "new") void this.outbox?.post("/api/notes", { target: task.target, kind: "comment", body, visibility }, task);
    else if (task.kind === "edit") void this.outbox?.post(`/api/notes/${task.note}/edit`, { body, visibility, revision: this.note(task.note)?.revision ?? 0 }, task);
    else if (task.kind === "reply") void this.outbox?.post(`/api/notes/${task.note}/replies`, { body }, task);
    else if (task.kind === "edit-reply") void this.outbox?.post(`/api/notes/${task.note}/replies/${task.reply}/edit`, { body }, task);
  }

  /** Takes a form away, and its draft: it is saved, or given up. */
  private done(task: Task): void {
    this.drafts?.drop(task);
    const open = this.forms.get(nameOfTask(task));
    this.forms.delete(nameOfTask(task));
    open?.element.remove();
    this.paint.choose();
    this.draw();
    this.return();
  }

  /** Brings the keyboard back to where it was. */
  private return(): void {
    const { back } = this;
    this.back = undefined;
    if (back) back();
    else if (!this.panel.element.hidden) this.panel.element.focus({ preventScroll: true });
  }

  private escape(): void {
    if (!this.bar.element.hidden) {
      this.bar.hide();
      this.return();
    } else if (!this.panel.element.hidden) this.open(false);
  }

  /** A click on a mark leads to its note, a tap elsewhere offers to note the passage. Nothing is prevented: links, lists that
   * open and selecting work as ever. */
  private tapped(event: MouseEvent): void {
    const element = event.target as Element;
    if (element.closest("a, button, summary, input, label") || document.getSelection()?.isCollapsed === false) return;
    const hits = this.paint.at(event.clientX, event.clientY);
    const next = hits[(hits.findIndex((n) => n.id === this.current) + 1) % (hits.length || 1)];
    const passage = this.paint.of(element);
    const whole = this.touch ? undefined : this.state.notes.find((n) => passage && n.section === passage.part && n.passage === passage.key && n.end === 0 && n.state !== "lost");
    if (next ?? whole) this.look((next ?? whole) as Note);
    else if (this.touch && passage && this.bar.element.hidden) this.offerWhole(passage, false);
    else this.bar.hide("passage");
  }

  /** Shows a note: its card, or its place in the text. */
  private look(note: Note, fromText = true): void {
    this.current = note.id;
    this.bar.hide();
    if (fromText) this.open(true);
    this.paint.emphasise(note.id);
    for (const [id, element] of this.cards) element.classList.toggle("current", id === note.id);
    const element = this.cards.get(note.id);
    if (element?.closest(".notes-beside")) this.panel.pin(element);
    const box = this.paint.box(note);
    if (!fromText && box) window.scrollBy({ top: box.top - innerHeight / 4 });
    if (!fromText) return;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      element?.focus({ preventScroll: true });
      element?.scrollIntoView({ block: "nearest" });
    }));
  }

  /** An address that names a note leads to it. */
  private follow(): void {
    const id = /^#note-([a-z0-9]+)$/.exec(location.hash)?.[1];
    if (!id) return;
    const note = this.note(id);
    this.open(true);
    if (!note) return this.panel.say(this.words.gone);
    const box = this.paint.box(note);
    if (box) window.scrollBy({ top: box.top - innerHeight / 4 });
    this.look(note);
  }

  private async copy(note: Note): Promise<void> {
    const address = `${location.origin}/bulletins/${this.bulletin}/#note-${note.id}`;
    try {
      await navigator.clipboard.writeText(address);
      this.panel.say(this.words.copied);
    } catch {
      const field = html("input", { value: address, readonly: "", "aria-label": this.words.copy }); // without TLS a page may not write to the clipboard
      this.panel.say("", field);
      field.select();
    }
  }

  private open(wanted: boolean): void {
    if (this.panel.element.hidden !== wanted) {
      if (wanted) this.draw();
      return;
    }
    this.panel.element.hidden = !wanted;
    document.documentElement.classList.toggle("notes-open", wanted);
    this.toggle.setAttribute("aria-expanded", String(wanted));
    if (wanted) {
      this.draw();
      this.panel.element.focus({ preventScroll: true });
    } else {
      this.current = undefined;
      this.paint.emphasise();
      this.toggle.focus({ preventScroll: true });
    }
  }
}
