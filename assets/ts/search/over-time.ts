// The units of an answer over time, as the rankings page draws them, but small.
import { write } from "../rankings/figure.ts";
import { lineChart } from "../rankings/line-chart.ts";
import type { Answer } from "./answer.ts";
import type { AnswerTable } from "./column.ts";
import type { CardWords } from "./words.ts";

const periods = 12; // at most, up to the last that was asked for
const units = 6; // more lines are a tangle

/** Undefined where there are too many units or too few periods for a line. */
export function overTime(t: AnswerTable, { kind }: Answer, title: string, words: CardWords): SVGSVGElement | undefined {
  const rows = t.rows.map((r) => t.table.units.findIndex((u) => u.id === r.id));
  const last = kind.periods.findIndex((p) => p.key === t.periods[t.periods.length - 1]?.key);
  const first = Math.max(0, last - periods + 1);
  if (rows.length === 0 || rows.length > units || last - first < 1) return undefined;
  const view = { kind, table: t.table, metric: t.metric, first, last, periods: kind.periods.slice(first, last + 1), selected: new Set(t.rows.map((r) => r.id)), only: true, chart: "line" as const };
  const said = t.rows.map((r, i) => `${r.name} ${view.periods.map((p, at) => `${p.short} ${write(t.values[rows[i] ?? -1]?.[first + at], t.metric)}`).join("、")}`);
  const width = Math.min(640, Math.max(300, document.documentElement.clientWidth - 80));
  return lineChart(view, t.values, rows, { chart: `${title}：${said.join("；")}`, break: words.broken }, width, 200);
}
