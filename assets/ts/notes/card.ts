// One note in the panel: whose it is, what it is about, what was answered, and what the reader may do.
import { html } from "../dom.ts";
import type { Note } from "./api.ts";
import type { Words } from "./words.ts";

export type Acts = {
  show: (note: Note) => void;
  post: (path: string, body: unknown) => void;
  again: (note: Note, form: HTMLElement) => void;
};

export function card(note: Note, words: Words, acts: Acts): HTMLElement {
  const item = html("li", { class: `note-card${note.resolved ? " resolved" : ""}`, id: `note-${note.id}`, tabindex: -1 });
  const about = note.quote ? `“${note.quote}”` : words.whole;
  const place = note.state === "lost" ? html("span", {}, about) : html("a", { href: note.passage ? `#${note.passage}` : `#${note.section}` }, about);
  place.addEventListener("click", (event) => {
    event.preventDefault();
    acts.show(note);
  });
  item.append(html("p", { class: "quote" }, place), ...changed(note, words));
  if (note.body) item.append(html("p", { class: "body" }, note.body));
  item.append(html("p", { class: "meta" }, [note.author, note.office, note.at, words.visibilities[note.visibility] ?? "", note.edited ? words.edited : "", note.resolved ? words.resolved : ""].filter(Boolean).join(" · ")));
  for (const r of note.replies) item.append(html("blockquote", {}, html("p", { class: "body" }, r.body), html("p", { class: "meta" }, `${r.author} · ${r.at}`)));
  item.append(buttons(note, item, words, acts));
  return item;
}

/** Where the text has changed since, both are shown: nobody's words are put where they do not belong. */
function changed(note: Note, words: Words): HTMLElement[] {
  if (note.state !== "edited" && note.state !== "lost") return [];
  const out = [html("p", { class: "callout warn" }, note.state === "lost" ? words.lost : words.corrected)];
  if (note.old) out.push(html("p", { class: "meta" }, `${words.before}：${note.old}`));
  if (note.now) out.push(html("p", { class: "meta" }, `${words.now}：${note.now}`));
  return out;
}

function buttons(note: Note, item: HTMLElement, words: Words, acts: Acts): HTMLElement {
  const bar = html("p", { class: "actions" });
  const add = (text: string, act: () => void): void => {
    const button = html("button", { type: "button" }, text);
    button.addEventListener("click", act);
    bar.append(button, " ");
  };
  const path = `/api/notes/${note.id}`;
  if (note.may.includes("reply")) add(words.reply, () => reply(item, words, (body) => acts.post(`${path}/replies`, { body })));
  if (note.may.includes("edit")) add(words.edit, () => acts.again(note, item));
  if (note.may.includes("resolve")) add(note.resolved ? words.reopen : words.resolve, () => acts.post(`${path}/resolve`, { resolved: !note.resolved }));
  if (note.may.includes("delete")) add(words.delete, () => { if (window.confirm(words.deleteSure)) acts.post(`${path}/delete`, { revision: note.revision }); });
  return bar;
}

function reply(item: HTMLElement, words: Words, done: (body: string) => void): void {
  if (item.querySelector("form")) return;
  const box = html("textarea", { rows: 3, required: "", maxlength: 5000, "aria-label": words.reply });
  const form = html("form", {}, box, html("button", { type: "submit", class: "first" }, words.save));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    done(box.value.trim());
    form.remove();
  });
  item.append(form);
  box.focus();
}
