// The bar that offers what can be done with what is chosen: below it, and on touch at the window's lower edge, because the
// system's own menu stands beside the selection.
import { html, replace } from "../dom.ts";

const room = 60; // px kept for it at the lower edge

export class Bar {
  readonly element: HTMLElement;
  private whose: "selection" | "passage" = "selection";

  constructor(name: string) {
    this.element = html("div", { class: "notes-bar", role: "toolbar", "aria-label": name });
    this.element.hidden = true;
  }

  /** Offers acts for what a name says; box is where it stands, none on touch. */
  show(whose: "selection" | "passage", name: string, acts: HTMLElement[], box?: DOMRect): void {
    this.whose = whose;
    replace(this.element, html("span", { class: "about" }, name), ...acts);
    this.element.classList.toggle("at-edge", !box);
    this.element.hidden = false;
    if (!box) return;
    const width = this.element.offsetWidth;
    this.element.style.setProperty("--left", `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`);
    this.element.style.setProperty("--top", `${Math.max(8, Math.min(box.bottom + 8, innerHeight - room))}px`);
  }

  /** Takes the bar away; whose limits that to one that stands for it. */
  hide(whose?: "selection" | "passage"): void {
    if (!whose || whose === this.whose) this.element.hidden = true;
  }
}
