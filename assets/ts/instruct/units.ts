// A list of units to choose from: found by typing, with what is chosen above it.
import { html, replace } from "../dom.ts";
import { say } from "../say.ts";
import type { Words } from "./words.ts";

export type UnitList = { chosen(): string[] };

export function unitList(root: HTMLElement, words: Words): UnitList {
  const boxes = Array.from(root.querySelectorAll<HTMLInputElement>('input[type="checkbox"]'));
  const name = (box: HTMLInputElement): string => box.closest("label")?.textContent?.trim() ?? "";
  const chips = root.querySelector('[data-part="chips"]') as HTMLElement;
  const filter = root.querySelector('[data-part="filter"]') as HTMLElement;
  const typed = filter.querySelector("input") as HTMLInputElement;

  const draw = (): void => {
    const on = boxes.filter((b) => b.checked);
    chips.hidden = on.length === 0;
    replace(chips, ...on.map((box) => {
      const chip = html("button", { type: "button", class: "chip", "aria-label": say(words.remove, name(box)) }, name(box), html("span", { "aria-hidden": "true" }, " ×"));
      chip.addEventListener("click", () => {
        box.checked = false;
        draw();
        (chips.querySelector("button") ?? typed).focus();
      });
      return chip;
    }));
  };
  for (const box of boxes) box.addEventListener("change", draw);
  filter.hidden = false;
  typed.addEventListener("input", () => {
    const wanted = typed.value.trim();
    for (const box of boxes) (box.closest("label") as HTMLElement).hidden = !name(box).includes(wanted);
  });
  typed.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault(); // it would send the form
    const shown = boxes.filter((b) => !(b.closest("label") as HTMLElement).hidden);
    const hit = shown.find((b) => name(b) === typed.value.trim()) ?? (shown.length === 1 ? shown[0] : undefined);
    if (!hit || !typed.value.trim()) return;
    hit.checked = true;
    typed.value = "";
    typed.dispatchEvent(new Event("input"));
    draw();
  });
  draw();
  return { chosen: () => boxes.filter((b) => b.checked).map(name) };
}
