// What script adds to the form of an instruction: phrases, quick deadlines, units found by typing and taken back by a tap.
// Without it the form is complete.
import { deadlines } from "./instruct/deadline.ts";
import { phrases } from "./instruct/phrases.ts";
import { unitList, type UnitList } from "./instruct/units.ts";
import type { Words } from "./instruct/words.ts";

const form = document.querySelector<HTMLFormElement>("[data-instruct]");
if (form) {
  const words = JSON.parse(form.dataset.words ?? "{}") as Words;
  const part = (name: string): HTMLElement => form.querySelector(`[data-part="${name}"]`) as HTMLElement;
  const lists = ["lead", "joint"].map((name): [string, UnitList] => [name, unitList(form.querySelector(`[data-units="${name}"]`) as HTMLElement, words)]);
  const deadline = form.elements.namedItem("deadline") as HTMLInputElement;
  deadlines(part("days"), deadline, form.dataset.today ?? "");
  phrases(part("phrases"), form.elements.namedItem("text") as HTMLTextAreaElement, words, () => ({
    lead: lists[0]![1].chosen(), joint: lists[1]![1].chosen(), deadline: deadline.value,
  }));

  // What goes with the kind: a remark addresses nobody and has phrases of its own.
  const kinds = Array.from(form.querySelectorAll<HTMLInputElement>('input[name="kind"]'));
  const follow = (): void => {
    const kind = kinds.find((k) => k.checked)?.value ?? "";
    part("addressed").hidden = kind === "remark";
    for (const b of Array.from(part("phrases").querySelectorAll<HTMLElement>("[data-kinds]"))) b.hidden = !(b.dataset.kinds ?? "").split(" ").includes(kind);
  };
  for (const k of kinds) k.addEventListener("change", follow);
  follow();
}
