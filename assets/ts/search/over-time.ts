// The units of an answer over time, as the rankings page draws them, but small.
import type { Period } from "../rankings/data.ts";
import { write } from "../rankings/figure.ts";
import { lineChart } from "../rankings/line-chart.ts";
import type { Answer } from "./answer.ts";
import type { AnswerTable } from "./column.ts";
import type { CardWords } from "./words.ts";

const periods = 12; // at most, up to the last that was asked for
const units = 6; // more lines are a tangle

/** Undefined where there are too many units or too few periods for a line. Invented are the periods of sample data. */
export function overTime(t: AnswerTable, { kind }: Answer, title: string, words: CardWords): { chart: SVGSVGElement; invented: string[] } | undefined {
  const rows = t.rows.map((r) => t.table.units.findIndex((u) => u.id === r.id));
  const last = kind.periods.findIndex((p) => p.key === t.periods[t.periods.length - 1]?.key);
  const first = Math.max(0, last - periods + 1);
  if (rows.length === 0 || rows.length > units || last - first < 1) return undefined;
  const view = { kind, table: t.table, metric: t.metric, first, last, periods: kind.periods.slice(first, last + 1), selected: new Set(t.rows.map((r) => r.id)), only: true, chart: "line" as const };
  const mark = (p: Period): string => p.short + (p.sample ? `（${words.sample}）` : "");
  const said = t.rows.map((r, i) => `${r.name} ${view.periods.map((p, at) => `${mark(p)} ${write(t.values[rows[i] ?? -1]?.[first + at], t.metric)}`).join("、")}`);
  const width = Math.min(640, Math.max(300, document.documentElement.clientWidth - 80));
  const chart = lineChart(view, t.values, rows, { chart: `${title}：${said.join("；")}`, break: words.broken }, width, 200);
  return { chart, invented: view.periods.filter((p) => p.sample).map((p) => p.short) };
}
