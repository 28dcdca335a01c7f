// The block 领导批示 at the head of the sheet, filled with what leaders wrote online.
import { html } from "../dom.ts";
import { say } from "../say.ts";
import type { Instruction, Words } from "./kinds.ts";

/** Fills the block; what is returned empties it again. */
export function block(article: HTMLElement, instructions: Instruction[], words: Words): () => void {
  const box = article.querySelector<HTMLElement>(".instructions-box");
  if (!box) return () => undefined;
  const list = html("div", { class: "printed-instructions", "data-note-skip": "" }, ...instructions.map((i) => entry(i, words)));
  box.append(list);
  box.classList.add("filled");
  return () => {
    list.remove();
    box.classList.remove("filled");
  };
}

function entry(i: Instruction, words: Words): HTMLElement {
  const [year, month, day] = i.at.split("-").map(Number);
  const tasks = [units(i, true, words.lead), units(i, false, words.joint), i.tasks[0]?.deadline ? say(words.deadline, i.tasks[0].deadline) : ""].filter(Boolean).join("；");
  const quote = i.quote ? html("span", { class: "about" }, `（“${i.quote}”）`) : "";
  return html("div", {}, html("p", { class: "said" }, quote, i.text), ...(tasks ? [html("p", { class: "tasks" }, tasks)] : []), html("p", { class: "signed" }, [i.number, [i.office, i.signer].filter(Boolean).join(" "), `${year}年${month}月${day}日`].filter(Boolean).join("　")));
}

function units(i: Instruction, lead: boolean, words: string): string {
  const names = i.tasks.filter((t) => t.lead === lead).map((t) => t.name);
  return names.length ? say(words, names.join("、")) : "";
}
