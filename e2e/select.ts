// What a reader selects in a page.
import type { Page } from "@playwright/test";

/** Selects words of a paragraph as a mouse does, from their first to their last character. */
export async function select(page: Page, passage: string, words: string): Promise<void> {
  await page.evaluate(([id, text]) => {
    const p = document.getElementById(id!)!;
    const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    const all: [Text, number][] = [];
    while (walker.nextNode()) for (let i = 0; i < (walker.currentNode as Text).length; i++) all.push([walker.currentNode as Text, i]);
    const at = all.map(([n, i]) => n.data[i]).join("").indexOf(text!);
    if (at < 0) throw new Error(`not in ${id}: ${text}`);
    const range = document.createRange();
    range.setStart(...all[at]!);
    const [node, last] = all[at + text!.length - 1]!;
    range.setEnd(node, last + 1);
    p.scrollIntoView({ block: "center" });
    document.getSelection()!.removeAllRanges();
    document.getSelection()!.addRange(range);
  }, [passage, words]);
}
