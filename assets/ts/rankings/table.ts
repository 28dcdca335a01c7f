// The view as a table: a row a unit, a column a period, twelve periods at a time.
import type { Values } from "./data.ts";
import { html } from "../dom.ts";
import { write } from "./figure.ts";
import type { View } from "./state.ts";
import { say } from "../say.ts";
import type { Words } from "./words.ts";

export const columnsShown = 12;

/** Which periods are shown, page by page from the last one back. */
export function columns(view: View, page: number): [number, number] {
  const last = Math.max(view.first, view.last - page * columnsShown);
  return [Math.max(view.first, last - columnsShown + 1), last];
}

/** The period that orders the rows, and whether the worst come first. */
export type Order = { at: number; worstFirst: boolean };

/** How many rows are made before the first paint: more than a screen shows. */
const rowsFirst = 40;

/** The table with its first rows, and what adds the others: a long ranking must not keep the answer from being painted. */
export type Tabled = { table: HTMLTableElement; finish: () => void };

export function table(view: View, values: Values, rows: number[], words: Words, page: number, order: Order): Tabled {
  const [first, last] = columns(view, page);
  const head = html("tr", {}, html("th", { scope: "col", class: "unit" }, words.unit));
  for (let i = first; i <= last; i++) head.append(periodHead(view, i, order, words));
  const body = html("tbody");
  const add = (row: number): void => {
    const unit = view.table.units[row];
    if (!unit) return;
    const line = html("tr", {}, unitHead(view, unit.id, unit.name, words));
    for (let i = first; i <= last; i++) line.append(html("td", { class: marks(view, i) }, write(values[row]?.[i], view.metric)));
    body.append(line);
  };
  rows.slice(0, rowsFirst).forEach(add);
  const rest = rows.slice(rowsFirst);
  const made = html("table", { class: "ranking explored fixed" }, html("thead", {}, head), body);
  made.style.setProperty("--periods", String(last - first + 1));
  return { table: made, finish: () => rest.splice(0).forEach(add) };
}

function periodHead(view: View, i: number, order: Order, words: Words): HTMLTableCellElement {
  const period = view.kind.periods[i];
  const button = html("button", { type: "button", class: "sort", "data-sort": i }, period?.short ?? "");
  const head = html("th", { scope: "col", class: marks(view, i), "aria-sort": i === order.at ? direction(view, order) : undefined, title: period?.label }, button);
  if (period?.sample) head.append(html("small", { class: "sample" }, words.sample));
  return head;
}

function direction(view: View, order: Order): string {
  return (view.metric.better === "low") === order.worstFirst ? "descending" : "ascending";
}

function unitHead(view: View, id: string, name: string, words: Words): HTMLTableCellElement {
  const box = html("input", { type: "checkbox", "data-unit": id, "aria-label": say(words.select, name) });
  box.checked = view.selected.has(id);
  return html("th", { scope: "row", class: "unit" }, html("label", { class: "pick" }, box), html("a", { href: `../units/${id}/` }, html("bdi", {}, name)));
}

function marks(view: View, i: number): string | undefined {
  return view.table.breaks.includes(i) && i > view.first ? "after-break" : undefined;
}
