// Paragraphs and cells by keyboard: arrows go from one to the next, Enter offers to note it, Escape leaves. An element can be
// reached by focus only as long as it is the one chosen.
import type { Passage } from "./text.ts";

export class Cursor {
  private at = -1;

  /** Offer is called with the passage that was chosen, leave when there is none any more. */
  constructor(private readonly passages: Passage[], offer: (passage: Passage) => void, leave: () => void) {
    document.addEventListener("keydown", (event) => {
      const here = passages[this.at];
      if (!here || event.target !== here.element || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "Enter") offer(here);
      else if (event.key === "Escape") leave();
      else if (!this.move(event.key)) return;
      event.preventDefault(); // the page would scroll
      event.stopPropagation();
    });
  }

  /** Goes to a passage, else to the first that the window shows. */
  start(passage?: Passage): void {
    const shown = (p: Passage): boolean => {
      const box = p.element.getBoundingClientRect();
      return box.height > 0 && box.top >= 0;
    };
    this.go(passage ? this.passages.indexOf(passage) : Math.max(0, this.passages.findIndex(shown)));
  }

  private move(key: string): boolean {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[key];
    if (!step) return false;
    const cell = this.passages[this.at]?.cell && (key === "ArrowDown" || key === "ArrowUp") ? this.beside(step) : -1;
    this.go(cell >= 0 ? cell : this.at + step);
    return true;
  }

  /** The cell of the same column in the next row that has one. */
  private beside(step: number): number {
    const cell = this.passages[this.at]?.element as HTMLTableCellElement;
    const row = cell.parentElement;
    for (let i = this.at + step; this.passages[i]?.cell; i += step) {
      const other = this.passages[i]?.element as HTMLTableCellElement;
      if (other.parentElement !== row && other.cellIndex === cell.cellIndex) return i;
    }
    return -1;
  }

  private go(to: number): void {
    const passage = this.passages[to];
    if (!passage) return;
    this.at = to;
    const { element } = passage;
    element.tabIndex = -1;
    element.addEventListener("blur", () => element.removeAttribute("tabindex"), { once: true });
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  }
}
