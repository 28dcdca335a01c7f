// The rankings page: choose a ranking, a metric, periods and units; see them as a chart and a table; take them along as a
// file. The choice is in the address. Without script the page shows the latest ranks.
import { type Kind, Source, type Values } from "./rankings/data.ts";
import { html, replace } from "./dom.ts";
import { dotChart } from "./rankings/dot-chart.ts";
import { download } from "./rankings/download.ts";
import { better } from "./rankings/figure.ts";
import { fill, fillOnly } from "./rankings/form.ts";
import { lineChart } from "./rankings/line-chart.ts";
import { read, resolve, type State, type View, write } from "./rankings/state.ts";
import { columns, columnsShown, table } from "./rankings/table.ts";
import { say } from "./say.ts";
import type { Words } from "./rankings/words.ts";

class Explorer {
  private readonly words: Words;
  private readonly source: Source;
  private readonly form: HTMLFormElement;
  private index: Kind[] = [];
  private view?: View;
  private values: Values = [];
  private page = 0; // of the table's periods
  private sorted = -1; // the period that orders the rows; the last by default
  private worstFirst = false;
  private finish = (): void => undefined; // adds the rows that the table does not have yet
  private later = 0; // the timer that will
  private turn = 0; // of the newest choice: answers to earlier ones come too late

  constructor(private readonly root: HTMLElement) {
    this.words = JSON.parse(root.dataset.words ?? "{}") as Words;
    this.source = new Source(root.dataset.source ?? "");
    this.form = root.querySelector("form") as HTMLFormElement;
    this.form.addEventListener("change", () => this.choose());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    root.addEventListener("click", (event) => this.click(event.target as Element));
    this.part("table").addEventListener("change", (event) => this.pick(event.target as HTMLInputElement));
    window.addEventListener("popstate", () => void this.open(read(location.search)));
  }

  /** Shows the state of the address; says so where the data cannot be had, and how to try again. */
  async open(state: State): Promise<void> {
    const turn = ++this.turn;
    try {
      if (this.index.length === 0) this.index = await this.source.index();
      if (this.index.length === 0) return; // no bulletin yet: the page says so
      const view = resolve(state, this.index);
      const values = await this.source.values(view.kind.kind, view.table.key, view.metric.key);
      if (turn !== this.turn) return;
      if (view.table !== this.view?.table || view.kind !== this.view.kind) this.page = 0;
      this.view = view;
      this.values = values;
      this.sorted = -1;
      this.worstFirst = false;
      this.show();
      this.toNewest();
    } catch {
      if (turn === this.turn) this.fail(state);
    }
  }

  /** The newest period stands last: a narrow screen begins there. To ask a wide one would cost it a layout. */
  private toNewest(): void {
    if (matchMedia("(max-width: 72rem)").matches) this.part("table").scrollLeft = this.part("table").scrollWidth;
  }

  private choose(): void {
    const f = new FormData(this.form);
    const get = (name: string): string => String(f.get(name) ?? "");
    const units = [...(this.view?.selected ?? [])];
    const state: State = {
      kind: get("kind"),
      table: get("table"),
      metric: get("metric"),
      from: get("from"),
      to: get("to"),
      units,
      only: get("only") === "1",
      chart: get("chart") === "dot" ? "dot" : "line",
    };
    void this.open(state).then(() => this.remember());
  }

  private pick(box: HTMLInputElement): void {
    const { view } = this;
    const unit = box.dataset.unit;
    if (!view || !unit) return;
    if (box.checked) view.selected.add(unit);
    else view.selected.delete(unit);
    this.remember();
    if (!view.only) return this.draw(view); // the table stays as it is, and the focus where it is
    view.only = view.selected.size > 0;
    this.show();
    this.finish();
    this.root.querySelector<HTMLElement>(`input[data-unit="${CSS.escape(unit)}"]`)?.focus();
  }

  private click(target: Element): void {
    const button = target.closest("button");
    const { view } = this;
    if (!button || !view) return;
    const { sort, act } = button.dataset;
    if (sort !== undefined) {
      this.worstFirst = Number(sort) === this.sortedBy(view) && !this.worstFirst;
      this.sorted = Number(sort);
      this.show();
      this.root.querySelector<HTMLElement>(`button[data-sort="${sort}"]`)?.focus();
    }
    if (act === "csv" || act === "xlsx") download(act, this.title(view), view, this.values, this.rows(view), this.words.unit);
    if (act === "earlier" || act === "later") {
      this.page += act === "earlier" ? 1 : -1;
      this.show();
    }
    if (act === "clear") this.clear(view);
  }

  private clear(view: View): void {
    const { only } = view;
    view.selected.clear();
    view.only = false;
    this.remember();
    if (only) return this.show();
    for (const box of this.part("table").querySelectorAll<HTMLInputElement>("input[data-unit]:checked")) box.checked = false;
    this.draw(view);
  }

  private show(): void {
    const { view, words } = this;
    if (!view) return;
    fill(this.form, view, this.index, words);
    this.draw(view);
    const made = table(view, this.values, this.rows(view), words, this.page, { at: this.sortedBy(view), worstFirst: this.worstFirst });
    replace(this.part("table"), made.table);
    this.finish = made.finish;
    clearTimeout(this.later);
    requestAnimationFrame(() => (this.later = window.setTimeout(() => this.finish())));
    const breaks = view.table.breaks.filter((i) => i > view.first && i <= view.last).map((i) => view.kind.periods[i]?.label ?? "");
    this.part("breaks").textContent = breaks.length ? `${breaks.join("、")}：${words.break}` : "";
    this.pager(view);
    this.root.setAttribute("data-ready", "");
  }

  /** The chart, and what depends on the chosen units alone. */
  private draw(view: View): void {
    const { words } = this;
    fillOnly(this.form, view);
    const rows = this.rows(view);
    const title = this.title(view);
    this.part("title").textContent = title;
    const width = Math.max(320, Math.min(1024, this.part("chart").clientWidth || 1024));
    const draw = view.chart === "dot" ? dotChart : lineChart;
    const drawn = draw(view, this.values, rows, { ...words, chart: `${title} ${words.chart}` }, width);
    const any = rows.some((r) => (this.values[r] ?? []).slice(view.first, view.last + 1).some((v) => v !== null));
    replace(this.part("chart"), any ? drawn : html("p", { class: "meta" }, words.noValues));
  }

  private pager(view: View): void {
    const [first, last] = columns(view, this.page);
    const bar = this.part("pager");
    bar.hidden = view.periods.length <= columnsShown;
    this.part("pages").textContent = say(this.words.pages, view.kind.periods[first]?.label ?? "", view.kind.periods[last]?.label ?? "", view.periods.length);
    (this.part("earlier") as HTMLButtonElement).disabled = first === view.first;
    (this.part("later") as HTMLButtonElement).disabled = last === view.last;
  }

  /** The places of the units shown, the best of the ordering period first. */
  private rows(view: View): number[] {
    const at = this.sortedBy(view);
    const places = view.table.units.map((_, i) => i);
    const wanted = view.only ? places.filter((i) => view.selected.has(view.table.units[i]?.id ?? "")) : places;
    const here = wanted.filter((i) => view.only || (this.values[i] ?? []).slice(view.first, view.last + 1).some((v) => v !== null));
    return here.sort((a, b) => better(this.values[a]?.[at], this.values[b]?.[at], view.metric, this.worstFirst));
  }

  private sortedBy(view: View): number {
    return this.sorted >= view.first && this.sorted <= view.last ? this.sorted : view.last;
  }

  private title(view: View): string {
    const w = this.words;
    const metric = view.metric.key === "rank" ? w.rank : view.metric.label + (view.metric.unit ? `（${view.metric.unit}）` : "");
    return `${w.channels[view.table.channel] ?? ""}${w.groups[view.table.group] ?? ""}${metric}`;
  }

  private remember(): void {
    if (!this.view) return;
    const query = write(this.view, this.index);
    if (query !== location.search.slice(1)) history.pushState(null, "", query ? `?${query}` : location.pathname);
  }

  private fail(state: State): void {
    const again = html("button", { type: "button" }, this.words.again);
    again.addEventListener("click", () => void this.open(state));
    replace(this.part("chart"), html("p", { class: "callout warn", role: "alert" }, this.words.failed, " ", again));
  }

  private part(name: string): HTMLElement {
    return this.root.querySelector(`[data-part="${name}"]`) as HTMLElement;
  }
}

const root = document.querySelector<HTMLElement>("[data-explorer]");
if (root) void new Explorer(root).open(read(location.search));
