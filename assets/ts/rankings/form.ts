// The choices above the chart. What they offer follows from what is chosen.
import type { Kind } from "./data.ts";
import { html, replace } from "../dom.ts";
import type { View } from "./state.ts";
import type { Words } from "./words.ts";

/** Fills the selects of the form for a view. */
export function fill(form: HTMLFormElement, view: View, index: Kind[], words: Words): void {
  options(form, "kind", index.map((k) => [k.kind, words.kinds[k.kind] ?? k.kind]), view.kind.kind);
  options(form, "table", view.kind.tables.map((t) => [t.key, `${words.channels[t.channel] ?? t.channel} · ${words.groups[t.group] ?? t.group}`]), view.table.key);
  options(form, "metric", [["rank", words.rank], ...view.table.metrics.map((m): [string, string] => [m.key, m.label])], view.metric.key);
  const periods = view.kind.periods.map((p): [string, string] => [p.key, p.label]);
  options(form, "from", periods, view.kind.periods[view.first]?.key ?? "");
  options(form, "to", periods, view.kind.periods[view.last]?.key ?? "");
  options(form, "chart", null, view.chart);
  const kind = form.querySelector<HTMLElement>("[data-kind]");
  if (kind) kind.hidden = index.length < 2;
}

/** Only the chosen units: where some are. */
export function fillOnly(form: HTMLFormElement, view: View): void {
  const only = form.elements.namedItem("only") as HTMLInputElement;
  only.checked = view.only;
  only.disabled = view.selected.size === 0;
}

function options(form: HTMLFormElement, name: string, list: [string, string][] | null, chosen: string): void {
  const select = form.elements.namedItem(name) as HTMLSelectElement;
  // Hundreds of periods are made anew only where they have changed.
  const same = list?.length === select.options.length && list.every(([value, text], i) => select.options[i]?.value === value && select.options[i]?.text === text);
  if (list && !same) replace(select, ...list.map(([value, text]) => html("option", { value }, text)));
  select.value = chosen;
}
