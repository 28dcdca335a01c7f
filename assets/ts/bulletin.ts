// What a bulletin's page can do beyond being read: figures show where they come from, tables are sorted, compared and
// taken along, the contents follow the scroll, the sheet is printed.
import { compare } from "./bulletin/compare.ts";
import { Evidence } from "./bulletin/evidence.ts";
import { follow } from "./bulletin/follow.ts";
import { open } from "./bulletin/panel.ts";
import { printing } from "./bulletin/printing.ts";
import { sortable } from "./bulletin/sort.ts";
import { takeAlong } from "./bulletin/take.ts";
import type { Words } from "./bulletin/words.ts";

const root = document.querySelector<HTMLElement>("[data-bulletin]");
if (root) {
  const words = JSON.parse(root.dataset.words ?? "{}") as Words;
  const evidence = new Evidence(root.dataset.evidence ?? "");
  open(root, evidence, words);
  for (const table of root.querySelectorAll<HTMLTableElement>("table.ranking")) sortable(table);
  compare(root, evidence, words);
  takeAlong(root);
  follow(root);
  printing(root);
}
