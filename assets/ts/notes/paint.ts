// Marks notes in the text, and says which note stands at a point. Where the browser has them, marks are named ranges that leave
// the page as it is; below Chromium 105 they are elements wrapped round the text. Places are counted in the text, so neither
// changes one.
import { html } from "../dom.ts";
import type { Note } from "./api.ts";
import { blocks, type Passage, passages, type Run, type Span } from "./text.ts";

/** How a mark looks; the later ones lie above the earlier. */
const looks = ["resolved", "highlight", "comment", "edited", "current"] as const;
type Look = (typeof looks)[number];

const slice = 2; // ms that elements are made for before the browser may do something else

/** What is to be marked in a passage. */
type Marks = { note: Note; span: Span }[];

/** Where something stands, or is to stand. */
export type Spot = Pick<Note, "section" | "passage" | "through" | "start" | "end" | "state">;

export class Paint {
  readonly passages: Passage[];
  private readonly byKey = new Map<string, number>();
  private readonly byElement = new Map<Element, Passage>();
  private readonly native = "highlights" in CSS && typeof Highlight === "function";
  private places = new Map<Note, Span[]>();
  private noted: HTMLElement[] = []; // paragraphs that are noted as a whole
  private parted: Passage[] = []; // those that elements mark
  private rest: [Passage, Marks][] = []; // those that elements are still to mark
  private idle = 0;
  private current?: string; // id of the note that is looked at

  constructor(root: ParentNode) {
    this.passages = passages(root);
    this.passages.forEach((p, i) => {
      this.byKey.set(`${p.part} ${p.key}`, i);
      this.byElement.set(p.element, p);
    });
  }

  find(section: string, key: string): Passage | undefined {
    return this.passages[this.byKey.get(`${section} ${key}`) ?? -1];
  }

  /** The passage that an element is, or stands in. */
  of(element: Element): Passage | undefined {
    const block = element.closest(blocks);
    return block ? this.byElement.get(block) : undefined;
  }

  /** A number that grows along the text. */
  order(section: string, passage: string, start: number): number {
    const at = this.byKey.get(`${section} ${passage}`) ?? this.passages.findIndex((p) => p.part === section);
    return at + start / 100_000;
  }

  /** Marks all notes that stand in the text, in place of what was marked before. */
  draw(notes: Note[], current?: string): void {
    this.clear();
    this.places = new Map(notes.map((note) => [note, this.spans(note)]));
    for (const [note, spans] of this.places) {
      if (spans.length > 0 || note.state === "lost") continue;
      const whole = this.find(note.section, note.passage)?.element;
      if (whole) this.noted.push(whole);
    }
    for (const element of this.noted) element.classList.add("noted");
    if (this.native) this.name();
    else this.wrap();
    this.emphasise(current);
  }

  /** Marks at once what still waits: paper shows all of it. */
  finish(): void {
    this.part(Infinity);
  }

  /** Shows which note is looked at. */
  emphasise(current?: string): void {
    this.current = current;
    const note = [...this.places.keys()].find((n) => n.id === current);
    for (const element of this.noted) element.classList.toggle("current", !!note && !this.places.get(note)?.length && this.find(note.section, note.passage)?.element === element);
    if (!this.native) {
      for (const mark of document.querySelectorAll<HTMLElement>("[data-notes].note")) mark.classList.toggle("current", !!current && (mark.dataset.notes ?? "").split(" ").includes(current));
      return;
    }
    CSS.highlights.set("note-current", new Highlight(...(note ? this.runs(note).map(asRange) : [])));
  }

  /** Shows the place that is being written on. */
  choose(spot?: Spot): void {
    for (const element of document.querySelectorAll(".chosen")) element.classList.remove("chosen");
    const spans = spot ? this.spans(spot) : [];
    if (this.native) CSS.highlights.set("note-current", new Highlight(...spans.flatMap((s) => s.passage.runs(s.start, s.end)).map(asRange)));
    const whole = spot && (spans.length === 0 || !this.native) ? this.find(spot.section, spot.passage)?.element : undefined;
    whole?.classList.add("chosen");
  }

  /** The notes at a point of the window, the shortest first. */
  at(x: number, y: number): Note[] {
    const caret = document.caretPositionFromPoint?.(x, y);
    const range = caret ? undefined : document.caretRangeFromPoint?.(x, y);
    const node = caret?.offsetNode ?? range?.startContainer;
    const offset = caret?.offset ?? range?.startOffset ?? 0;
    const passage = node instanceof Text && node.parentElement ? this.of(node.parentElement) : undefined;
    if (!passage) return [];
    const index = passage.indexAt(node as Text, offset);
    const on = (s: Span): boolean => s.passage === passage && s.start <= index + 1 && index < s.end;
    return [...this.places]
      .filter(([note, spans]) => spans.some(on) && this.runs(note).some((run) => inside(run, x, y)))
      .map(([note]) => note)
      .sort((a, b) => a.quote.length - b.quote.length);
  }

  /** The box of a note's place; undefined where it has none that is shown. */
  box(note: Note): DOMRect | undefined {
    const run = this.runs(note)[0];
    const element = run ? undefined : this.find(note.section, note.passage)?.element ?? document.getElementById(note.section);
    const box = run ? liveRange(run).getBoundingClientRect() : note.state === "lost" ? undefined : element?.getBoundingClientRect();
    return box && (box.width > 0 || box.height > 0) ? box : undefined;
  }

  /** The parts of passages that a note is about; none where it is about a paragraph, a section or all. */
  private spans(note: Spot): Span[] {
    const first = this.byKey.get(`${note.section} ${note.passage}`);
    if (note.state === "lost" || first === undefined) return [];
    const passage = this.passages[first] as Passage;
    if (note.end === 0) return passage.cell && passage.text ? [{ passage, start: 0, end: passage.length }] : [];
    const last = note.through ? this.byKey.get(`${note.section} ${note.through}`) ?? first : first;
    return this.passages.slice(first, last + 1).map((p, i) => ({ passage: p, start: i === 0 ? note.start : 0, end: first + i === last ? note.end : p.length }));
  }

  private runs(note: Note): Run[] {
    return (this.places.get(note) ?? []).flatMap((s) => s.passage.runs(s.start, s.end));
  }

  private name(): void {
    const named = new Map<Look, StaticRange[]>(looks.map((look) => [look, []]));
    for (const note of this.places.keys()) named.get(lookOf(note))?.push(...this.runs(note).map(asRange));
    looks.forEach((look, i) => {
      const marks = new Highlight(...(named.get(look) ?? []));
      marks.priority = i;
      CSS.highlights.set(`note-${look}`, marks);
    });
  }

  /** Wraps each stretch of text between two ends of notes once, whatever the number of notes on it: what is in the window
   * at once, the rest when the browser has nothing else to do. A cell is marked as it is: what is wrapped in a
   * table has all of it laid out anew. */
  private wrap(): void {
    const by = new Map<Passage, Marks>();
    for (const [note, spans] of this.places) {
      for (const span of spans) {
        const list = by.get(span.passage);
        if (list) list.push({ note, span });
        else by.set(span.passage, [{ note, span }]);
      }
    }
    const all = [...by];
    const shown = new Set(all.filter(([passage]) => isShown(passage.element))); // all are looked at before one is changed
    for (const one of all) if (shown.has(one)) this.mark(...one);
    this.rest = all.filter((one) => !shown.has(one)).reverse();
    this.later();
  }

  private later(): void {
    if (this.rest.length) this.idle = requestIdleCallback(() => this.part(slice), { timeout: 1000 });
  }

  /** Marks what waits, for so many ms. */
  private part(ms: number): void {
    cancelIdleCallback(this.idle);
    if (this.rest.length === 0) return;
    const until = performance.now() + ms;
    do this.mark(...(this.rest.pop() as [Passage, Marks]));
    while (this.rest.length && performance.now() < until);
    this.emphasise(this.current);
    this.later();
  }

  private mark(passage: Passage, list: Marks): void {
    if (passage.cell) tell(passage.element, list.map(({ note }) => note));
    else wrapIn(passage, list);
    this.parted.push(passage);
  }

  private clear(): void {
    cancelIdleCallback(this.idle);
    this.rest = [];
    for (const element of this.noted) element.classList.remove("noted", "current");
    this.noted = [];
    for (const passage of this.parted) {
      const { element } = passage;
      if (passage.cell) tell(element, []);
      else {
        for (const mark of element.querySelectorAll("mark.note")) mark.replaceWith(...mark.childNodes);
        element.normalize();
        passage.again();
      }
    }
    this.parted = [];
  }
}

/** Whether the window shows a part of an element. */
function isShown(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function lookOf(note: Note): Look {
  return note.state === "edited" ? "edited" : note.resolved ? "resolved" : note.kind;
}

/** Puts each text node's stretches, marked and not, in its place at once. */
function wrapIn(passage: Passage, list: Marks): void {
  const marked = new Map<Text, { from: number; to: number; notes: Note[] }[]>();
  const ends = [...new Set(list.flatMap(({ span }) => [span.start, span.end]))].sort((a, b) => a - b);
  ends.forEach((start, i) => {
    const end = ends[i + 1];
    const notes = end === undefined ? [] : list.filter(({ span }) => span.start <= start && start < span.end).map(({ note }) => note);
    if (end === undefined || notes.length === 0) return;
    for (const { node, from, to } of passage.runs(start, end)) {
      const stretch = { from, to, notes };
      const others = marked.get(node);
      if (others) others.push(stretch);
      else marked.set(node, [stretch]);
    }
  });
  for (const [node, stretches] of marked) wrap(node, stretches);
  passage.again();
}

function wrap(node: Text, stretches: { from: number; to: number; notes: Note[] }[]): void {
  const out = document.createDocumentFragment();
  let at = 0;
  for (const { from, to, notes } of stretches) {
    if (from > at) out.append(node.data.slice(at, from));
    const mark = html("mark", {}, node.data.slice(from, to));
    tell(mark, notes);
    out.append(mark);
    at = to;
  }
  if (at < node.length) out.append(node.data.slice(at));
  node.replaceWith(out);
}

/** Says of an element which notes it marks, and how they look. */
function tell(element: HTMLElement, notes: Note[]): void {
  if (element.hasAttribute("data-notes")) element.classList.remove("note", ...looks);
  element.removeAttribute("data-notes");
  if (notes.length === 0) return;
  element.className = `${element.className} note ${notes.map(lookOf).join(" ")}`.trim();
  element.setAttribute("data-notes", notes.map((n) => n.id).join(" "));
}

/** A range that stays with its text where a table is sorted; live ones fall out with the row. */
function asRange({ node, from, to }: Run): StaticRange {
  return new StaticRange({ startContainer: node, startOffset: from, endContainer: node, endOffset: to });
}

function liveRange({ node, from, to }: Run): Range {
  const range = document.createRange();
  range.setStart(node, from);
  range.setEnd(node, to);
  return range;
}

/** Whether a point lies on the text of a run: a caret is found beside the end of a line as well. */
function inside(run: Run, x: number, y: number): boolean {
  return [...liveRange(run).getClientRects()].some((r) => x >= r.left - 2 && x <= r.right + 2 && y >= r.top - 2 && y <= r.bottom + 2);
}
