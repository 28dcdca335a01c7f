// The last period against the first that can be compared with it, a row a unit: how far everyone has come.
import type { Values } from "./data.ts";
import { svg } from "../dom.ts";
import { write } from "./figure.ts";
import { nice } from "./scale.ts";
import type { View } from "./state.ts";
import type { Words } from "./words.ts";

export function dotChart(view: View, values: Values, rows: number[], words: Words, width: number): SVGSVGElement {
  const line = 26;
  const left = Math.min(168, width * 0.4);
  const right = width - 64;
  const top = 24;
  const height = top + rows.length * line + 34;
  const from = Math.max(view.first, ...view.table.breaks.filter((i) => i <= view.last));
  const shown = rows.flatMap((r) => [values[r]?.[from], values[r]?.[view.last]]).filter((v): v is number => typeof v === "number");
  const scale = nice(shown, view.metric.kind === "rate" ? 100 : Infinity);
  const x = (v: number): number => left + 8 + ((right - left - 16) * (v - scale.low)) / (scale.high - scale.low || 1);
  const chart = svg("svg", { class: "chart big-chart", width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": words.chart });
  const ticks = view.metric.kind === "rank" ? scale.ticks.filter((t) => t >= 1) : scale.ticks;
  for (const tick of ticks) chart.append(svg("path", { class: "grid", d: `M${x(tick)} ${top + 8}V${height - 26}` }), svg("text", { class: "period", x: x(tick), y: height - 8 }, String(tick)));
  if (from !== view.last) chart.append(...legend(view, from, left));
  const order = [...view.selected];
  rows.forEach((row, i) => {
    const unit = view.table.units[row];
    if (!unit) return;
    const y = top + i * line + 22;
    const colour = order.indexOf(unit.id);
    const was = values[row]?.[from];
    const is = values[row]?.[view.last];
    const group = svg("g", { class: colour < 0 ? "line plain" : `line c${colour % 6}`, "data-unit": unit.id });
    if (typeof was === "number" && typeof is === "number" && from !== view.last) {
      group.append(svg("path", { d: `M${x(was)} ${y}H${x(is)}` }), svg("circle", { class: "was", cx: x(was), cy: y, r: 4 }));
    }
    if (typeof is === "number") group.append(svg("circle", { cx: x(is), cy: y, r: 5 }));
    chart.append(
      group,
      svg("text", { class: `name ${colour < 0 ? "" : `line c${colour % 6}`}`, x: left - 4, y: y + 4 }, unit.name),
      svg("text", { class: "value", x: right + 6, y: y + 4 }, write(is, view.metric)),
    );
  });
  return chart;
}

/** Which mark is which period. */
function legend(view: View, from: number, left: number): SVGElement[] {
  const word = (i: number): string => view.kind.periods[i]?.short ?? "";
  return [
    svg("g", { class: "line plain" }, svg("circle", { class: "was", cx: left + 8, cy: 12, r: 4 }), svg("circle", { cx: left + 88, cy: 12, r: 5 })),
    svg("text", { class: "value", x: left + 18, y: 16 }, word(from)),
    svg("text", { class: "value", x: left + 98, y: 16 }, word(view.last)),
  ];
}
