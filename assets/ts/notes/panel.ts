// Where the notes stand: on wide windows beside the text, each card at its passage where there is room; else in a sheet below.
import { html, replace } from "../dom.ts";

const gap = 8; // px between two cards

/** An item of the list beside the text: top is where its passage stands in the window. */
export type Item = { element: HTMLElement; top: () => number | undefined };

export class Panel {
  readonly element: HTMLElement;
  private readonly status = html("p", { role: "status", "data-part": "status" });
  private readonly acts = html("div", { class: "notes-acts" });
  private readonly lists = html("div", { class: "notes-lists" });
  private readonly beside = html("ol", { class: "notes-beside" });
  private readonly wide = window.matchMedia("(min-width: 60rem)");
  private items: Item[] = [];
  private pinned?: HTMLElement;
  private frame = 0;

  constructor(title: string, close: HTMLElement, text: HTMLElement) {
    const head = html("div", { class: "notes-head" }, html("p", { class: "notes-title" }, html("strong", {}, title), close), this.status);
    this.element = html("aside", { id: "notes", class: "notes-panel", tabindex: -1, "aria-label": title }, head, this.acts, this.lists, this.beside);
    this.element.hidden = true;
    const sizes = new ResizeObserver(() => this.place());
    for (const part of [text, this.lists, this.beside]) sizes.observe(part);
    this.beside.addEventListener("focusin", (event) => this.pin((event.target as Element).closest<HTMLElement>(".notes-beside > li") ?? undefined));
  }

  say(text: string, ...more: HTMLElement[]): void {
    replace(this.status, text, ...more);
  }

  fill(acts: HTMLElement[], lists: HTMLElement[]): void {
    replace(this.acts, ...acts);
    keep(this.lists, lists);
  }

  /** Lists what stands beside the text; what is being typed in is not touched. */
  list(items: Item[]): void {
    this.items = items;
    keep(this.beside, items.map(({ element }) => element));
    this.place();
  }

  /** The card that stands where its passage is, whatever the others need. */
  pin(element?: HTMLElement): void {
    this.pinned = element;
    this.place();
  }

  /** Whether cards stand beside the text. */
  get docked(): boolean {
    return this.wide.matches;
  }

  /** Puts each card at its passage, the pinned one first; others move out of its way. */
  place(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      if (this.element.hidden || !this.wide.matches) return;
      const from = this.beside.getBoundingClientRect().top;
      const cards = this.items.map(({ element, top }) => ({ element, top: Math.max(0, (top() ?? from) - from), height: element.offsetHeight + gap }));
      const held = cards.findIndex(({ element }) => element === this.pinned);
      const pinned = held >= 0 ? held : cards.findIndex((c) => c.top + from >= 0); // else the first that the window shows
      for (let i = pinned - 1; i >= 0; i--) (cards[i] as { top: number }).top = Math.min(cards[i]?.top ?? 0, (cards[i + 1]?.top ?? 0) - (cards[i]?.height ?? 0));
      let floor = 0; // those above never leave the list
      for (const c of cards) {
        c.top = Math.max(c.top, floor);
        floor = c.top + c.height;
        c.element.style.setProperty("--top", `${c.top}px`);
      }
      this.beside.style.setProperty("--height", `${floor}px`);
    });
  }
}

/** Puts elements in place of all that a list holds, without moving those that are there: what is typed in keeps its cursor. */
function keep(parent: HTMLElement, wanted: HTMLElement[]): void {
  for (const child of [...parent.children]) if (!wanted.includes(child as HTMLElement)) child.remove();
  wanted.forEach((element, i) => {
    if (parent.children[i] !== element) parent.insertBefore(element, parent.children[i] ?? null);
  });
}
