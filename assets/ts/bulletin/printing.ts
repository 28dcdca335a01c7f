// The button that prints the sheet, with or without a margin for 批示.

/** Wires [data-print]. */
export function printing(root: HTMLElement): void {
  const bar = root.querySelector<HTMLElement>("[data-print]");
  if (!bar) return;
  bar.querySelector("button")?.addEventListener("click", () => window.print());
  const notes = bar.querySelector("input");
  const show = (): void => {
    document.documentElement.classList.toggle("print-notes", notes?.checked ?? false);
  };
  notes?.addEventListener("change", show);
  show(); // a browser may have kept the choice over a reload
}
