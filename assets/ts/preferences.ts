// The buttons for large type and for light or dark, in the head of every page. Without script they are not there.
import { apply, type Choice, keep, stored } from "./choice.ts";

/** Wires the buttons [data-look="size"] and [data-look="theme"] below root. */
export function preferences(root: Document): void {
  const bar = root.querySelector<HTMLElement>("[data-looks]");
  if (!bar) return;
  const choice = stored();
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const show = (): void => {
    apply(root.documentElement, choice);
    press(bar, "size", choice.size === "large");
    press(bar, "theme", isDark(choice, dark.matches));
  };
  bar.addEventListener("click", (event) => {
    const look = (event.target as Element).closest("button")?.dataset.look;
    if (look === "size") choice.size = choice.size ? "" : "large";
    if (look === "theme") choice.theme = isDark(choice, dark.matches) ? "light" : "dark";
    keep(choice);
    show();
  });
  show();
}

function isDark(choice: Choice, system: boolean): boolean {
  return choice.theme ? choice.theme === "dark" : system;
}

function press(bar: HTMLElement, look: string, on: boolean): void {
  bar.querySelector(`[data-look="${look}"]`)?.setAttribute("aria-pressed", String(on));
}
