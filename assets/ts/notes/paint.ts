// Marks notes in the text. Places are counted in the text, so what is wrapped round it changes none of them.
import { html } from "../dom.ts";
import type { Note } from "./api.ts";
import { again, type Passage, passages, type Place } from "./text.ts";

/** Takes all marks away. */
export function clear(root: HTMLElement): void {
  for (const mark of [...root.querySelectorAll("mark.note")]) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent?.normalize();
  }
}

/** Marks all notes that stand in the text as it is. */
export function paintAll(root: HTMLElement, notes: Note[]): void {
  const by = new Map<string, Note[]>();
  for (const note of notes) {
    if (note.state === "lost" || note.state === "edited" || note.end <= note.start) continue;
    const key = `${note.section} ${note.passage}`;
    by.set(key, [...(by.get(key) ?? []), note]);
  }
  if (by.size === 0) return;
  for (const found of passages(root)) {
    let p = found;
    let free = Infinity; // up to here no text node was parted: from the end on, one reading serves all that do not overlap
    for (const note of (by.get(`${p.section} ${p.key}`) ?? []).sort((a, b) => b.start - a.start)) {
      if (note.end > free) p = again(p);
      paint(p, note.start, note.end, note.id, note.kind);
      free = note.start;
    }
  }
}

/** Marks the code points from start to end of a passage as a note's. */
function paint(p: Passage, start: number, end: number, id: string, kind: string): void {
  for (const [node, from, to] of runs(p.places.slice(start, end))) {
    const middle = from > 0 ? node.splitText(from) : node;
    if (to - from < middle.length) middle.splitText(to - from);
    const mark = html("mark", { class: `note ${kind}`, "data-note": id });
    middle.replaceWith(mark);
    mark.append(middle);
  }
}

/** Neighbouring characters of one text node, from and to; the last ones first, so that splitting moves none to come. */
function runs(places: Place[]): [Text, number, number][] {
  const out: [Text, number, number][] = [];
  for (const { node, from, to } of places) {
    const last = out[out.length - 1];
    if (last && last[0] === node) last[2] = to;
    else out.push([node, from, to]);
  }
  return out.reverse();
}
