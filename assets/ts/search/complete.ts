// Names that complete what is being typed: a combobox with a list, as the WAI-ARIA practices have it. Nothing is fetched before
// the field has the focus.
import { html, replace } from "../dom.ts";
import { say } from "../say.ts";
import { matches, type Name } from "./complete-names.ts";

export type CompleteWords = { completions: string; completion: string };

export class Complete {
  private readonly list = html("ul", { id: "search-names", role: "listbox", hidden: "" });
  private readonly spoken = html("p", { class: "spoken", "aria-live": "polite" });
  private names?: Promise<Name[]>;
  private active = -1;
  private typed = 0; // the newest input: names for earlier ones come too late

  /** Load is asked for the names once, when the field first has the focus. */
  constructor(private readonly box: HTMLInputElement, private readonly words: CompleteWords, private readonly load: () => Promise<Name[]>) {
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) box.setAttribute(name, value);
    this.list.setAttribute("aria-label", words.completion);
    box.closest("label")?.after(this.list, this.spoken); // in it they would be part of the field's name
    box.addEventListener("focus", () => void this.known());
    box.addEventListener("input", (event) => {
      if (!(event as InputEvent).isComposing) void this.offer();
    });
    box.addEventListener("compositionend", () => void this.offer());
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest("li");
      if (option) this.take(option);
    });
    if (document.activeElement === box) void this.known();
  }

  private known(): Promise<Name[]> {
    if (!this.names) {
      this.names = this.load();
      this.names.catch(() => (this.names = undefined)); // asked for again the next time
    }
    return this.names;
  }

  private async offer(): Promise<void> {
    const turn = ++this.typed;
    const at = this.box.selectionStart ?? this.box.value.length;
    let found: Name[] = [];
    try {
      found = at === this.box.value.length ? matches(this.box.value, await this.known()) : [];
    } catch {
      // without names nothing is offered
    }
    if (turn !== this.typed || document.activeElement !== this.box) return;
    const options = found.map((n, i) => html("li", { id: `${this.list.id}-${i}`, role: "option", "aria-selected": "false", "data-value": n.value }, n.name, ...(n.known ? [html("small", {}, ` ${n.known}`)] : [])));
    replace(this.list, ...options);
    this.active = -1;
    this.box.removeAttribute("aria-activedescendant");
    this.show(options.length > 0);
    this.spoken.textContent = options.length > 0 ? say(this.words.completions, options.length) : "";
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing || this.list.hidden) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) {
      event.preventDefault();
      this.choose(this.active + move);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.take(this.list.children[this.active] as HTMLElement);
    } else if (event.key === "Escape") {
      event.preventDefault(); // which would empty the field
      this.close();
    } else if (event.key === "Enter" || event.key === "Tab") this.close();
  }

  /** Beyond either end the field itself is chosen. */
  private choose(i: number): void {
    const options = [...this.list.children];
    this.active = i < -1 ? options.length - 1 : i >= options.length ? -1 : i;
    options.forEach((o, at) => o.setAttribute("aria-selected", String(at === this.active)));
    const option = options[this.active];
    if (!option) return this.box.removeAttribute("aria-activedescendant");
    this.box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  private take(option: HTMLElement): void {
    this.box.value = option.dataset.value ?? this.box.value;
    this.close();
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
    this.close();
  }

  private close(): void {
    this.typed++;
    this.active = -1;
    this.box.removeAttribute("aria-activedescendant");
    this.spoken.textContent = "";
    this.show(false);
  }

  private show(open: boolean): void {
    this.list.hidden = !open;
    this.box.setAttribute("aria-expanded", String(open));
  }
}
