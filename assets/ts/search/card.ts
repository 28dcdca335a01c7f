// An answer as a card above the hits: how the question was taken, with ways to correct it, the figures with their cells, a
// small chart over time and the way to the rankings page.
import { html } from "../dom.ts";
import { write } from "../rankings/figure.ts";
import { say } from "../say.ts";
import type { Answer, Rankings } from "./answer.ts";
import type { AnswerRow, AnswerTable } from "./column.ts";
import { corrections } from "./correct.ts";
import { overTime } from "./over-time.ts";
import { metricName, understood } from "./understood.ts";
import type { CardWords } from "./words.ts";

export type { CardWords } from "./words.ts";

export function card(answer: Answer, rankings: Rankings, words: CardWords, root: string): HTMLElement {
  const tables = answer.tables.map((t, i) => figure(t, answer, words, root, answer.tables[i + 1]));
  return html("section", { class: "answer", "aria-label": words.understood }, html("h2", {}, words.understood), parts(answer, rankings, words), ...tables);
}

/** Part by part how the question was taken; beside each what it may have meant. */
function parts(answer: Answer, rankings: Rankings, words: CardWords): HTMLElement {
  const rows = understood(answer, words).map(({ part, text }) => {
    const others = corrections(part, answer, rankings, words).map((c) => html("a", { href: `?q=${encodeURIComponent(c.query)}` }, c.label));
    const instead = others.length === 0 ? [] : [html("span", { class: "instead" }, html("span", { class: "meta" }, words.insteadOf), ...others)];
    return html("div", {}, html("dt", {}, words.parts[part] ?? ""), html("dd", {}, html("strong", {}, text), ...instead));
  });
  return html("dl", { class: "taken" }, ...rows);
}

function figure(t: AnswerTable, answer: Answer, words: CardWords, root: string, next?: AnswerTable): HTMLElement {
  const unit = t.metric.unit && t.metric.unit !== "%" && t.metric.key !== "rank" ? `（${t.metric.unit}）` : "";
  const order = answer.question.orders.length > 1 ? (words.orders[t.order] ?? "") : "";
  const title = `${words.channels[t.channel] ?? ""}${words.groups[t.group] ?? ""}${metricName(t, words)}${order}${unit}`;
  const same = next?.key === t.key && next.metric === t.metric; // the chart of a ranking and metric stands once, at the last
  const chart = same ? undefined : overTime(t, answer, title, words);
  return html(
    "figure",
    { class: "table" },
    html("figcaption", {}, title),
    ...notes(t, words).map((note) => html("p", {}, note)),
    ...(t.rows.length === 0 ? [] : [html("div", { class: "scroll", role: "region", tabindex: 0, "aria-label": title }, table(t, words, root))]),
    ...(chart ? [html("div", { class: "chart-scroll" }, chart.chart)] : []),
    ...(chart && chart.invented.length > 0 ? [html("p", { class: "meta" }, html("strong", { class: "sample" }, words.sample), ` ${chart.invented.join("、")}`)] : []),
    html("p", { class: "meta" }, html("a", { href: `${root}rankings/?${explorer(t, answer)}` }, words.explore)),
  );
}

/** What the figures say as a whole. */
function notes(t: AnswerTable, words: CardWords): string[] {
  const out: string[] = [];
  if (t.count !== undefined) out.push(say(words.matching, t.count, t.of, t.periods[t.periods.length - 1]?.label ?? ""));
  if (t.difference !== undefined) out.push(say(words.difference, amount(Math.abs(t.difference), t, words)));
  if (t.broken) out.push(words.broken);
  return out;
}

function table(t: AnswerTable, words: CardWords, root: string): HTMLElement {
  const changed = t.rows.some((r) => r.change !== undefined);
  const heads = t.periods.map((p) => html("th", { scope: "col", title: p.label }, p.short, ...mark(p.sample, words.sample)));
  if (changed) heads.push(html("th", { scope: "col" }, words.change));
  const head = html("thead", {}, html("tr", {}, html("th", { scope: "col", class: "text" }, words.unit), ...heads));
  const rows = t.rows.map((r) => {
    const cells = r.values.map((v, i) => cell(t, r, v, i, words, root));
    if (changed) cells.push(html("td", {}, change(r.change, t, words)));
    return html("tr", {}, html("th", { scope: "row", class: "text" }, html("a", { href: `${root}units/${r.id}/` }, html("bdi", {}, r.name))), ...cells);
  });
  return html("table", {}, head, html("tbody", {}, ...rows));
}

function cell(t: AnswerTable, r: AnswerRow, v: number | null, i: number, words: CardWords, root: string): HTMLTableCellElement {
  const place = r.places?.[i] ? [html("small", {}, ` ${say(words.place, r.places[i] ?? 0)}`)] : [];
  return html("td", {}, html("a", { href: `${root}bulletins/${t.periods[i]?.key ?? ""}/#${t.key}/${r.id}/${t.metric.key}` }, write(v, t.metric)), ...place, ...mark(r.fewCases?.[i], words.few));
}

function mark(there: boolean | undefined, word: string): HTMLElement[] {
  return there ? [html("small", { class: "sample" }, ` ${word}`)] : [];
}

function change(v: number | undefined, t: AnswerTable, words: CardWords): string {
  if (v === undefined) return "—";
  if (v === 0) return words.level;
  if (t.metric.key === "rank") return say(v < 0 ? words.rose : words.fell, Math.abs(v));
  return `${v > 0 ? "+" : "−"}${amount(Math.abs(v), t, words)}`;
}

/** A difference, with what it is counted in. */
function amount(v: number, { metric }: AnswerTable, words: CardWords): string {
  const text = metric.kind === "rate" || metric.kind === "score" ? v.toFixed(2) : String(v);
  return metric.kind === "rate" ? say(words.points, text) : `${text}${metric.unit}`;
}

/** The same figures on the rankings page. */
function explorer(t: AnswerTable, { kind, question: q }: Answer): string {
  const periods = kind.periods;
  const last = t.periods[t.periods.length - 1];
  const first = t.periods.length > 1 ? t.periods[0] : undefined;
  const some = q.units.length > 0 || (t.rows.length < t.of && t.rows.length <= 6);
  return new URLSearchParams({
    kind: kind.kind,
    table: t.key,
    metric: t.metric.key,
    ...(first ? { from: first.key } : {}),
    ...(last && last !== periods[periods.length - 1] ? { to: last.key } : {}),
    ...(some && t.rows.length > 0 ? { units: t.rows.map((r) => r.id).join(",") } : {}),
  }).toString();
}
