// A table of the page as a file.
import { type Cell, csv } from "../file/csv.ts";
import { save } from "../file/save.ts";
import { xlsx } from "../file/xlsx.ts";
import { columnHeads } from "./columns.ts";

/** Wires the buttons [data-take] below root; their value is the file's name. */
export function takeAlong(root: HTMLElement): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>("[data-take]")) {
    const figure = button.closest("figure");
    const table = figure?.querySelector("table");
    if (!figure || !table) continue;
    const title = (figure.querySelector("figcaption")?.textContent ?? figure.getAttribute("aria-label") ?? "").trim();
    button.addEventListener("click", () => save(button.value, button.dataset.take === "csv" ? csv(cellsOf(table)) : xlsx(title, cellsOf(table))));
  }
}

function cellsOf(table: HTMLTableElement): Cell[][] {
  const heads = columnHeads(table).map((h) => words(h));
  return [heads, ...[...(table.tBodies[0]?.rows ?? [])].map((row) => [...row.cells].map(value))];
}

/** A number where the cell holds nothing else; codes keep their leading zeros as text. */
function value(cell: HTMLTableCellElement): Cell {
  const text = words(cell);
  if (text === "") return null;
  return !cell.classList.contains("code") && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** What a cell says without its marks and changes. */
function words(cell: HTMLTableCellElement): string {
  const copy = cell.cloneNode(true) as HTMLElement;
  for (const mark of copy.querySelectorAll("small")) mark.remove();
  return (copy.textContent ?? "").replace(/\s+/g, " ").trim();
}
