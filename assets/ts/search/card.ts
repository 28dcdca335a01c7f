// An answer as a card above the hits: how the question was taken, the figures with their cells, the way to the chart.
import { html } from "../dom.ts";
import { write } from "../rankings/figure.ts";
import { say } from "../say.ts";
import type { Answer, AnswerTable } from "./answer.ts";

export type CardWords = {
  understood: string;
  rank: string;
  unit: string;
  sample: string;
  explore: string;
  place: string;
  top: string;
  to: string;
  channels: Record<string, string>;
  groups: Record<string, string>;
  orders: Record<string, string>;
};

export function card(answer: Answer, words: CardWords, root: string): HTMLElement {
  const tables = answer.tables.map((t) => figure(t, answer, words, root));
  return html("section", { class: "answer", "aria-label": words.understood }, html("p", { class: "meta" }, `${words.understood}：${understood(answer, words).join(" · ")}`), ...tables);
}

function understood({ question: q, first, last }: Answer, words: CardWords): string[] {
  const order = words.orders[q.order] ?? "";
  const wish = q.place ? say(words.place, q.place) : q.count ? say(words.top, order, q.count) : order;
  return [first === last ? first : say(words.to, first, last), words.channels[q.channel] ?? "", words.groups[q.group] ?? "", wish].filter(Boolean);
}

function figure(t: AnswerTable, answer: Answer, words: CardWords, root: string): HTMLElement {
  const label = t.metric.key === "rank" ? words.rank : t.metric.label + (t.metric.unit && t.metric.unit !== "%" ? `（${t.metric.unit}）` : "");
  const title = `${words.channels[t.channel] ?? ""}${words.groups[t.group] ?? ""}${label}`;
  const heads = t.periods.map((p) => html("th", { scope: "col", title: p.label }, p.short, ...(p.sample ? [html("small", { class: "sample" }, ` ${words.sample}`)] : [])));
  const rows = t.rows.map((r) => {
    const cells = r.values.map((v, i) => html("td", {}, html("a", { href: `${root}bulletins/${t.periods[i]?.key ?? ""}/#${t.key}/${r.id}/${t.metric.key}` }, write(v, t.metric))));
    return html("tr", {}, html("th", { scope: "row", class: "text" }, html("a", { href: `${root}units/${r.id}/` }, html("bdi", {}, r.name))), ...cells);
  });
  const head = html("thead", {}, html("tr", {}, html("th", { scope: "col", class: "text" }, words.unit), ...heads));
  const chart = new URLSearchParams({ table: t.key, metric: t.metric.key, ...(answer.question.units.length ? { units: t.rows.map((r) => r.id).join(",") } : {}) });
  return html(
    "figure",
    { class: "table" },
    html("figcaption", {}, title),
    html("div", { class: "scroll", role: "region", tabindex: 0, "aria-label": title }, html("table", {}, head, html("tbody", {}, ...rows))),
    html("p", { class: "meta" }, html("a", { href: `${root}rankings/?${chart.toString()}` }, words.explore)),
  );
}
