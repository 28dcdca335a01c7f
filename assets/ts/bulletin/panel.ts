// The panel below a paragraph that says where a figure comes from. Without script, or with a key held for a new tab, the
// figure is a link to its cell.
import { html, replace } from "../dom.ts";
import { type Cell, cellOf, type Evidence, type Fact, type File, type Place, rowsRead, stated, type Table } from "./evidence.ts";
import { say } from "../say.ts";
import type { Words } from "./words.ts";

const id = "evidence";
const mostCells = 40; // a total over thirty units and three stars has more than a reader looks through

/** Wires the figures below root. One panel is open at a time. */
export function open(root: HTMLElement, evidence: Evidence, words: Words): void {
  let from: HTMLElement | undefined;
  const close = (): void => {
    document.getElementById(id)?.remove();
    from?.removeAttribute("aria-expanded");
    from?.removeAttribute("aria-controls");
  };
  root.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLElement>("a.figure[data-fact]");
    const block = link?.closest<HTMLElement>(".prose > *");
    if (!link || !block || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const again = link === from && document.getElementById(id) !== null;
    close();
    if (again) return;
    from = link;
    const panel = frame(words, () => {
      close();
      link.focus();
    });
    link.setAttribute("aria-expanded", "true");
    link.setAttribute("aria-controls", id);
    block.after(panel);
    void fill(panel, evidence, link, words);
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !document.getElementById(id)) return;
    close();
    from?.focus();
  });
}

function frame(words: Words, close: () => void): HTMLElement {
  const button = html("button", { type: "button", class: "close" }, words.close);
  button.addEventListener("click", close);
  return html("aside", { id, class: "evidence", tabindex: -1, "data-note-skip": "", "aria-label": words.cells }, html("div", { "aria-live": "polite" }), button);
}

async function fill(panel: HTMLElement, evidence: Evidence, link: HTMLElement, words: Words): Promise<void> {
  const key = link.dataset.fact ?? "";
  const body = panel.firstElementChild as HTMLElement;
  try {
    const file = await evidence.get();
    replace(body, ...about(file, key, words));
  } catch {
    const [label = "", formula = ""] = link.title.split("：", 2);
    replace(body, html("h3", {}, label), html("p", {}, formula), html("p", { class: "meta" }, words.failed));
  }
  if (!panel.isConnected) return;
  panel.focus({ preventScroll: true });
  panel.scrollIntoView({ block: "nearest" });
}

/** A fact with its cells, or a cell for itself. */
function about(file: File, key: string, words: Words): Node[] {
  const fact = file.summary.facts[key] ?? single(file, key, words);
  const all = fact.cells ?? [];
  const cells = all.slice(0, mostCells).map((k) => cellOf(file, k)).filter((c): c is Cell => c !== undefined);
  const out: Node[] = [html("h3", {}, `${fact.label}：${stated(fact)}`), html("p", {}, `${words.formula}：${fact.formula}`)];
  if (cells.length) out.push(html("div", { class: "scroll", role: "region", tabindex: 0, "aria-label": words.cells }, tableOf(cells, words)));
  if (all.length > mostCells) out.push(html("p", { class: "meta" }, say(words.more, all.length - mostCells)));
  out.push(...sources(file, cells, fact.places ?? [], words));
  return out;
}

function single(file: File, key: string, words: Words): Fact {
  const cell = cellOf(file, key);
  return { label: cell ? cell.unit + (cell.metric || words.rank) : key, text: cell?.text ?? "", formula: words.taken, cells: cell ? [key] : [] };
}

function tableOf(cells: Cell[], words: Words): HTMLTableElement {
  const before = cells.some((c) => c.previous);
  const head = [words.unit, words.metric, words.value, ...(before ? [words.previous] : []), words.row];
  const rows = cells.map((c) =>
    html(
      "tr",
      {},
      html("th", { scope: "row", class: "text" }, html("a", { href: `#${c.key}` }, html("bdi", {}, c.unit))),
      html("td", { class: "text" }, c.metric || words.rank),
      html("td", {}, c.text),
      ...(before ? [html("td", {}, c.previous)] : []),
      html("td", {}, String(c.row)),
    ),
  );
  const heads = head.map((text, i) => html("th", { scope: "col", class: i < 2 ? "text" : undefined }, text));
  return html("table", { class: "cases" }, html("thead", {}, html("tr", {}, ...heads)), html("tbody", {}, ...rows));
}

/** The files and sheets, with the rows that were read from each. */
function sources(file: File, cells: Cell[], places: Place[], words: Words): Node[] {
  const tables = new Set<Table>(cells.map((c) => c.table));
  const lines = [...tables].map((t) => `${t.place.file}${t.place.sheet ? ` › ${t.place.sheet}` : ""}（${say(words.read, rowsRead(file, t))}）`);
  for (const p of places) lines.push(`${p.file}${p.sheet ? ` › ${p.sheet}` : ""} › ${words.row} ${p.row}`);
  return [...new Set(lines)].slice(0, 12).map((line) => html("p", { class: "meta" }, `${words.source}：${line}`));
}
