// Phrases (常用批语) that fill in the text of an instruction.
import { say } from "../say.ts";
import type { Words } from "./words.ts";

/** What is chosen in the form: names of units, a day or "". */
export type Chosen = { lead: string[]; joint: string[]; deadline: string };

export function phrases(buttons: HTMLElement, text: HTMLTextAreaElement, words: Words, chosen: () => Chosen): void {
  buttons.hidden = false;
  for (const b of Array.from(buttons.querySelectorAll<HTMLButtonElement>("[data-phrase]"))) {
    b.addEventListener("click", () => {
      const from = text.value.length;
      text.value += filled(b.dataset.phrase ?? "", chosen(), words);
      const gap = text.value.slice(from).search(/×/);
      text.focus();
      if (gap >= 0) text.setSelectionRange(from + gap, from + gap + /^×+/.exec(text.value.slice(from + gap))![0].length);
      else text.setSelectionRange(text.value.length, text.value.length);
      text.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}

/** A phrase with what is chosen in the places of @lead, @joint and @date. */
function filled(phrase: string, chosen: Chosen, words: Words): string {
  const names = (list: string[]): string => list.join("、") || words.nobody;
  const [, month, day] = chosen.deadline.split("-").map(Number);
  const date = month && day ? say(words.day, month, day) : words.someday;
  return phrase.replace("@lead", names(chosen.lead)).replace("@joint", names(chosen.joint)).replace("@date", date);
}
