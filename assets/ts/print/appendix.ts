// Notes on paper: a number at each place and a list at the end. A number stands only where the words are the very ones that the
// note is about; of all others the list says what became of them.
import { html } from "../dom.ts";
import { markup } from "../notes/markup.ts";
import { passages, slice } from "../notes/text.ts";
import { say } from "../say.ts";
import type { Note, Words } from "./kinds.ts";
import { runs } from "./places.ts";

/** What is used of a passage here: the rest is the layer's. */
type Passage = { element: HTMLElement; key: string; text: string };

/** A note with its place in the page; none where it is about the whole, or its words are not there. */
type Numbered = { note: Note; passage?: Passage; at: number };

/** Puts numbers and list into the page; what is returned takes both away again. */
export function appendix(article: HTMLElement, notes: Note[], words: Words): () => void {
  const order = numbered(article, notes);
  const undo: (() => void)[] = [];
  order.forEach(({ note, passage }, i) => {
    const number = html("sup", { class: "note-number", "data-note-skip": "" }, `\u2060〔${i + 1}〕`); // stays with the word before it
    if (passage) undo.push(mark(passage, note, number));
    else if (note.section && !note.passage) undo.push(append(article.querySelector(`[data-section="${CSS.escape(note.section)}"] > h2`), number));
  });
  const list = html("section", { class: "printed-notes", "data-note-skip": "" }, html("h2", {}, words.title), html("ol", {}, ...order.map(({ note }, i) => entry(article, note, i + 1, words))));
  article.append(list);
  article.classList.add("with-notes");
  undo.push(() => {
    list.remove();
    article.classList.remove("with-notes");
  });
  return () => {
    for (const back of undo.reverse()) back();
  };
}

/** Notes on the whole first, then in the order of the text, then those whose words are gone. */
function numbered(article: HTMLElement, notes: Note[]): Numbered[] {
  const all: Passage[] = passages(article);
  const places = notes.map((note): Numbered => {
    if (note.state === "lost") return { note, at: Infinity };
    if (!note.section) return { note, at: -1 };
    const section = article.querySelector(`[data-section="${CSS.escape(note.section)}"]`);
    const index = all.findIndex((p) => p.key === note.passage && section?.contains(p.element));
    if (index < 0) return { note, at: all.findIndex((p) => section?.contains(p.element)) - 0.5 };
    const { element, key, text } = all[index]!; // the text is read before any mark parts its nodes
    return { note, passage: { element, key, text }, at: index + note.start / 1e6 };
  });
  return places.sort((a, b) => a.at - b.at);
}

/** The words that a note stands on now. */
const standing = (note: Note): string => (note.state === "edited" ? note.now ?? "" : note.quote);

/** Underlines the words and puts the number behind them; behind the passage where the note is about all of it, or goes on. */
function mark(p: Passage, note: Note, number: HTMLElement): () => void {
  const words = standing(note);
  if (!words || words.includes("\n")) return append(p.element, number);
  const parts = slice(p.text, note.start, note.end) === words ? runs(p.element, p.text, note.start, note.end) : [];
  const parents = new Set<Node>();
  const spans: HTMLElement[] = [];
  for (const { node, from, to } of parts.reverse()) { // the last first, so that parting a node moves none to come
    const middle = from > 0 ? node.splitText(from) : node;
    if (to - from < middle.length) middle.splitText(to - from);
    const span = html("span", { class: "printed-mark" });
    parents.add(middle.parentNode!);
    middle.replaceWith(span);
    span.append(middle);
    if (spans.push(span) === 1) span.after(number);
  }
  return () => {
    number.remove();
    for (const span of spans) span.replaceWith(...span.childNodes);
    for (const parent of parents) parent.normalize();
  };
}

function append(element: Element | null, number: HTMLElement): () => void {
  element?.append(number);
  return () => number.remove();
}

function entry(article: HTMLElement, note: Note, number: number, words: Words): HTMLElement {
  const item = html("li", {}, html("p", { class: "about" }, html("b", {}, `〔${number}〕`), about(article, note, words)));
  if (note.state === "edited") item.append(html("p", {}, say(words.corrected, note.old ?? note.quote, note.now ?? "")));
  if (note.state === "lost") item.append(html("p", {}, words.lost));
  if (note.body) item.append(html("div", { class: "said" }, ...markup(note.words)));
  for (const r of note.replies) item.append(html("div", { class: "reply" }, say(words.reply, r.author, r.at, ""), ...markup(r.words)));
  item.append(html("p", { class: "signed" }, [note.office, note.author, note.at, say(words.who, words.visibilities[note.visibility] ?? ""), note.resolved ? words.resolved : ""].filter(Boolean).join("　")));
  return item;
}

/** Where a note stands: the title of its section, the head of a cell's table, the words. */
function about(article: HTMLElement, note: Note, words: Words): string {
  if (!note.section && note.state !== "lost") return words.whole;
  const title = article.querySelector(`[data-section="${CSS.escape(note.section)}"] > h2`)?.textContent?.replace(/\s+/g, "") ?? "";
  const cell = note.passage.includes("/") ? document.getElementById(note.passage) : null;
  const unit = cell ? cell.closest("tr")?.querySelector("th")?.textContent?.trim() ?? "" : "";
  return [title, unit, note.quote ? `“${note.quote}”` : cell?.firstChild?.textContent?.trim() ?? ""].filter(Boolean).join("　");
}
