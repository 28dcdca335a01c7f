// One-tap corrections: the question written anew with one part said otherwise, each tried before it is offered.
import type { Metric } from "../rankings/data.ts";
import type { Answer, Rankings } from "./answer.ts";
import { isPeriod } from "./grammar.ts";
import type { Token } from "./token.ts";
import { metricName, type Part } from "./understood.ts";
import type { CardWords } from "./words.ts";

export type Correction = { label: string; query: string };

const most = 5; // of a part

/** The corrections of one part of an answer. */
export function corrections(part: Part["part"], answer: Answer, rankings: Rankings, words: CardWords): Correction[] {
  const whole = text(answer.tokens);
  const offered = offers(part, answer, rankings, words).filter((c) => c.query !== whole && rankings.answerable(c.query));
  return offered.slice(0, most);
}

function offers(part: Part["part"], answer: Answer, rankings: Rankings, words: CardWords): Correction[] {
  const { question: q, tokens, tables, kind } = answer;
  const named = (role: string, key: string, label: string): Correction => ({ label, query: written(tokens, (t) => t.kind === role, canonical(rankings, `${role} ${key}`)) });
  switch (part) {
    case "period":
      return q.delta ? [] : periods(answer, words);
    case "channel": {
      const keys = [...new Set(kind.tables.map((t) => t.channel))].filter((c) => !(q.channels.length === 1 && q.channels[0] === c));
      return keys.map((c) => named("channel", c, words.channels[c] ?? c));
    }
    case "group": {
      const keys = [...new Set([...kind.tables.filter((t) => t.group !== "city"), ...kind.tables].map((t) => t.group))].filter((g) => !(q.groups.length === 1 && q.groups[0] === g));
      return keys.map((g) => named("group", g, words.groups[g] ?? g));
    }
    case "unit": {
      const groups = [...new Set(tables.map((t) => t.group))];
      return groups.map((g) => ({ label: words.groups[g] ?? g, query: written(tokens, (t) => t.kind === "unit" || t.kind === "home", canonical(rankings, `group ${g}`)) }));
    }
    case "metric": {
      const there = tables[0]?.table.metrics ?? [];
      const of = (...kinds: string[]): Metric[] => kinds.flatMap((k) => there.filter((m) => m.kind === k));
      const others = [{ key: "rank", label: words.rank }, ...of("score", "rate", "days", "count")];
      const now = new Set(tables.map((t) => metricName(t, words)));
      return others.filter((m) => !now.has(m.label)).map((m) => ({ label: m.label, query: written(tokens, (t) => t.kind === "metric" || t.kind === "maybe", canonical(rankings, `metric ${m.key}`)) }));
    }
    case "wish":
      return turned(answer, words);
  }
}

/** The newest periods that were not asked for, and all of them for units. */
function periods({ question: q, tokens, kind, periods: asked }: Answer, words: CardWords): Correction[] {
  const isWhen = (t: Token): boolean => isPeriod(t.kind) || t.kind === "to" || t.kind === "since" || t.kind === "all";
  const others = [...kind.periods].reverse().filter((p) => !(asked.length === 1 && asked[0] === p));
  const list = others.map((p) => ({ label: p.label, query: written(tokens, isWhen, p.key) }));
  const all = { label: words.all, query: written(tokens, isWhen, "历次") };
  return q.units.length > 0 && asked.length < kind.periods.length ? [...list.slice(0, most - 1), all] : list;
}

const opposite: Record<string, string> = { high: "最低", low: "最高", best: "最差", worst: "最好", lt: "不低于", le: "高于", gt: "不高于", ge: "低于" };

/** The other end: 最高 for 最低, 后3名 for 前3名. */
function turned({ question: q, tokens }: Answer, words: CardWords): Correction[] {
  const [t, more] = tokens.filter((o) => ["order", "place", "top", "count", "limit"].includes(o.kind));
  if (!t || more) return [];
  const [value = "", second = ""] = t.args;
  let said = opposite[value];
  if (t.kind === "limit") said = said && `${said}${second}`;
  else if (t.kind === "top") said = value === "first" ? `后${second}名` : `前${second}名`;
  else if (t.kind === "place" && (value === "first" || value === "last")) said = value === "first" ? `倒数第${second}名` : `第${second}名`;
  else if (t.kind !== "order" || (words.orders[value] ?? "") === "" || t.args.length > 1 || q.orders.length !== 1) return [];
  return said ? [{ label: said, query: written(tokens, (o) => o === t, said) }] : [];
}

/** The question with what is chosen replaced: the first piece by the new word, the others by nothing. What was not said is put first. */
function written(tokens: Token[], chosen: (t: Token) => boolean, word: string): string {
  const first = tokens.findIndex(chosen);
  if (first < 0) return `${word} ${text(tokens)}`;
  let out = "";
  for (const [i, t] of tokens.entries()) {
    const joins = t.kind === "join" && (!tokens[i + 1] || chosen(tokens[i + 1] as Token)) && tokens[i - 1] !== undefined && chosen(tokens[i - 1] as Token);
    if (i === first) out += word;
    else if (!chosen(t) && !joins) out += t.text;
  }
  return out;
}

const text = (tokens: Token[]): string => tokens.map((t) => t.text).join("");

/** How a meaning is said first in the language file. */
function canonical(rankings: Rankings, means: string): string {
  return rankings.language.meanings.find((m) => m.means === means)?.say.find((s) => !s.includes("{")) ?? "";
}
