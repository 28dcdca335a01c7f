// The tables that answer a question from one metric of one ranking; site/answers/table.go is the same in Go.
import type { Kind, Metric, Period, Source, Table, Values } from "../rankings/data.ts";
import { rank } from "../rankings/state.ts";
import type { Limit, Question } from "./grammar.ts";

type Value = number | null;
export type AnswerRow = { id: string; name: string; values: Value[]; places?: number[]; change?: number; fewCases?: boolean[] };

/** Count is how many units a limit or a change lets pass; broken says that the rule changed between the periods. */
export type AnswerTable = {
  key: string;
  channel: string;
  group: string;
  metric: Metric;
  order: string;
  periods: Period[];
  rows: AnswerRow[];
  of: number; // units that have a value
  count?: number;
  broken: boolean;
  difference?: number; // of two units that were compared
  values: Values; // of all units and periods, for the chart
  table: Table;
};

export class Column {
  private constructor(
    private readonly kind: Kind,
    private readonly table: Table,
    private readonly metric: Metric,
    private readonly values: Values,
    private readonly ranks: Values,
    private readonly few: Values,
  ) {}

  /** Undefined where the ranking has no such metric. */
  static async read(source: Source, kind: Kind, table: Table, key: string): Promise<Column | undefined> {
    const metric = table.metrics.find((m) => m.key === key) ?? (key === "rank" ? rank : undefined);
    if (!metric) return undefined;
    const [values, ranks, few] = await Promise.all([key, "rank", "few"].map((name) => source.values(kind.kind, table.key, name)));
    return new Column(kind, table, metric, values ?? [], ranks ?? [], few ?? []);
  }

  /** None where there is nothing to say; undefined where the question has no sense for the metric. */
  answer(q: Question, places: number[], base: number): AnswerTable[] | undefined {
    if (q.delta) return this.changes(q, places[0] ?? 0, base);
    if ((q.orders.length > 0 && q.units.length === 0) || q.limits.length > 0) return this.picks(q, places);
    return q.units.length > 0 ? this.named(q, places) : this.all(q, places);
  }

  /** The units that have a value in one of the periods. */
  private rows(places: number[]): AnswerRow[] {
    const rows = this.table.units.map((u, i): AnswerRow => {
      const fewCases = places.map((p) => typeof this.few[i]?.[p] === "number");
      return { id: u.id, name: u.name, values: places.map((p) => this.values[i]?.[p] ?? null), ...(fewCases.includes(true) ? { fewCases } : {}) };
    });
    return rows.filter((r) => r.values.some((v) => v !== null));
  }

  private tableOf(places: number[], rows: AnswerRow[]): AnswerTable {
    const { key, channel, group } = this.table;
    const periods = places.map((i) => this.kind.periods[i]).filter((p): p is Period => p !== undefined);
    return { key, channel, group, metric: this.metric, order: "", periods, rows, of: this.rows(places).length, broken: false, values: this.values, table: this.table };
  }

  /** The units that were named, in that order or in the one that was asked for. */
  private named(q: Question, places: number[]): AnswerTable[] | undefined {
    const all = this.rows(places);
    let rows = q.units.map((id) => all.find((r) => r.id === id)).filter((r): r is AnswerRow => r !== undefined);
    if (rows.length === 0) return [];
    if (q.orders.length > 0) return this.picked(q, places, rows);
    if (q.sort) {
      const down = this.down(q.sort);
      if (down === undefined || places.length > 1 || rows.some((r) => r.values[0] === null)) return undefined;
      rows = arranged(rows, down);
    }
    if (q.ranked && !this.place(rows, places)) return undefined;
    const t = this.tableOf(places, rows);
    if (q.compare && rows.length === 2 && places.length === 1) t.difference = less(rows[0]?.values[0], rows[1]?.values[0]);
    return [t];
  }

  /** Adds the units' places by the metric; false where none is better than another, or blanks hide some. */
  private place(rows: AnswerRow[], places: number[]): boolean {
    const down = this.down("first");
    if (down === undefined || places.some((p) => this.blank(p))) return false;
    for (const r of rows) {
      r.places = places.map((p, at) => {
        const mine = r.values[at] ?? null;
        const before = (v: Value | undefined): boolean => typeof v === "number" && mine !== null && (down ? v > mine : v < mine);
        return mine === null ? 0 : 1 + this.values.filter((values) => before(values[p])).length;
      });
    }
    return true;
  }

  /** Every unit, as the latest ranking has them, or sorted by the metric of the only period. */
  private all(q: Question, places: number[]): AnswerTable[] | undefined {
    const order = q.sort || (q.ranked ? "first" : "");
    let rows = this.rows(places);
    if (order) {
      const down = this.down(order);
      if (down === undefined || places.length > 1) return undefined;
      rows = arranged(rows, down);
    }
    return rows.length === 0 ? [] : [this.tableOf(places, rows)];
  }

  /** A table for each period, of the units that the orders or limits choose. */
  private picks(q: Question, places: number[]): AnswerTable[] | undefined {
    const out: AnswerTable[] = [];
    for (const p of places) {
      const rows = this.rows([p]);
      if (rows.length === 0) continue;
      const tables = q.limits.length > 0 ? this.limited(q, [p], rows) : this.picked(q, [p], rows);
      if (!tables) return undefined;
      out.push(...tables);
    }
    return out;
  }

  /** The units within the limits. A blank count may be a zero, which a lower limit alone shuts out. */
  private limited(q: Question, at: [number], rows: AnswerRow[]): AnswerTable[] | undefined {
    const unsure = this.blank(at[0]) && q.limits.some((l) => l.op !== "gt" && l.op !== "ge");
    if (unsure || !q.limits.every((l) => fits(l, this.metric))) return undefined;
    const kept = rows.filter((r) => q.limits.every((l) => holds(l, r.values[0] ?? 0)));
    const t = this.tableOf(at, arranged(kept, !q.limits.some((l) => l.op === "lt" || l.op === "le")));
    return [{ ...t, count: kept.length }];
  }

  /** A table for each order: the units that come first by it, as many as are asked for. */
  private picked(q: Question, at: number[], rows: AnswerRow[]): AnswerTable[] | undefined {
    const out: AnswerTable[] = [];
    for (const order of q.orders) {
      const down = this.down(order);
      if (down === undefined || at.length > 1 || (!down && this.blank(at[0] ?? 0)) || rows.some((r) => r.values[0] === null)) return undefined;
      const sorted = cut(arranged(rows, down), (r) => r.values[0] ?? 0, q);
      if (sorted.length > 0) out.push({ ...this.tableOf(at, sorted), order });
    }
    return out;
  }

  private down(order: string): boolean | undefined {
    return downward(order, this.metric);
  }

  /** Whether a count is left out of a ranked unit, which may be a zero: then nobody knows the fewest. */
  private blank(p: number): boolean {
    return this.metric.kind === "count" && this.values.some((values, i) => typeof values[p] !== "number" && typeof this.ranks[i]?.[p] === "number");
  }

  /** Values of two periods with what changed between them. */
  private changes(q: Question, at: number, base: number): AnswerTable[] | undefined {
    const places = [base, at];
    const broken = this.table.breaks.some((b) => base < b && b <= at) && (this.metric.kind === "rank" || this.metric.kind === "score");
    const rows = this.rows(places).filter((r) => q.units.length === 0 || q.units.includes(r.id));
    if (broken && q.units.length === 0) return undefined;
    for (const r of rows) {
      const change = less(r.values[1], r.values[0]);
      if (!broken && change !== undefined) r.change = change;
    }
    if (q.units.length === 0) return this.moved(q, places, rows);
    return rows.length === 0 ? [] : [{ ...this.tableOf(places, rows), broken }];
  }

  /** Of all units those that changed in the direction asked for, the largest change first. */
  private moved(q: Question, places: number[], all: AnswerRow[]): AnswerTable[] | undefined {
    let rows = all.filter((r) => r.change !== undefined);
    if (rows.length === 0) return [];
    const sign = this.sign(q.delta);
    if (sign === 0 || places.some((p) => this.blank(p))) return undefined;
    const size = (r: AnswerRow): number => (r.change ?? 0) * sign;
    const t = this.tableOf(places, rows);
    if (!q.listed || q.most) {
      rows = rows.filter((r) => size(r) > 0);
      t.count = rows.length;
    }
    rows = [...rows].sort((a, b) => size(b) - size(a));
    if (q.most && rows.length > 0) {
      delete t.count;
      rows = cut(rows, (r) => r.change ?? 0, q);
    }
    return [{ ...t, rows }];
  }

  /** 1 where a larger value is what was asked for, 0 where neither is. A rank that rises is a smaller number. */
  private sign(delta: string): number {
    const up = this.metric.kind === "rank" ? -1 : 1;
    const better = { high: 1, low: -1 }[this.metric.better] ?? 0;
    return { down: -up, better, worse: -better }[delta] ?? up;
  }
}

/** Whether an order has the largest value first; undefined of what it has no sense for: of 3星件 neither the most nor the fewest are 前三 without a doubt. */
function downward(order: string, { better, kind }: Metric): boolean | undefined {
  if (order === "high" || order === "low") return order === "high";
  if (kind === "count" && better === "low") return undefined;
  if (order === "first") return better !== "low";
  if (order === "last") return better === "low";
  if (better === "none") return undefined;
  return (better === "high") === (order === "best");
}

/** Whether orders and limits have a sense for a metric. */
export function sensible(q: Question, metric: Metric): boolean {
  return q.orders.every((o) => downward(o, metric) !== undefined) && q.limits.every((l) => fits(l, metric));
}

const measures: Record<string, string> = { rate: "%", score: "分", days: "天", count: "件" };

/** Whether a limit is one of the metric's kind; a rate below 1 without its sign may be a share of one. */
function fits({ value, measure }: Limit, { kind }: Metric): boolean {
  if (kind === "rate" && (value > 100 || (measure === "" && value <= 1))) return false;
  return kind !== "rank" && (measure === "" || measure === measures[kind]);
}

function holds({ op, value }: Limit, v: number): boolean {
  return { lt: v < value, le: v <= value, gt: v > value, ge: v >= value }[op] ?? v === value;
}

function arranged(rows: AnswerRow[], down: boolean): AnswerRow[] {
  const value = (r: AnswerRow): number => r.values[0] ?? 0;
  return [...rows].sort((a, b) => (down ? value(b) - value(a) : value(a) - value(b)));
}

/** The place or the number asked for, one without, with those that tie with the last. */
function cut(rows: AnswerRow[], value: (r: AnswerRow) => number, q: Question): AnswerRow[] {
  if (q.place > 0) return rows.filter((r) => rows.findIndex((o) => value(o) === value(r)) + 1 === q.place);
  let n = Math.min(Math.max(q.count, 1), rows.length);
  for (let last = rows[n - 1]; last && rows[n] && value(rows[n] as AnswerRow) === value(last); ) n++;
  return rows.slice(0, n);
}

/** The difference to the hundredth, which is as fine as any figure is. */
function less(a: Value | undefined, b: Value | undefined): number | undefined {
  if (typeof a !== "number" || typeof b !== "number") return undefined;
  const cents = (a - b) * 100;
  return (Math.sign(cents) * Math.round(Math.abs(cents))) / 100 + 0; // as Go rounds, halves away from zero; never -0
}
