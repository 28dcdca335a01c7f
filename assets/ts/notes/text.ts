// The text that places in a bulletin are counted in: rule 1 of docs/annotation.md, as the server reads the published page.

/** Neighbouring characters of one text node, as they stand in the page (UTF-16). */
export type Run = { node: Text; from: number; to: number };

/** Code points of a passage's text, from at on, that stand side by side in a text node from an offset on, each so many units wide. */
type Piece = { node: Text; at: number; length: number; from: number; width: number };

/** Code points of one passage, from start to end. */
export type Span = { passage: Passage; start: number; end: number };

export const blocks = "p,li,h1,h2,h3,h4,h5,h6,blockquote,pre,dt,dd,td,th,caption,figcaption";
const skipped = "script,style,template,[data-note-skip]";
const space = /[ \t\n\f\r]/;
const words = /[^ \t\n\f\r]/;
const parts = /[ \t\n\f\r]+|[\ud800-\udfff]+|[^ \t\n\f\r\ud800-\udfff]+/g; // space, characters of two units, of one
const astral = /^[\ud800-\udfff]/;
const plainKey = /^[a-z0-9][a-z0-9-]*$/;
const cellKey = /^[a-z0-9][a-z0-9-]*\/[a-z0-9-]+(\/[a-z0-9_-]+)?$/;
const longest = 200;

/** A paragraph or a cell. Its text is read when somebody asks: a page has thousands of cells, and few are noted. */
export class Passage {
  private read?: { text: string; pieces: Piece[]; length: number };

  constructor(readonly element: HTMLElement, readonly section: HTMLElement, readonly key: string, private nodes?: Text[]) {}

  /** The key of its section. */
  get part(): string {
    return this.section.dataset.section ?? "";
  }

  get cell(): boolean {
    return this.key.includes("/");
  }

  get text(): string {
    return this.whole().text;
  }

  /** Code points of the text. */
  get length(): number {
    return this.whole().length;
  }

  /** Where the code points from start to end stand. */
  runs(start: number, end: number): Run[] {
    const { pieces } = this.whole();
    const out: Run[] = [];
    for (let i = holding(pieces, start); i < pieces.length; i++) {
      const { node, at, length, from, width } = pieces[i] as Piece;
      if (at >= end) break;
      const first = from + Math.max(start - at, 0) * width;
      const last = from + Math.min(end - at, length) * width;
      const before = out[out.length - 1];
      if (before?.node === node) before.to = last;
      else if (first < last) out.push({ node, from: first, to: last });
    }
    return out;
  }

  /** The code point that stands at an offset of a node, or ends there; -1 where none does. */
  indexAt(node: Text, offset: number): number {
    const piece = this.whole().pieces.find((p) => p.node === node && offset <= p.from + p.length * p.width);
    return piece ? piece.at + Math.max(0, Math.ceil((offset - piece.from) / piece.width) - 1) : -1;
  }

  /** The part of it that a range holds. */
  within(range: Range): Span | undefined {
    let start = -1;
    let end = -1;
    for (const { node, at, length, from, width } of this.whole().pieces) {
      for (let i = 0; i < length; i++) {
        if (range.comparePoint(node, from + i * width) !== 0 || range.comparePoint(node, from + (i + 1) * width) !== 0) continue;
        if (start < 0) start = at + i;
        end = at + i + 1;
      }
    }
    return start < 0 ? undefined : { passage: this, start, end };
  }

  /** Has the text looked for anew, after nodes were parted or joined. */
  again(): void {
    this.nodes = this.read = undefined;
  }

  private whole(): { text: string; pieces: Piece[]; length: number } {
    this.nodes ??= textNodes(this.element).filter((node) => blockOf(node, this.section) === this.element);
    return (this.read ??= readAll(this.nodes));
  }
}

/** All passages of a page, in its order; those without a key of their own are counted through their section. */
export function passages(root: ParentNode): Passage[] {
  const out: Passage[] = [];
  const seen = new Set<string>();
  for (const section of root.querySelectorAll<HTMLElement>("[data-section]")) {
    const key = section.dataset.section ?? "";
    if (!plainKey.test(key) || seen.has(key)) continue;
    seen.add(key);
    out.push(...passagesOf(section, key));
  }
  return out;
}

function passagesOf(section: HTMLElement, key: string): Passage[] {
  const out: Passage[] = [];
  const own = new Map<Element, Text[]>();
  for (const node of textNodes(section)) {
    const block = blockOf(node, section);
    if (!block) continue;
    const nodes = own.get(block);
    if (nodes) nodes.push(node);
    else own.set(block, [node]);
  }
  const used = new Set<string>();
  let without = 0;
  for (const element of section.querySelectorAll<HTMLElement>(blocks)) {
    const cell = isCell(element);
    const nodes = own.get(element) ?? [];
    if (!cell && !(nodes.some((node) => words.test(node.data)) && within(element, ".prose", section))) continue;
    let id = element.id;
    if (used.has(id) || (!cell && !(plainKey.test(id) && id.length <= longest))) id = `${key}~${++without}`;
    used.add(id);
    out.push(new Passage(element, section, id, nodes));
  }
  return out;
}

function textNodes(element: HTMLElement): Text[] {
  const out: Text[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) out.push(walker.currentNode as Text);
  return out;
}

/** The nearest block around a text; none where the text is not the bulletin's. */
function blockOf(node: Text, section: HTMLElement): Element | undefined {
  const parent = node.parentElement;
  return parent && !within(parent, skipped, section) ? within(parent, blocks, section) : undefined;
}

/** The nearest of an element and those around it, in the section, that a selector names. */
function within(element: Element, selector: string, section: HTMLElement): Element | undefined {
  const found = element.closest(selector);
  return found && found !== section && section.contains(found) ? found : undefined;
}

function isCell(element: HTMLElement): boolean {
  return (element.tagName === "TD" || element.tagName === "TH") && element.id.length <= longest && cellKey.test(element.id);
}

/** White space of HTML counts once, and only between words. */
function readAll(nodes: Text[]): { text: string; pieces: Piece[]; length: number } {
  const pieces: Piece[] = [];
  let text = "";
  let length = 0;
  let gap: { node: Text; from: number } | undefined;
  const add = (node: Text, from: number, letters: string, width: number): void => {
    pieces.push({ node, at: length, length: letters.length / width, from, width });
    text += letters;
    length += letters.length / width;
  };
  for (const node of nodes) {
    let from = 0;
    for (const letters of node.data.match(parts) ?? []) {
      if (space.test(letters)) {
        if (text) gap ??= { node, from };
      } else {
        if (gap) add(gap.node, gap.from, " ", 1);
        gap = undefined;
        add(node, from, letters, astral.test(letters) ? 2 : 1);
      }
      from += letters.length;
    }
  }
  return { text, pieces, length };
}

/** The piece that holds a code point, by halves. */
function holding(pieces: Piece[], index: number): number {
  let low = 0;
  let high = pieces.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((pieces[middle] as Piece).at <= index) low = middle;
    else high = middle;
  }
  return low;
}

/** Code points from one place to another. */
export function slice(text: string, start: number, end?: number): string {
  return [...text].slice(start, end).join("");
}
