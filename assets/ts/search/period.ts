// Periods as they are named, and which bulletins they mean; site/answers/period.go is the same in Go.
import type { Kind } from "../rankings/data.ts";
import type { Question } from "./grammar.ts";
import type { Token } from "./token.ts";

/** Year is 0 where none was said, and back or ago is -1 where it was not by counting back. */
export type Spec = {
  kind: string; // quarter, month, …; "" where any
  year: number;
  ago: number; // 去年 is 1
  part: number;
  first: number; // 前三季度: parts 1 to 3
  back: number; // 上季度 is 1
  last: number; // 近四期
  years: number; // 近一年
  same: boolean;
};

const blank: Spec = { kind: "", year: 0, ago: -1, part: 0, first: 0, back: -1, last: 0, years: 0, same: false };

export function specOf(t: Token): Spec {
  const [kind = ""] = t.args;
  const [n0 = 0, n1 = 0, n2 = 0] = t.args.map(Number);
  const s = { ...blank };
  if (t.kind === "part") Object.assign(s, { kind, year: n1, part: n2 });
  else if (t.kind === "half") Object.assign(s, { kind: "half", part: n0, year: n1 });
  else if (t.kind === "firstparts") Object.assign(s, { kind, year: n1, first: n2 });
  else if (t.kind === "year") s.year = n0;
  else if (t.kind === "yearago") s.ago = n0;
  else if (t.kind === "same") s.same = true;
  else if (t.kind === "ago") Object.assign(s, { kind, back: n1 });
  else if (t.kind === "last" && kind === "year") s.years = n1;
  else if (t.kind === "last") Object.assign(s, { kind, last: n1 });
  if (s.kind === "period") s.kind = "";
  return s;
}

const bareYear = (s: Spec): boolean => (s.year > 0 || s.ago >= 0) && s.part === 0 && s.first === 0 && s.kind === "";
const bareParts = (s: Spec): boolean => (s.part > 0 || s.first > 0) && s.year === 0 && s.ago < 0;

/** Joins a year and a part that were said apart: 去年三季度. */
export function combine(s: Spec, o: Spec): boolean {
  if (bareYear(s) && bareParts(o)) Object.assign(s, { ...o, year: s.year, ago: s.ago });
  else if (bareParts(s) && bareYear(o)) Object.assign(s, { year: o.year, ago: o.ago });
  else return false;
  return true;
}

const perYear: Record<string, number> = { quarter: 4, half: 2, month: 12, week: 53, year: 1 };

export type Places = { places: number[]; base: number };

/** The periods of one kind, the oldest first, each also as a count of its kind since the year 0. */
export class Calendar {
  private readonly counts: number[];
  private readonly per: number;

  /** ThisYear is that of the latest bulletin, of whatever kind. */
  constructor(readonly kind: Kind, private readonly thisYear: number) {
    this.per = perYear[kind.kind] ?? 1;
    this.counts = kind.periods.map(({ key }) => {
      const m = /^(\d{4})(?:\D+(\d+))?$/.exec(key);
      return Number(m?.[1]) * this.per + Math.max(Number(m?.[2] ?? 0) - 1, 0);
    });
  }

  private get latest(): number {
    return this.counts.length - 1;
  }

  private count(i: number): number {
    return this.counts[i] ?? NaN;
  }

  private yearOf(i: number): number {
    return Math.floor(this.count(i) / this.per);
  }

  /** The periods asked for, the latest where none is, and the one that a change is reckoned from, -1 without. */
  places(q: Question): Places | undefined {
    const [when] = q.when;
    let places: number[] = [];
    if (!when) places = q.all ? this.where(() => true) : [this.latest];
    else if (q.to) places = this.between(when, q.to);
    else if (q.since) {
      const from = this.begins(when);
      places = this.where((i) => from !== undefined && this.count(i) >= from);
    } else {
      const lists = q.when.map((s) => this.find(s, this.latest, q.all !== ""));
      if (lists.some((l) => l.length === 0)) return undefined;
      places = [...new Set(lists.flat())].sort((a, b) => a - b);
    }
    const [at] = places;
    if (at === undefined) return undefined;
    if (q.delta === "") return { places, base: -1 };
    if (places.length !== 1) return undefined;
    const base = this.base(q, at);
    const swap = q.pair && base > at;
    const found = swap ? { places: [base], base: at } : { places, base };
    return found.base >= 0 && found.base < (found.places[0] ?? 0) ? found : undefined;
  }

  private where(fits: (i: number) => boolean): number[] {
    return this.counts.map((_, i) => i).filter(fits);
  }

  private yearSaid(s: Spec): number {
    return s.ago >= 0 ? this.thisYear - s.ago : s.year;
  }

  /** The periods that a name means, as seen from the one at; a part without a year is the latest such, or every one. */
  private find(s: Spec, at: number, every: boolean): number[] {
    const year = this.yearSaid(s);
    if (s.same) return this.where((i) => this.count(i) === this.count(at) - this.per);
    if (s.back >= 0) return this.where((i) => (s.kind === "" ? i === at - s.back : this.count(i) === this.count(at) - s.back));
    if (s.years > 0) return this.where((i) => this.count(i) > this.count(at) - s.years * this.per);
    if (s.last > 0) return this.where((i) => i > at - s.last);
    if (s.first > 0) return this.where((i) => this.yearOf(i) === (year || this.yearOf(at)) && this.partOf(i) <= s.first);
    const found = this.where((i) => (year === 0 || this.yearOf(i) === year) && (s.part === 0 || this.partOf(i) === s.part));
    return year === 0 && !every ? found.slice(-1) : found;
  }

  private partOf(i: number): number {
    return (this.count(i) % this.per) + 1;
  }

  /** From one to another; a year is said of one of them at least, or both are of the latest. */
  private between(first: Spec, second: Spec): number[] {
    const from = { ...first };
    const to = { ...second };
    if (bareParts(from) && !bareParts(to)) Object.assign(from, { year: to.year, ago: to.ago });
    else if (bareParts(to) && from.part > 0) {
      if (bareParts(from)) {
        const [found] = this.find(to, this.latest, false);
        if (found === undefined) return [];
        from.year = this.yearOf(found);
      }
      Object.assign(to, { year: from.year, ago: from.ago });
    }
    const low = this.begins(from);
    const high = this.ends(to);
    return this.where((i) => low !== undefined && high !== undefined && low <= this.count(i) && this.count(i) <= high);
  }

  /** The count of a named period's first, whether there is a bulletin of it or not. */
  private begins(s: Spec): number | undefined {
    const year = this.yearSaid(s);
    if (year > 0 && s.first === 0) return year * this.per + Math.max(s.part - 1, 0);
    const [found] = this.find(s, this.latest, false);
    return found === undefined ? undefined : this.count(found);
  }

  private ends(s: Spec): number | undefined {
    const first = this.begins(s);
    return first !== undefined && bareYear(s) ? first + this.per - 1 : first;
  }

  /** The place of the period that a change up to the one at is reckoned from, -1 where there is none. */
  private base(q: Question, at: number): number {
    const s = q.apart === "year" ? { ...blank, same: true } : (q.base ?? { ...blank, back: 1, kind: this.kind.kind });
    if (bareYear(s)) return -1;
    let found = this.find(s, at, true);
    if (bareParts(s) && !q.pair) found = found.filter((i) => i < at);
    if (found.length === 0 || (found.length > 1 && !bareParts(s))) return -1;
    return found[found.length - 1] ?? -1;
  }
}

/** The kind of period that a question asks for: the one it names, else that of the latest bulletin. */
export function chosen(q: Question, kinds: Kind[]): Calendar | undefined {
  const calendar = (name: string): Calendar | undefined => {
    const kind = kinds.find((k) => k.kind === name && k.periods.length > 0);
    const latest = kinds[0]?.periods[(kinds[0]?.periods.length ?? 0) - 1];
    return kind && new Calendar(kind, Number(latest?.key.slice(0, 4)));
  };
  const specs = [...q.when, ...(q.to ? [q.to] : []), ...(q.base ? [q.base] : [])];
  const named = [...new Set([...specs.map((s) => s.kind), q.all].filter((k) => k !== "" && k !== "period"))];
  if (named.length > 1) return undefined;
  let [name = ""] = named;
  if (name === "" && specs.length > 0 && specs.every(bareYear)) {
    const years = calendar("year");
    if (years?.places(q)) return years;
  }
  if (name === "year") {
    const years = calendar("year");
    if (years || q.all !== "year") return years;
    name = ""; // 历年 of an archive of quarters
  }
  return calendar(name || (kinds[0]?.kind ?? ""));
}
