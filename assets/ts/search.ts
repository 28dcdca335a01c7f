// The search page: finds any piece of text in the index beside it, as one types. What is asked for is in the address.
import { html, replace } from "./dom.ts";
import { say } from "./say.ts";
import { Rankings } from "./search/answer.ts";
import { card, type CardWords } from "./search/card.ts";
import { Complete, type CompleteWords } from "./search/complete.ts";
import { namesOf } from "./search/complete-names.ts";
import { Index } from "./search/index.ts";
import { type Options, type Results, search } from "./search/query.ts";
import { forget, recent, remember } from "./search/recent.ts";
import { type HitWords, list } from "./search/show.ts";
import { suggestions } from "./search/suggest.ts";
import { joined, noteKind, said } from "./search/words-of-people.ts";

type Words = CardWords & CompleteWords & HitWords & { none: string; loose: string; instead: string; answered: string; about: string; count: string; failed: string; missing: string; unasked: string; try: string; everywhere: string; again: string; more: string; recent: string; forget: string };

const filters = ["period", "channel", "section", "kind", "unit", "sort"];

const step = 10; // hits at a time
const pause = 150; // ms without a key before an answer is looked for

class Page {
  private readonly words: Words;
  private readonly form: HTMLFormElement;
  private readonly box: HTMLInputElement;
  private index?: Promise<Index>;
  private rankings?: Promise<Rankings>;
  private limit = step;
  private turn = 0; // of the newest question: answers to earlier ones come too late
  private timer = 0;

  constructor(private readonly root: HTMLElement) {
    this.words = JSON.parse(root.dataset.words ?? "{}") as Words;
    this.form = root.querySelector("form") as HTMLFormElement;
    this.box = this.form.elements.namedItem("q") as HTMLInputElement;
    new Complete(this.box, this.words, async () => namesOf(await this.ranked()));
    this.opened().catch(() => undefined); // before anything is typed
    this.read();
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask(true);
    });
    this.form.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.ask(false), pause);
    });
    this.box.addEventListener("change", () => remember(this.box.value.trim()));
    window.addEventListener("popstate", () => {
      this.read();
      void this.answer();
    });
    void this.answer();
  }

  /** Fills the form from the address. */
  private read(): void {
    const q = new URLSearchParams(location.search);
    for (const name of ["q", ...filters]) (this.form.elements.namedItem(name) as HTMLInputElement).value = q.get(name) ?? "";
    const details = this.form.querySelector<HTMLDetailsElement>("details.filters");
    if (details && filters.some((name) => q.get(name))) details.open = true;
  }

  private ask(done: boolean): void {
    clearTimeout(this.timer);
    this.limit = step;
    const q = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) if (typeof value === "string" && value.trim()) q.set(name, value.trim());
    const address = q.toString() ? `?${q.toString()}` : location.pathname;
    if (done) {
      history.pushState(null, "", address);
      if (this.box.value.trim()) remember(this.box.value.trim());
    } else history.replaceState(null, "", address);
    void this.answer();
  }

  private async answer(): Promise<void> {
    const turn = ++this.turn;
    const query = this.box.value.trim();
    if (!query) return this.suggest();
    const o = this.options();
    try {
      const index = await this.opened();
      const [results, answer] = await Promise.all([this.found(index, query, o), this.asked(query)]);
      if (turn !== this.turn) return;
      if (results.missing && results.count === 0) throw new Error("missing"); // not found is more than can be said
      const { none, loose, instead, about, count, answered } = this.words;
      const sentence = answer && (results.loose || results.count === 0) ? answered : results.count === 0 ? none : results.loose ? loose : results.instead ? instead : results.about ? about : count;
      this.status(say(sentence, query, results.count, results.instead ?? "") + (results.missing ? ` ${this.words.missing}` : "") + (results.unasked ? ` ${this.words.unasked}` : ""));
      const parts: Node[] = [...(answer ? [answer] : []), ...list(results.hits, "../", this.words)];
      if (results.count === 0 && !answer) parts.push(...(await suggestions(index, query, o, this.words)));
      if (turn !== this.turn) return;
      if (results.hits.length < results.count) parts.push(this.button(this.words.more, () => this.more()));
      replace(this.part("hits"), ...parts);
    } catch {
      this.index = undefined;
      if (turn !== this.turn) return;
      this.status(this.words.failed);
      replace(this.part("hits"), this.button(this.words.again, () => void this.answer()));
    }
  }

  /** Hits of the index and, for people with an account, of what they may read of notes and instructions. */
  private async found(index: Index, query: string, o: Options): Promise<Results & { unasked?: boolean }> {
    const source = this.root.dataset.people;
    const none: Results = { count: 0, about: false, loose: false, missing: false, hits: [] };
    const own = o.kind === noteKind ? Promise.resolve(none) : search(index, query, o);
    if (!source) return own;
    try {
      const asked = said(source, query, o);
      asked.catch(() => undefined); // said below
      const results = await own;
      const more = results.instead ? await said(source, results.instead, o) : await asked;
      return await joined(results, more, index.generation, o);
    } catch {
      return { ...(await own), unasked: true };
    }
  }

  /** The index, asked for again where it could not be had. */
  private opened(): Promise<Index> {
    if (!this.index) {
      this.index = Index.open(this.root.dataset.source ?? "");
      this.index.catch(() => (this.index = undefined));
    }
    return this.index;
  }

  /** The answer, where the text is a question about rankings. That their files cannot be had is no reason not to search. */
  private async asked(query: string): Promise<HTMLElement | undefined> {
    try {
      const rankings = await this.ranked();
      const answer = await rankings.answer(query);
      return answer && card(answer, rankings, this.words, "../");
    } catch {
      return undefined;
    }
  }

  private ranked(): Promise<Rankings> {
    if (!this.rankings) {
      this.rankings = Rankings.open("../rankings/");
      this.rankings.catch(() => (this.rankings = undefined)); // asked for again the next time
    }
    return this.rankings;
  }

  /** The first of the new hits gets the focus, so that the keyboard goes on where it was. */
  private more(): void {
    const before = this.limit;
    this.limit += step;
    void this.answer().then(() => this.root.querySelectorAll<HTMLElement>(".where a")[before]?.focus());
  }

  /** Nothing is asked for yet: what was, lately. */
  private suggest(): void {
    this.status("");
    const list = recent();
    if (list.length === 0) return replace(this.part("hits"));
    const links = list.map((q) => html("li", {}, html("a", { href: `?q=${encodeURIComponent(q)}` }, q)));
    const clear = this.button(this.words.forget, () => {
      forget();
      this.suggest();
    });
    replace(this.part("hits"), html("h2", {}, this.words.recent), html("ul", { class: "recent" }, ...links), clear);
  }

  private button(text: string, act: () => void): HTMLElement {
    const button = html("button", { type: "button" }, text);
    button.addEventListener("click", act);
    return button;
  }

  private options(): Options {
    return {
      limit: this.limit, periods: this.value("period"), channel: this.value("channel"), section: this.value("section"),
      kind: this.value("kind"), unit: this.value("unit").trim(), sort: this.value("sort") === "fit" ? "fit" : "time",
    };
  }

  private value(name: string): string {
    return (this.form.elements.namedItem(name) as HTMLInputElement).value;
  }

  private status(text: string): void {
    this.part("status").textContent = text;
  }

  private part(name: string): HTMLElement {
    return this.root.querySelector(`[data-part="${name}"]`) as HTMLElement;
  }
}

const root = document.querySelector<HTMLElement>("[data-search]");
if (root) new Page(root);
