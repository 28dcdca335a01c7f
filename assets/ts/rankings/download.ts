// What is shown, as a file: all periods of the range, the values as numbers.
import { type Cell, csv } from "../file/csv.ts";
import { save } from "../file/save.ts";
import { xlsx } from "../file/xlsx.ts";
import type { Values } from "./data.ts";
import type { View } from "./state.ts";

export function download(format: "csv" | "xlsx", title: string, view: View, values: Values, rows: number[], unitWord: string): void {
  const cells: Cell[][] = [[unitWord, ...view.periods.map((p) => p.label)]];
  for (const row of rows) {
    cells.push([view.table.units[row]?.name ?? "", ...(values[row] ?? []).slice(view.first, view.last + 1)]);
  }
  const name = [view.table.key, view.metric.key, view.periods[0]?.key, view.periods[view.periods.length - 1]?.key].join("-");
  save(`${name}.${format}`, format === "csv" ? csv(cells) : xlsx(title, cells));
}
