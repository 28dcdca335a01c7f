// How a question was taken, part by part, and what was filled in.
import { say } from "../say.ts";
import type { Answer } from "./answer.ts";
import type { AnswerTable } from "./column.ts";
import type { Question } from "./grammar.ts";
import type { CardWords } from "./words.ts";

export type Part = { part: "period" | "unit" | "channel" | "group" | "metric" | "wish"; text: string };

export function understood(answer: Answer, words: CardWords): Part[] {
  const { question: q, tables } = answer;
  const names = (of: (t: AnswerTable) => string): string[] => [...new Set(tables.map(of))];
  const units = [...new Set(tables.flatMap((t) => t.rows).filter((r) => q.units.includes(r.id)).map((r) => r.name))];
  const channels = names((t) => words.channels[t.channel] ?? t.channel);
  const groups = names((t) => words.groups[t.group] ?? t.group);
  const parts: Part[] = [
    { part: "period", text: periods(answer, words) },
    { part: "unit", text: units.join("、") },
    { part: "channel", text: filled(channels, q.channels, words.everyChannel) },
    { part: "group", text: q.units.length === 0 || q.groups.length > 0 ? filled(groups, q.groups, words.everyGroup) : "" },
    { part: "metric", text: names((t) => metricName(t, words)).join("、") },
    { part: "wish", text: wish(q, words) },
  ];
  return parts.filter((p) => p.text);
}

export function metricName({ metric }: AnswerTable, words: CardWords): string {
  return metric.key === "rank" ? words.rank : metric.label;
}

/** Of what was not asked for there are several, each answered apart. */
function filled(names: string[], asked: string[], apart: string): string {
  const text = names.join("、");
  return asked.length === 0 && names.length > 1 ? say(apart, text) : text;
}

function periods({ question: q, kind, periods: list, base }: Answer, words: CardWords): string {
  const at = list.map((p) => kind.periods.indexOf(p));
  const labels = list.map((p) => p.label);
  const last = labels.length - 1;
  const unbroken = last > 0 && (at[last] ?? 0) - (at[0] ?? 0) === last;
  let text = unbroken ? say(words.to, labels[0] ?? "", labels[last] ?? "") : labels.join("、");
  if (q.when.length === 0 && q.all === "") text = say(words.latest, text);
  return base ? say(words.versus, text, base.label) : text;
}

/** What was asked of the figures. */
function wish(q: Question, words: CardWords): string {
  const parts = q.orders.map((o) => {
    const order = words.orders[o] ?? "";
    if (q.place > 0 && (o === "first" || o === "best")) return say(words.place, q.place);
    if (q.place > 0 && (o === "last" || o === "worst")) return say(words.lastPlace, q.place);
    if (q.place > 0) return `${order} ${say(words.place, q.place)}`;
    return q.count > 0 ? say(words.top, order, q.count) : order;
  });
  parts.push(...q.limits.map((l) => `${words.limits[l.op] ?? ""}${l.value}${l.measure}`));
  if (q.delta) {
    const delta = words.deltas[q.delta] ?? "";
    const most = q.most ? say(words.most, delta) : delta;
    parts.push(q.most && q.count > 0 ? say(words.top, most, q.count) : most);
  }
  if (q.ranked) parts.push(words.ranked);
  if (q.compare) parts.push(words.compared);
  return parts.join("、");
}
