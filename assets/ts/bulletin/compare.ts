// Every figure of a ranking against the one of the period before, on request.
import { html } from "../dom.ts";
import { cellOf, type Evidence } from "./evidence.ts";
import type { Words } from "./words.ts";

/** Wires the boxes [data-compare] below root. */
export function compare(root: HTMLElement, evidence: Evidence, words: Words): void {
  for (const label of root.querySelectorAll<HTMLElement>("[data-compare]")) {
    const box = label.querySelector("input");
    const figure = label.closest<HTMLElement>("figure");
    if (!box || !figure) continue;
    box.addEventListener("change", () => {
      for (const old of figure.querySelectorAll(".delta")) old.remove();
      if (box.checked) void show(figure, evidence).catch(() => fail(label, box, words));
    });
  }
}

async function show(figure: HTMLElement, evidence: Evidence): Promise<void> {
  const file = await evidence.get();
  for (const td of figure.querySelectorAll<HTMLTableCellElement>("tbody td[id]")) {
    const cell = cellOf(file, td.id);
    const change = cell && !td.classList.contains("rank") ? difference(cell.text, cell.previous) : "";
    if (change) td.append(html("small", { class: "delta", "data-note-skip": "" }, change));
  }
}

/** The change with its sign, with as many decimals as the figures have; nothing where there is none, or one of them is no number. */
export function difference(now: string, before: string): string {
  const [x, y] = [Number(now.replace(/%$/, "")), Number(before.replace(/%$/, ""))];
  if (now === "" || before === "" || Number.isNaN(x) || Number.isNaN(y)) return "";
  const decimals = now.includes("%") || before.includes("%") ? 2 : Math.max(places(now), places(before));
  const change = (x - y).toFixed(decimals);
  if (Number(change) === 0) return "";
  return change.startsWith("-") ? change.replace("-", "−") : `+${change}`;
}

function places(text: string): number {
  return text.split(".")[1]?.length ?? 0;
}

function fail(label: HTMLElement, box: HTMLInputElement, words: Words): void {
  box.checked = false;
  label.title = words.failed;
  label.append(html("small", { class: "delta", role: "alert" }, words.failed));
}
