// A ranking sorted by any of its columns. The column that orders the rows shows bars, because there looking beats reading.
import { html } from "../dom.ts";
import { columnHeads, numberIn } from "./columns.ts";

/** Turns the heads of a ranking into buttons. The published order comes back with the first column. */
export function sortable(table: HTMLTableElement): void {
  columnHeads(table).forEach((head, column) => {
    const button = html("button", { type: "button", class: "sort" }, ...head.childNodes);
    button.addEventListener("click", () => sort(table, column));
    head.append(button);
  });
}

function sort(table: HTMLTableElement, column: number): void {
  const heads = columnHeads(table);
  const head = heads[column];
  const body = table.tBodies[0];
  if (!head || !body) return;
  const low = head.dataset.better === "low" || head.classList.contains("unit");
  const was = head.getAttribute("aria-sort");
  const ascending = was ? was === "descending" : low;
  for (const h of heads) h.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  const rows = [...body.rows].sort((a, b) => compare(a.cells[column], b.cells[column], ascending));
  body.append(...rows);
  bars(rows, column, head.hasAttribute("data-metric"));
}

/** Numbers by size and names by 拼音; what has none stands last. */
function compare(a: HTMLTableCellElement | undefined, b: HTMLTableCellElement | undefined, ascending: boolean): number {
  const turn = ascending ? 1 : -1;
  if (a?.tagName === "TH") return turn * (a.textContent ?? "").trim().localeCompare((b?.textContent ?? "").trim(), "zh-CN");
  const [x, y] = [numberIn(a), numberIn(b)];
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  return turn * (x - y);
}

/** Bars start at zero: a longer one is as much longer as the figure is larger. */
function bars(rows: HTMLTableRowElement[], column: number, shown: boolean): void {
  const values = rows.map((row) => numberIn(row.cells[column]));
  const most = Math.max(...values.filter((v) => !Number.isNaN(v)));
  rows.forEach((row, i) => {
    for (const cell of row.querySelectorAll<HTMLElement>(".bar")) cell.classList.remove("bar");
    const value = values[i] ?? NaN;
    if (!shown || !(value >= 0) || !(most > 0)) return;
    const cell = row.cells[column];
    cell?.classList.add("bar");
    cell?.style.setProperty("--share", `${((100 * value) / most).toFixed(1)}%`);
  });
}
