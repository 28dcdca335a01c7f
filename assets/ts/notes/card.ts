// One note in the panel: whose it is, what it is about, who sees it, what was answered, and what the reader may do.
import { html } from "../dom.ts";
import { say } from "../say.ts";
import type { Note, Reply, Task } from "./api.ts";
import { markup } from "./markup.ts";
import type { Words } from "./words.ts";

export type Acts = {
  about: (note: Note) => string;
  show: (note: Note) => void;
  post: (path: string, body: Record<string, unknown>) => void;
  write: (task: Task) => void;
  copy: (note: Note) => void;
};

export function card(note: Note, words: Words, acts: Acts): HTMLElement {
  const item = html("li", { class: `note-card${note.resolved ? " resolved" : ""}`, id: `note-${note.id}`, tabindex: -1, "data-note": note.id });
  const place = note.state === "lost" ? html("span", {}, acts.about(note)) : html("a", { href: note.passage || note.section ? `#${note.passage || note.section}` : "#" }, acts.about(note));
  place.addEventListener("click", (event) => {
    event.preventDefault(); // a place within a paragraph has no address
    acts.show(note);
  });
  item.append(html("p", { class: "quote" }, place), ...changed(note, words));
  if (note.body) item.append(html("div", { class: "body" }, ...markup(note.words)));
  item.append(
    html("p", { class: "meta" }, [note.author, note.office, note.at, note.edited ? words.edited : "", note.resolved ? words.resolved : "", say(words.seenBy, words.visibilities[note.visibility])].filter(Boolean).join(" · ")),
    ...note.replies.map((r) => reply(note, r, words, acts)),
    buttons(note, words, acts),
  );
  return item;
}

/** Where the text has changed since, both are shown: nobody's words are put where they do not belong. */
function changed(note: Note, words: Words): HTMLElement[] {
  if (note.state !== "edited" && note.state !== "lost") return [];
  const side = (name: string, text?: string): HTMLElement[] => (text ? [html("div", {}, html("dt", {}, name), html("dd", {}, text))] : []);
  return [html("p", { class: "changed" }, note.state === "lost" ? words.lost : words.corrected), html("dl", { class: "sides" }, ...side(words.before, note.old), ...side(words.now, note.now))];
}

function reply(note: Note, r: Reply, words: Words, acts: Acts): HTMLElement {
  const path = `/api/notes/${note.id}/replies/${r.id}`;
  const bar = html("p", { class: "actions" });
  if (r.may?.includes("edit-reply")) bar.append(button(words.edit, () => acts.write({ kind: "edit-reply", note: note.id, reply: r.id })), " ");
  if (r.may?.includes("delete-reply")) bar.append(button(words.delete, () => { if (window.confirm(words.deleteSure)) acts.post(`${path}/delete`, {}); }));
  return html("blockquote", { "data-reply": r.id }, html("div", { class: "body" }, ...markup(r.words)), html("p", { class: "meta" }, [r.author, r.at, r.edited ? words.edited : ""].filter(Boolean).join(" · ")), ...(bar.childNodes.length ? [bar] : []));
}

function buttons(note: Note, words: Words, acts: Acts): HTMLElement {
  const path = `/api/notes/${note.id}`;
  const list: [string, string, () => void][] = [
    ["reply", words.reply, () => acts.write({ kind: "reply", note: note.id })],
    ["edit", words.edit, () => acts.write({ kind: "edit", note: note.id })],
    ["resolve", note.resolved ? words.reopen : words.resolve, () => acts.post(`${path}/resolve`, { resolved: !note.resolved })],
    ["delete", words.delete, () => { if (window.confirm(words.deleteSure)) acts.post(`${path}/delete`, { revision: note.revision }); }],
  ];
  const bar = html("p", { class: "actions" });
  for (const [act, text, does] of list) if (note.may?.includes(act)) bar.append(button(text, does), " ");
  bar.append(button(words.copy, () => acts.copy(note)));
  return bar;
}

export function button(text: string, act: () => void, first = false): HTMLButtonElement {
  const made = html("button", { type: "button", class: first ? "first" : undefined }, text);
  made.addEventListener("click", act);
  return made;
}
