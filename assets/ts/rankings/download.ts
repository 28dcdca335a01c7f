// What is shown, as a file: all periods of the range, the values as numbers.
import { csv, type Cell } from "./csv.ts";
import type { Values } from "./data.ts";
import { html } from "./dom.ts";
import type { View } from "./state.ts";
import { xlsx } from "./xlsx.ts";

export function download(format: "csv" | "xlsx", title: string, view: View, values: Values, rows: number[], unitWord: string): void {
  const cells: Cell[][] = [[unitWord, ...view.periods.map((p) => p.label)]];
  for (const row of rows) {
    cells.push([view.table.units[row]?.name ?? "", ...(values[row] ?? []).slice(view.first, view.last + 1)]);
  }
  const name = [view.table.key, view.metric.key, view.periods[0]?.key, view.periods[view.periods.length - 1]?.key].join("-");
  save(`${name}.${format}`, format === "csv" ? csv(cells) : xlsx(title, cells));
}

function save(name: string, body: Blob): void {
  const address = URL.createObjectURL(body);
  const link = html("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // the browser has taken it by then
}
