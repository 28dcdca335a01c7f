// Every unit's line over the periods: ranks as a bump chart with the first on top, other metrics on their scale. Lines stop
// where the rule changed or a period is missing.
import type { Values } from "./data.ts";
import { svg } from "../dom.ts";
import { write } from "./figure.ts";
import { nice, type Scale } from "./scale.ts";
import type { View } from "./state.ts";
import type { Words } from "./words.ts";

type Frame = { width: number; height: number; left: number; right: number; top: number; bottom: number };

/** Draws at a width in CSS pixels, and at a height where one is given; rows are the places of the units to draw, the best first. */
export function lineChart(view: View, values: Values, rows: number[], words: Pick<Words, "chart" | "break">, width: number, tall?: number): SVGSVGElement {
  const ranks = view.metric.kind === "rank";
  const shown = rows.flatMap((r) => (values[r] ?? []).slice(view.first, view.last + 1)).filter((v): v is number => v !== null);
  const scale = ranks ? rankScale(shown) : nice(shown, view.metric.kind === "rate" ? 100 : Infinity);
  const height = tall ?? (ranks ? Math.max(220, rankPitch(scale.high) * scale.high + 44) : 420);
  const f: Frame = { width, height, left: 46, right: width - Math.min(168, width * 0.34), top: 16, bottom: height - 28 };
  // The last period stands at the right, beside the names; so does the only one.
  const x = (i: number): number => f.right - 8 - ((f.right - f.left - 16) * (view.last - i)) / Math.max(1, view.last - view.first);
  const y = (v: number): number => {
    const share = (v - scale.low) / (scale.high - scale.low || 1);
    return ranks ? f.top + (f.bottom - f.top) * share : f.bottom - (f.bottom - f.top) * share;
  };
  const chart = svg("svg", { class: "chart big-chart", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": words.chart });
  for (const tick of scale.ticks) {
    chart.append(svg("path", { class: "grid", d: `M${f.left} ${y(tick)}H${f.right}` }), svg("text", { class: "tick", x: f.left - 6, y: y(tick) + 4 }, String(tick)));
  }
  chart.append(...periodLabels(view, f, x), ...breakMarks(view, f, x, words));
  const ends: End[] = [];
  const order = [...view.selected];
  for (const row of [...rows].sort((a, b) => Number(isSelected(view, a)) - Number(isSelected(view, b)))) {
    const unit = view.table.units[row];
    if (!unit) continue;
    const colour = order.indexOf(unit.id);
    const name = colour < 0 ? (order.length ? "line quiet" : "line plain") : `line c${colour % 6}`;
    const group = svg("g", { class: name, "data-unit": unit.id });
    const { paths, alone } = stretches(view, values[row] ?? [], x, y);
    for (const d of paths) group.append(svg("path", { d }));
    for (const [cx, cy] of alone) group.append(svg("circle", { cx, cy, r: 2.5 }));
    const last = lastPlace(view, values[row] ?? []);
    if (last >= 0) {
      const at = values[row]?.[last] as number;
      group.append(svg("circle", { cx: x(last), cy: y(at), r: colour < 0 ? 2.5 : 4 }));
      if (last === view.last) ends.push({ at: y(at), text: unit.name, value: write(at, view.metric), class: name, selected: colour >= 0 });
    }
    chart.append(group);
  }
  chart.append(...endLabels(ends, f));
  return chart;
}

type End = { at: number; text: string; value: string; class: string; selected: boolean };

/** Pixels from rank to rank: room for a name at each line while they fit a screen, closer where there are many. */
function rankPitch(ranks: number): number {
  return ranks <= 30 ? 24 : Math.max(6, 720 / ranks);
}

function rankScale(shown: number[]): Scale {
  const last = Math.max(4, ...shown);
  const step = last > 30 ? 10 : last > 12 ? 5 : 1;
  const ticks = [1];
  for (let v = step; v <= last; v += step) if (v > 1) ticks.push(v);
  return { low: 1, high: last, ticks };
}

function isSelected(view: View, row: number): boolean {
  return view.selected.has(view.table.units[row]?.id ?? "");
}

type Point = [number, number];

/** A line for each run of comparable periods; a period that stands alone has no line and is a point. */
function stretches(view: View, values: (number | null)[], x: (i: number) => number, y: (v: number) => number): { paths: string[]; alone: Point[] } {
  const runs: Point[][] = [[]];
  for (let i = view.first; i <= view.last; i++) {
    const value = values[i];
    if (view.table.breaks.includes(i) || view.kind.periods[i]?.apart || typeof value !== "number") runs.push([]);
    if (typeof value === "number") runs[runs.length - 1]?.push([x(i), y(value)]);
  }
  const drawn = runs.filter((run) => run.length > 1);
  const path = (run: Point[]): string => "M" + run.map(([a, b]) => `${a.toFixed(1)} ${b.toFixed(1)}`).join("L");
  return { paths: drawn.map(path), alone: runs.filter((run) => run.length === 1).flat() };
}

function lastPlace(view: View, values: (number | null)[]): number {
  for (let i = view.last; i >= view.first; i--) if (values[i] !== null && values[i] !== undefined) return i;
  return -1;
}

function periodLabels(view: View, f: Frame, x: (i: number) => number): SVGElement[] {
  const every = Math.max(1, Math.ceil((view.periods.length * 60) / (f.right - f.left)));
  const out: SVGElement[] = [];
  for (let i = view.last; i >= view.first; i -= every) out.push(svg("text", { class: "period", x: x(i), y: f.height - 8 }, view.kind.periods[i]?.short ?? ""));
  return out;
}

function breakMarks(view: View, f: Frame, x: (i: number) => number, words: Pick<Words, "break">): SVGElement[] {
  return view.table.breaks
    .filter((i) => i > view.first && i <= view.last)
    .map((i) => {
      const at = (x(i - 1) + x(i)) / 2;
      return svg("path", { class: "break", d: `M${at} ${f.top - 8}V${f.bottom}` }, svg("title", {}, words.break));
    });
}

/** Names beside the ends of the lines, pushed apart so that none covers another; what finds no room is left to the table. */
function endLabels(ends: End[], f: Frame): SVGElement[] {
  const line = 15;
  ends.sort((a, b) => a.at - b.at);
  const out: SVGElement[] = [];
  const room = Math.floor((f.bottom - f.top + line) / line);
  const kept = ends.length <= room ? ends : ends.filter((e) => e.selected).slice(0, room);
  let floor = -Infinity;
  const places = kept.map((e) => (floor = Math.max(e.at + 4, floor + line)));
  for (let i = places.length - 1, ceiling = f.height - 6; i >= 0; i--, ceiling -= line) places[i] = Math.min(places[i] as number, ceiling);
  kept.forEach((e, i) => out.push(svg("text", { class: `end ${e.class}`, x: f.right + 10, y: places[i] }, `${e.text} ${e.value}`)));
  return out;
}
