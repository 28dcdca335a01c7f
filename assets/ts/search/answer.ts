// Answers to questions about rankings, from the files of the rankings page; site/answers is the same in Go.
import { type Kind, type Period, Source, type Table } from "../rankings/data.ts";
import { parse, type Question } from "./grammar.ts";
import { type Calendar, chosen } from "./period.ts";
import { type AnswerTable, Column, sensible } from "./column.ts";
import { rank } from "../rankings/state.ts";
import { Language, type Meaning, type Token } from "./token.ts";

/** Base is the period that changes are reckoned from. */
export type Answer = { question: Question; tokens: Token[]; kind: Kind; periods: Period[]; base?: Period; tables: AnswerTable[] };

export class Rankings {
  private constructor(private readonly source: Source, readonly kinds: Kind[], readonly language: Language) {}

  static async open(base: string): Promise<Rankings> {
    const source = new Source(base);
    const [kinds, meanings] = await Promise.all([source.index(), source.get("questions.json") as Promise<Meaning[]>]);
    return new Rankings(source, kinds, new Language(meanings));
  }

  /** Undefined where the text is no question that the rankings answer. */
  async answer(text: string): Promise<Answer | undefined> {
    const asked = this.understand(text);
    if (!asked) return undefined;
    const { tokens, question, calendar, places, base } = asked;
    const wanted = calendar.kind.tables.filter((t) => concerns(t, question)).flatMap((t) => question.metrics.map((key): [Table, string] => [t, key]));
    const found = await Promise.all(wanted.map(async ([t, key]) => (await Column.read(this.source, calendar.kind, t, key))?.answer(question, places, base) ?? null));
    if (found.some((tables) => tables === undefined)) return undefined; // no sense in it
    const tables = found.flatMap((t) => t ?? []);
    if (!complete(tables, question)) return undefined;
    const all = calendar.kind.periods;
    const periods = places.map((i) => all[i]).filter((p): p is Period => p !== undefined);
    return { question, tokens, kind: calendar.kind, periods, base: all[base], tables };
  }

  /** What a text asks for, without a look at the figures. */
  understand(text: string): { tokens: Token[]; question: Question; calendar: Calendar; places: number[]; base: number } | undefined {
    const tokens = this.language.read(text);
    const question = tokens && parse(tokens);
    const calendar = question && chosen(question, this.kinds);
    if (!tokens || !question || !calendar) return undefined;
    const found = calendar.places(question);
    return found && { tokens, question, calendar, ...found };
  }

  /** Whether a text asks for something that some ranking has. */
  answerable(text: string): boolean {
    const asked = this.understand(text);
    if (!asked) return false;
    const { question: q, calendar } = asked;
    const tables = calendar.kind.tables.filter((t) => concerns(t, q));
    const has = (key: string): boolean => tables.some((t) => [rank, ...t.metrics].some((m) => m.key === key && sensible(q, m)));
    const holds = (id: string): boolean => tables.some((t) => t.units.some((u) => u.id === id));
    const named = (list: string[], of: (t: Table) => string): boolean => list.every((key) => tables.some((t) => of(t) === key));
    return q.metrics.every(has) && q.units.every(holds) && named(q.channels, (t) => t.channel) && named(q.groups, (t) => t.group) && tables.length > 0;
  }
}

/** The ranking of the province's cities is another city's matter, unless it is named. */
function concerns(t: Table, q: Question): boolean {
  if ((q.channels.length > 0 && !q.channels.includes(t.channel)) || (q.groups.length > 0 && !q.groups.includes(t.group))) return false;
  return q.groups.length > 0 || q.units.length > 0 || t.group !== "city";
}

/** Whether all that was named is answered: part of an answer would pass for the whole. */
function complete(tables: AnswerTable[], q: Question): boolean {
  const seen = new Set(tables.flatMap((t) => [t.channel, t.group, t.metric.key, ...t.rows.map((r) => r.id)]));
  const together = tables.some((t) => t.rows.length === q.units.length);
  const units = q.orders.length > 0 ? [] : q.units; // of which some are picked
  return tables.length > 0 && [...q.channels, ...q.groups, ...q.metrics, ...units].every((key) => seen.has(key)) && (together || (!q.spaced && !q.compare));
}
