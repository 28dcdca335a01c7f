// What a reader has chosen to note: words of one or several paragraphs, or a cell. Figures are noted whole: half of one says
// something else.
import type { Target } from "./api.ts";
import { type Passage, slice, type Span } from "./text.ts";

const context = 32; // code points kept before and after a quote
const longestQuote = 5000; // code points, as the server takes them

type Edition = { bulletin: string; edition: number };

/** The parts of passages that a range holds, of the section where it begins: paragraphs as far as no cell parts them; where
 * it holds cells only, the one, or the unit that heads the first row. */
export function chosen(range: Range, all: Passage[]): Span[] {
  const parts = all.filter((p) => range.intersectsNode(p.element)).map((p) => p.within(range)).filter((s): s is Span => !!s);
  const here = parts.filter((s) => s.passage.section === parts[0]?.passage.section);
  const first = here.findIndex((s) => !s.passage.cell);
  if (first < 0) return cells(here, all);
  const cell = here.findIndex((s, i) => i > first && s.passage.cell);
  return here.slice(first, cell < 0 ? undefined : cell);
}

function cells(parts: Span[], all: Passage[]): Span[] {
  const one = parts[0]?.passage;
  if (!one) return [];
  const row = one.element.closest("tr");
  const several = parts.some((s) => s.passage !== one);
  const head = several ? all.find((p) => p.element.tagName === "TH" && p.element.closest("tr") === row) : undefined;
  return [wholeOf(head ?? one)];
}

export function wholeOf(passage: Passage): Span {
  return { passage, start: 0, end: passage.cell ? 0 : passage.length };
}

/** A target of what is chosen: a cell, a quote, or the section where the quote would be too long. */
export function targetOf(spans: Span[], { bulletin, edition }: Edition): Target | undefined {
  const first = spans[0];
  const last = spans[spans.length - 1];
  if (!first || !last) return undefined;
  const place = { bulletin, edition, section: first.passage.part };
  if (first.end === 0) return { ...place, passage: first.passage.key };
  const exact = spans.map((s) => slice(s.passage.text, s.start, s.end)).join("\n");
  if ([...exact].length > longestQuote) return place;
  return {
    ...place, passage: first.passage.key, ...(last === first ? {} : { through: last.passage.key }), start: first.start, end: last.end,
    quote: { exact, prefix: slice(first.passage.text, Math.max(0, first.start - context), first.start), suffix: slice(last.passage.text, last.end, last.end + context) },
  };
}

/** A target of a paragraph or a cell as a whole. */
export function targetOfWhole(passage: Passage, { bulletin, edition }: Edition): Target {
  return { bulletin, edition, section: passage.part, passage: passage.key };
}

/** What a passage is called beside a note on it: of a cell its unit, column and figure, of a paragraph its first words. */
export function nameOf(passage: Passage): string {
  if (!passage.cell) {
    const letters = [...passage.text];
    return letters.length > 24 ? `${letters.slice(0, 24).join("")}…` : passage.text;
  }
  const cell = passage.element as HTMLTableCellElement;
  const unit = cell.closest("tr")?.querySelector("th[scope=row]");
  if (unit === cell) return passage.text;
  const head = [...(cell.closest("table")?.querySelectorAll<HTMLTableCellElement>("thead th") ?? [])].filter((th) => th.colSpan === 1 && Math.abs(th.getBoundingClientRect().left - cell.getBoundingClientRect().left) < 2).pop();
  return [unit?.querySelector("bdi")?.textContent ?? unit?.textContent, head?.textContent, passage.text].map((t) => t?.trim()).filter(Boolean).join(" · ");
}

/** The address of the form that instructs on a target, or on the whole bulletin. */
export function instructionPath({ bulletin, edition }: Edition, t?: Target): string {
  const q = new URLSearchParams({ bulletin, edition: String(edition) });
  if (t?.section) q.set("section", t.section);
  if (t?.passage) q.set("passage", t.passage);
  if (t?.through) q.set("through", t.through);
  if (t?.quote) {
    q.set("exact", t.quote.exact);
    q.set("start", String(t.start));
    q.set("end", String(t.end));
  }
  return `/instructions/new?${q.toString()}`;
}
