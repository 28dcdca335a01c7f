// A form to write a note, a reply or a change of one. Who will see it stands beside the button that saves it.
import { html } from "../dom.ts";
import { say } from "../say.ts";
import type { Visibility } from "./api.ts";
import type { Words } from "./words.ts";

export type Written = { body: string; visibility: Visibility };

/** Without choices the visibility is that of the note that is answered. */
export type Asked = { about: string; label: string; body: string; visibility: Visibility; choices?: Visibility[]; refused?: string };

export type FormActs = { typed: (w: Written) => void; save: (w: Written) => void; cancel: () => void };

export function form(asked: Asked, words: Words, acts: FormActs): HTMLFormElement {
  const box = html("textarea", { rows: 4, required: "", maxlength: 5000 }, asked.body);
  const who = html("select", {}, ...(asked.choices ?? []).map((v) => html("option", { value: v }, words.visibilities[v])));
  if (asked.choices) who.value = asked.visibility;
  const now = (): Written => ({ body: box.value.trim(), visibility: asked.choices ? (who.value as Visibility) : asked.visibility });
  const cancel = html("button", { type: "button" }, words.cancel);
  const made = html(
    "form", { class: "note-form" },
    ...(asked.about ? [html("p", { class: "quote" }, asked.about)] : []),
    ...(asked.refused ? [html("p", { class: "callout warn" }, say(words.refused, asked.refused))] : []),
    html("label", {}, asked.label, box),
    html("p", { class: "meta" }, words.markdown),
    asked.choices ? html("label", {}, words.who, who) : html("p", { class: "seen" }, say(words.replySeenBy, words.visibilities[asked.visibility])),
    html("p", { class: "actions" }, html("button", { type: "submit", class: "first" }, words.save), " ", cancel),
  );
  for (const field of [box, who]) field.addEventListener("input", () => acts.typed(now()));
  cancel.addEventListener("click", acts.cancel);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    acts.save(now());
  });
  return made;
}
