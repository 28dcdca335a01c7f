// What a reader has chosen, kept in the address, so that a view can be sent to somebody and found again.
import type { Kind, Metric, Period, Table, Unit } from "./data.ts";

export type ChartKind = "line" | "dot";

export type State = { kind: string; table: string; metric: string; from: string; to: string; units: string[]; only: boolean; chart: ChartKind };

export const rank: Metric = { key: "rank", label: "", kind: "rank", unit: "", better: "low" };

/** What is chosen, found in the index: what the address names and the index does not have gives way to the default. */
export type View = {
  kind: Kind;
  table: Table;
  metric: Metric;
  first: number; // place of the first period
  last: number;
  periods: Period[]; // from first to last
  selected: Set<string>;
  only: boolean;
  chart: ChartKind;
};

export function read(query: string): State {
  const q = new URLSearchParams(query);
  const get = (name: string): string => q.get(name) ?? "";
  return {
    kind: get("kind"),
    table: get("table"),
    metric: get("metric"),
    from: get("from"),
    to: get("to"),
    units: get("units").split(",").filter(Boolean),
    only: get("only") === "1",
    chart: get("chart") === "dot" ? "dot" : "line",
  };
}

/** The address of a view; what is as by default is left out. */
export function write(view: View, index: Kind[]): string {
  const q = new URLSearchParams();
  const periods = view.kind.periods;
  if (view.kind !== index[0]) q.set("kind", view.kind.kind);
  if (view.table !== preferred(view.kind)) q.set("table", view.table.key);
  if (view.metric.key !== "rank") q.set("metric", view.metric.key);
  if (view.first !== firstByDefault(periods)) q.set("from", periods[view.first]?.key ?? "");
  if (view.last !== periods.length - 1) q.set("to", periods[view.last]?.key ?? "");
  if (view.selected.size) q.set("units", [...view.selected].join(","));
  if (view.only) q.set("only", "1");
  if (view.chart !== "line") q.set("chart", view.chart);
  return q.toString();
}

/** Finds a state in the index, which must not be empty. */
export function resolve(state: State, index: Kind[]): View {
  const kind = index.find((k) => k.kind === state.kind) ?? (index[0] as Kind);
  const table = kind.tables.find((t) => t.key === state.table) ?? preferred(kind);
  const last = placeOf(kind.periods, state.to, kind.periods.length - 1);
  const first = Math.min(placeOf(kind.periods, state.from, firstByDefault(kind.periods)), last);
  const known = new Set(table.units.map((u: Unit) => u.id));
  const selected = new Set(state.units.filter((id) => known.has(id)));
  return {
    kind,
    table,
    metric: table.metrics.find((m) => m.key === state.metric) ?? rank,
    first,
    last,
    periods: kind.periods.slice(first, last + 1),
    selected,
    only: state.only && selected.size > 0,
    chart: state.chart,
  };
}

/** The first ranking of the city's own units: that of the province's cities comes first in a bulletin. */
function preferred(kind: Kind): Table {
  return kind.tables.find((t) => t.group !== "city") ?? (kind.tables[0] as Table);
}

function placeOf(periods: Period[], key: string, otherwise: number): number {
  const at = periods.findIndex((p) => p.key === key);
  return at < 0 ? otherwise : at;
}

/** The last twelve: more are a choice. */
function firstByDefault(periods: Period[]): number {
  return Math.max(0, periods.length - 12);
}
