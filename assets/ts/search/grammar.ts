// From tokens to what was asked, as site/answers/question.go and finish.go understand it: as a whole, or not at all.
import { combine, type Spec, specOf } from "./period.ts";
import type { Token } from "./token.ts";

export type Limit = { op: string; value: number; measure: string };

/** What was understood. Its lists keep the order in which things were named. */
export type Question = {
  units: string[];
  channels: string[];
  groups: string[];
  metrics: string[];
  when: Spec[]; // periods; with to, from the one to the other; with since, up to the latest
  to?: Spec;
  base?: Spec;
  since: boolean;
  all: string; // period, quarter, …: every one there is, or that when allows
  apart: string; // what a change is reckoned from: 1 the period before, year the same of last year
  pair: boolean; // of base and when the earlier is the base
  orders: string[]; // high, low; best, worst; first, last of those that count from the best
  count: number;
  place: number;
  sort: string; // an order in which all are listed
  limits: Limit[];
  ranked: boolean; // by the metric's places
  delta: string; // any, up, down, better, worse
  most: boolean; // the largest change
  listed: boolean; // every change, whatever its direction
  compare: boolean; // units with each other
  spaced: boolean; // units parted by spaces alone
};

const periodKinds = ["part", "half", "firstparts", "year", "yearago", "same", "ago", "last"];
export const isPeriod = (kind: string): boolean => periodKinds.includes(kind);
const only = (list: string[], value: string): boolean => list.length === 1 && list[0] === value;

export function parse(tokens: Token[]): Question | undefined {
  const p = new Parser();
  for (const t of tokens) if (!p.read(t)) return undefined;
  return p.finish() ? p.q : undefined;
}

class Parser {
  readonly q: Question = { units: [], channels: [], groups: [], metrics: [], when: [], since: false, all: "", apart: "", pair: false, orders: [], count: 0, place: 0, sort: "", limits: [], ranked: false, delta: "", most: false, listed: false, compare: false, spaced: false };
  private failed = false;
  private link: "" | "space" | "join" = ""; // what stands between the last token that says something and this one
  private previous = ""; // the kind of the last token that says something
  private now?: Spec; // the period named last
  private introduced = false; // by 与, of what it is compared with
  private loose = false; // such a period is still to be explained
  private than = false;
  private versus = false;
  private upTo = false;
  private closed = false;
  private days = false;
  private maybe = false;
  private howMany = false;
  private amount = false;
  private amountRank = false;
  private which = "";
  private home = "";
  private homeAt = 0;
  private homeJoined = false;

  read(t: Token): boolean {
    if (t.kind === "nothing") return true;
    if (t.kind === "space" || t.kind === "join") {
      if (t.kind === "join" || this.link === "") this.link = t.kind;
      return true;
    }
    if ((this.than && t.kind !== "unit" && !isPeriod(t.kind)) || (this.upTo && !isPeriod(t.kind))) return false; // 比, 到: of what?
    this.take(t);
    this.previous = isPeriod(t.kind) ? "period" : t.kind;
    this.link = "";
    return !this.failed;
  }

  private take(t: Token): void {
    const q = this.q;
    const [first = "", second = ""] = t.args;
    switch (t.kind) {
      case "unit":
        return this.unit(first);
      case "home":
        this.home = first;
        this.homeAt = q.units.length;
        this.homeJoined = this.link !== "" && this.previous === "unit";
        q.spaced ||= this.link === "space" && this.homeJoined;
        return;
      case "channel":
        return this.list(q.channels, t);
      case "group":
        return this.list(q.groups, t);
      case "metric":
        return this.metric(t);
      case "maybe":
        this.maybe = true;
        return;
      case "order":
      case "sort":
      case "place":
      case "top":
      case "count":
        return this.order(t);
      case "limit":
        return this.limit(first, second);
      case "between":
        this.limit("ge", first);
        return this.limit("le", second);
      case "howmany":
        this.howMany = true;
        return;
      case "delta":
      case "comparative":
      case "amount":
      case "gap":
      case "versus":
      case "base":
        return this.change(t);
      case "than":
        if (this.compares()) return; // 和上季度比
        if (this.previous === "period" && q.when.length === 2 && !q.base) this.versus = true;
        else this.than = true;
        return;
      case "to":
        this.upTo = this.previous === "period" && !q.to;
        this.failed = !this.upTo;
        return;
      case "since":
        q.since = true;
        this.failed = this.previous !== "period" || q.when.length !== 1 || !!q.base;
        return;
      case "all":
        this.failed = q.all !== "" && q.all !== "period" && first !== "period" && q.all !== first;
        if (q.all === "" || q.all === "period") q.all = first;
        return;
      case "refuse":
        this.failed = true;
        return;
      default:
        return this.period(specOf(t));
    }
  }

  /** Two names side by side may be one of a unit that the register does not have: 阜蒙县财政局. */
  private unit(id: string): void {
    const { q } = this;
    const there = q.units.length === 0 || q.units.includes(id);
    if (this.than) {
      q.compare = true;
      this.failed = there;
      this.than = false;
    } else if (this.previous === "home") {
      this.homeJoined ||= this.link !== "";
      q.spaced ||= this.link === "space";
    } else if (q.units.length === 0 || this.link === "join") {
      // the first, or one more
    } else if (this.previous === "unit" && this.link === "space") q.spaced = true;
    else if (!there || this.previous === "unit") this.failed = true;
    if (!q.units.includes(id)) q.units.push(id);
  }

  /** One of several of a kind, which must stand together: 网络县区和热线部门 names no two channels of two groups. */
  private list(to: string[], t: Token): void {
    const value = t.args[0] ?? "";
    if (to.includes(value)) return;
    if (to.length > 0 && (this.previous !== t.kind || this.link === "")) this.failed = true;
    to.push(value);
  }

  /** 排名 after a metric asks for its places. After 第一 and the like a metric is another than what they count. */
  private metric(t: Token): void {
    const { q } = this;
    const after = q.metrics.length > 0 && q.orders.length === 0 && this.link !== "join" && ["metric", "group", "channel", "period"].includes(this.previous);
    if (this.closed) this.failed = true;
    else if (t.args[0] === "rank" && after && !q.metrics.includes("rank")) q.ranked = true;
    else {
      this.failed = q.ranked;
      this.list(q.metrics, t);
    }
  }

  private order(t: Token): void {
    const { q } = this;
    const [value = "", second = ""] = t.args;
    const n = Number(second); // of an order it is a metric
    switch (t.kind) {
      case "order":
        this.days ||= t.args.length > 1;
        this.closed ||= value === "best" || value === "worst";
        if (q.orders.includes(value)) return;
        this.failed = q.orders.length > 0 && (this.previous !== "order" || this.link !== "join");
        q.orders.push(value);
        return;
      case "sort":
        this.failed = q.sort !== "" && q.sort !== value;
        q.sort = value;
        return;
      case "place":
        this.failed = q.place > 0 && q.place !== n;
        q.place = n;
        this.closed = true;
        if (q.orders.length === 0 || this.bothEnds(t)) q.orders.push(value);
        else if (!only(q.orders, value)) this.failed = true;
        return;
      case "top":
        this.counted(n);
        this.closed = true;
        if (q.orders.length === 0 || this.bothEnds(t)) q.orders.push(value);
        else if (q.orders.length > 1 || (value === "last" && !["low", "worst", "last"].includes(q.orders[0] ?? ""))) this.failed = true;
        return;
      default:
        return this.counted(Number(value));
    }
  }

  /** Of 前三名和后三名 the other end is asked for as well. */
  private bothEnds(t: Token): boolean {
    const { orders } = this.q;
    const ends = [orders[0], t.args[0]].sort().join(" ") === "first last";
    return orders.length === 1 && ends && this.previous === t.kind && this.link === "join";
  }

  private counted(n: number): void {
    this.failed = this.q.count > 0 && this.q.count !== n;
    this.q.count = n;
  }

  private limit(op: string, text: string): void {
    const figure = text.replace(/[%分天件]+$/, "");
    this.q.limits.push({ op, value: Number(figure), measure: text.slice(figure.length) });
  }

  private change(t: Token): void {
    const { q } = this;
    const value = t.args[0] ?? "";
    switch (t.kind) {
      case "delta":
        this.failed = q.delta !== "" && q.delta !== value && q.delta !== "any";
        q.delta = value;
        q.most ||= t.args.length > 1;
        return;
      case "comparative":
        this.failed = this.which !== "" && this.which !== value;
        this.which = value;
        this.days ||= t.args.length > 1;
        return;
      case "amount":
        this.amount = true;
        this.amountRank ||= t.args.length > 0;
        return;
      case "gap":
        q.compare = true;
        return;
      case "base":
        this.failed = q.apart !== "" && q.apart !== value;
        q.apart = value;
        return;
      default: // versus
        this.versus = !this.compares();
    }
  }

  /** Takes the period before 相比 for the one that is compared with, where 与 led to it: 与上季度相比. */
  private compares(): boolean {
    if (!this.introduced || this.previous !== "period") return false;
    this.q.base = this.q.when.pop();
    this.introduced = this.loose = false;
    return true;
  }

  private period(s: Spec): void {
    const { q } = this;
    if (this.than || (this.versus && this.previous === "versus" && q.when.length > 0 && !q.base)) {
      this.failed = !!q.base;
      q.base = this.now = s;
      this.than = this.versus = false;
    } else if (this.upTo) {
      q.to = this.now = s;
      this.upTo = false;
    } else if (this.now && this.link !== "join" && (this.previous === "period" || !q.base) && combine(this.now, s)) {
      // 去年, 三季度
    } else if (q.when.length === 0 || this.link === "join") {
      this.introduced = this.link === "join" && this.previous !== "period";
      this.loose ||= this.introduced && q.when.length > 0;
      this.failed = !!q.to || !!q.base;
      q.when.push(s);
      this.now = s;
    } else this.failed = true;
  }

  /** Fills in what goes without saying; false where too little is said, or what excludes itself. */
  finish(): boolean {
    if (this.than || this.upTo || this.loose || this.link === "join") return false;
    this.atHome();
    this.unsaid();
    this.changed();
    this.compared();
    this.wished();
    return !this.failed && this.asks();
  }

  /** The city's name means the city among the province's, or only where all this is. */
  private atHome(): void {
    const { q } = this;
    if (!this.home) return;
    const picks = q.orders.length > 0 || q.limits.length > 0;
    const alone = q.units.length === 0 && q.groups.length === 0 && !picks;
    if (alone || this.homeJoined || (only(q.groups, "city") && !picks)) q.units.splice(this.homeAt, 0, this.home);
  }

  /** The metric that a word holds: 最快 the days, 交办最多 the cases. */
  private unsaid(): void {
    const { q } = this;
    const inDays = q.limits.length > 0 && q.limits.every((l) => l.measure === "天"); // 超过10天
    if ((this.days || inDays) && q.metrics.length === 0) q.metrics = ["days"];
    else if (this.days) this.failed ||= !only(q.metrics, "days");
    else if (this.maybe && q.metrics.length === 0) q.metrics = ["assigned"];
    else if (this.maybe && q.metrics.includes("rank")) this.failed = true; // of what?
  }

  /** What a change is of and from when. */
  private changed(): void {
    const { q } = this;
    if (this.versus && q.when.length === 2 && q.units.length < 2 && !q.base && !q.to) {
      q.base = q.when.shift();
      q.pair = true;
      this.versus = false;
    }
    if (q.base && this.which) {
      const direction = { high: "up", low: "down", best: "better", worst: "worse" }[this.which] ?? "";
      this.failed ||= q.delta !== "" && q.delta !== direction;
      q.delta = direction;
      this.which = "";
    }
    if (!q.base && !q.apart) {
      if (q.delta === "") return;
      if (q.delta === "any") {
        q.delta = ""; // over time
        if (q.when.length === 0 && q.all === "") q.all = "period";
        return;
      }
      q.apart = "1";
    }
    q.delta ||= "any";
    if (q.metrics.length === 0 && (this.amountRank || q.delta === "better" || q.delta === "worse")) q.metrics = ["rank"];
    q.listed = this.amount || q.delta === "any";
    const other = q.orders.length > 0 || q.sort !== "" || q.limits.length > 0 || q.ranked || q.compare || q.all !== "" || q.since || !!q.to;
    const units = q.units.length > 0 && (q.most || q.count > 0);
    const amount = (this.amountRank && !only(q.metrics, "rank")) || (q.most && this.amount);
    this.failed ||= other || units || amount || (!!q.base && q.apart !== "") || q.when.length > 1 || q.metrics.length === 0;
  }

  private compared(): void {
    const { q } = this;
    if (this.versus && q.channels.length < 2) q.compare = true;
    if (this.which) {
      this.failed ||= q.sort !== "" || q.orders.length > 0;
      if (!q.compare) q.sort = this.which; // 谁更高
      q.compare = true;
    }
    if (q.compare) this.failed ||= q.units.length < 2 || q.groups.length > 0 || q.orders.length > 0 || q.all !== "" || q.ranked;
  }

  /** 排名最高 is the first, and 前三 of what has no other metric counts ranks. */
  private wished(): void {
    const { q } = this;
    if (q.ranked && q.units.length > 0 && only(q.metrics, "score")) {
      q.metrics = ["rank"]; // what the score gives a place in
      q.ranked = false;
    }
    if (q.metrics.length === 0 && q.orders.length > 0 && !q.orders.includes("high") && !q.orders.includes("low")) {
      q.metrics = ["rank"];
      this.failed ||= q.channels.length === 0 && q.groups.length === 0;
    }
    if (q.metrics.length === 0 && q.all !== "" && q.units.length > 0) q.metrics = ["rank"];
    if (q.ranked || only(q.metrics, "rank")) {
      q.orders = q.orders.map(onRanks);
      q.sort = onRanks(q.sort);
    }
    if (q.ranked && (q.orders.length > 0 || q.sort !== "")) q.ranked = false;
  }

  /** Whether a question says enough to be answered, and nothing that excludes something else it says. */
  private asks(): boolean {
    const { q } = this;
    const picks = q.orders.length > 0;
    const changes = q.delta !== "";
    const one = q.metrics.length === 1;
    if (
      q.metrics.length === 0 ||
      (q.place > 0 && (q.orders.length === 0 || q.count > 0)) ||
      (q.count > 0 && !picks && !q.most) ||
      (picks && (!one || q.limits.length > 0 || q.sort !== "")) ||
      (picks && (q.units.length === 1 || q.spaced)) ||
      (this.howMany && q.limits.length === 0 && (!changes || q.listed)) ||
      (this.amountRank && !changes && !q.compare && !q.metrics.includes("rank")) ||
      (q.since && q.to)
    ) {
      return false;
    }
    if (q.limits.length > 0) return one && q.metrics[0] !== "rank" && q.units.length === 0 && q.sort === "" && !q.ranked && !changes;
    if (q.units.length > 0) return q.sort === "" || (one && q.units.length > 1);
    if (changes) return one && (q.groups.length > 0 || q.channels.length > 0 || !q.listed);
    return picks || (q.groups.length > 0 && (one || (q.sort === "" && !q.ranked)));
  }
}

const onRanks = (order: string): string => (order === "high" ? "first" : order === "low" ? "last" : order);
