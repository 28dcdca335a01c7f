// Answers to questions about rankings, from the files of the rankings page; site/answers is the same in Go.
import { type Kind, type Metric, type Period, Source, type Table, type Values } from "../rankings/data.ts";
import { number, parse, type Question } from "./grammar.ts";

export type AnswerRow = { id: string; name: string; values: (number | null)[] };
export type AnswerTable = { key: string; channel: string; group: string; metric: Metric; periods: Period[]; rows: AnswerRow[] };
export type Answer = { question: Question; first: string; last: string; tables: AnswerTable[] };

const rank: Metric = { key: "rank", label: "", kind: "rank", unit: "", better: "low" };

export class Rankings {
  private constructor(private readonly source: Source, private readonly quarters: Kind, private readonly names: Map<string, string>) {}

  /** Reads the index at base. OtherNames leads from what a unit is called as well to its name. */
  static async open(base: string, otherNames: Map<string, string>): Promise<Rankings | undefined> {
    const source = new Source(base);
    const quarters = (await source.index()).find((k) => k.kind === "quarter");
    if (!quarters) return undefined;
    const names = new Map<string, string>();
    for (const t of quarters.tables) for (const u of t.units) names.set(u.name.toLowerCase(), u.id);
    for (const [other, name] of otherNames) {
      const id = names.get(name.toLowerCase());
      if (id && !names.has(other)) names.set(other, id);
    }
    const longest = [...names].sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
    return new Rankings(source, quarters, new Map(longest));
  }

  /** Undefined where the text is no question that the rankings answer. */
  async answer(text: string): Promise<Answer | undefined> {
    const q = parse(text, this.names);
    if (!q) return undefined;
    const places = this.places(q);
    if (places.length === 0) return undefined;
    const wanted = this.quarters.tables.filter((t) => concerns(t, q));
    const tables = (await Promise.all(wanted.map((t) => this.table(t, q, places)))).filter((t): t is AnswerTable => t !== undefined);
    if (tables.length === 0) return undefined;
    const label = (i: number | undefined): string => this.quarters.periods[i ?? 0]?.label ?? "";
    return { question: q, first: label(places[0]), last: label(places[places.length - 1]), tables };
  }

  /** The places of the periods asked for: the latest where none is. */
  private places(q: Question): number[] {
    const all = this.quarters.periods;
    const last = all.length - 1;
    if (last < 0) return [];
    if (q.year || q.quarter || q.lastYear) {
      const year = q.lastYear ? yearOf(all[last]) - 1 : q.year;
      const fit = all.map((_, i) => i).filter((i) => (!year || yearOf(all[i]) === year) && (!q.quarter || quarterOf(all[i]) === q.quarter));
      const one = q.units.length === 0 || (!year && !q.all); // a ranking is of one period: the latest that fits
      return one ? fit.slice(-1) : fit;
    }
    if (q.all) return all.map((_, i) => i);
    return last - q.back >= 0 ? [last - q.back] : [];
  }

  private async table(t: Table, q: Question, places: number[]): Promise<AnswerTable | undefined> {
    const key = q.metric || "rank";
    const metric = key === "rank" ? rank : t.metrics.find((m) => m.key === key);
    if (!metric || (metric.better === "none" && (q.order === "best" || q.order === "worst"))) return undefined;
    const values = await this.source.values(this.quarters.kind, t.key, key);
    let rows = rowsOf(t, values, places).filter((r) => q.units.length === 0 || q.units.includes(r.id));
    if (q.units.length === 0) rows = pick(rows, q, metric.better);
    if (rows.length === 0) return undefined;
    const periods = places.map((i) => this.quarters.periods[i]).filter((p): p is Period => p !== undefined);
    return { key: t.key, channel: t.channel, group: t.group, metric, periods, rows };
  }
}

const yearOf = (p?: Period): number => number(p?.key.slice(0, 4));
const quarterOf = (p?: Period): number => number(p?.key.slice(-1));

/** That of the province's cities is another city's matter, unless it is named. */
function concerns(t: Table, q: Question): boolean {
  if ((q.channel && t.channel !== q.channel) || (q.group && t.group !== q.group)) return false;
  return q.group !== "" || q.units.length > 0 || t.group !== "city";
}

function rowsOf(t: Table, values: Values, places: number[]): AnswerRow[] {
  const rows = t.units.map((u, i) => ({ id: u.id, name: u.name, values: places.map((p) => values[i]?.[p] ?? null) }));
  return rows.filter((r) => r.values.some((v) => v !== null));
}

/** The units of one period by the wish, as many as are asked for, with those that tie with the last. */
function pick(rows: AnswerRow[], q: Question, better: string): AnswerRow[] {
  const low = q.order === "low" || (q.order !== "high" && (better === "low") !== (q.order === "worst"));
  const value = (r?: AnswerRow): number => r?.values[0] ?? 0;
  const sorted = [...rows].sort((a, b) => (low ? value(a) - value(b) : value(b) - value(a)));
  if (q.place > 0) return sorted.filter((r) => sorted.findIndex((o) => value(o) === value(r)) + 1 === q.place);
  let count = q.count || (q.order ? 1 : sorted.length);
  while (count < sorted.length && value(sorted[count]) === value(sorted[count - 1])) count++;
  return sorted.slice(0, count);
}
