// Lists in the panel beside those of notes: who has read, what is not sent yet, what is not finished.
import { html } from "../dom.ts";
import { say } from "../say.ts";
import type { Notes } from "./api.ts";
import { button } from "./card.ts";
import type { Draft } from "./drafts.ts";
import type { Waiting } from "./outbox.ts";
import type { Words } from "./words.ts";

/** A list under its name; none where there is nothing to list. */
export function group(name: string, items: HTMLElement[]): HTMLElement[] {
  return items.length ? [html("section", { "aria-label": name }, html("p", { class: "notes-group" }, name), html("ol", {}, ...items))] : [];
}

/** Who has read this edition and who has not, for those who may know. */
export function readers({ read = [], unread = [] }: Notes["readers"], words: Words): HTMLElement[] {
  if (read.length + unread.length === 0) return [];
  const lines = [say(words.read, read.length), ...read, ...(unread.length ? [say(words.unread, unread.length), ...unread] : [])];
  return [html("details", {}, html("summary", {}, say(words.readers, read.length, read.length + unread.length)), ...lines.map((l) => html("p", { class: "meta" }, l)))];
}

/** What waits to be sent, and what was refused: that can be changed and sent again, or given up. */
export function unsent(list: Waiting[], words: Words, again: (w: Waiting) => void, drop: (w: Waiting) => void): HTMLElement[] {
  return group(words.unsent, list.map((w) => {
    const state = html("p", { class: w.refused ? "changed" : "meta" }, w.refused ? say(words.refused, w.refused) : say(words.waiting, 1));
    return item(w.body.body || words.mark, [state, ...(w.refused ? [choice(words.sendAgain, words.discard, () => again(w), () => drop(w))] : [])]);
  }));
}

/** Drafts, to go on with or to give up. */
export function unfinished(list: Draft[], words: Words, on: (d: Draft) => void, drop: (d: Draft) => void): HTMLElement[] {
  return group(words.drafts, list.map((d) => item(d.body, [choice(words.goOn, words.discard, () => on(d), () => drop(d))])));
}

function item(body: string, below: HTMLElement[]): HTMLElement {
  return html("li", { class: "note-card" }, html("p", { class: "body" }, body), ...below);
}

function choice(first: string, second: string, one: () => void, other: () => void): HTMLElement {
  return html("p", { class: "actions" }, button(first, one), " ", button(second, other));
}
