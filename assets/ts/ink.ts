// Writing by hand in the form of an instruction. The raw points go with the form; the server draws them for everybody.
import { pad } from "./instruct/pad.ts";
import type { PadWords } from "./instruct/words.ts";

const root = document.querySelector<HTMLDetailsElement>("[data-ink]");
const field = document.querySelector<HTMLInputElement>('input[name="ink"]');
if (root && field) pad(root, field, JSON.parse(root.dataset.words ?? "{}") as PadWords);
