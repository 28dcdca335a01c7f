// Words of a passage as they stand in the page. A passage's text is the layer's to read (notes/text.ts); here its characters are
// found again each time, because every mark parts the nodes. What is not read the same is not marked.

const blocks = "p,li,h1,h2,h3,h4,h5,h6,blockquote,pre,dt,dd,td,th,caption,figcaption";
const skipped = "script,style,template,[data-note-skip]";
const space = /[ \t\n\f\r]/;

/** Neighbouring characters of one text node. */
export type Run = { node: Text; from: number; to: number };

/** The parts of text nodes that hold the code points from start to end; none where the element does not read as text. */
export function runs(element: HTMLElement, text: string, start: number, end: number): Run[] {
  const all = characters(element);
  if (all.map((c) => c.letter).join("") !== text) return [];
  const out: Run[] = [];
  for (const { node, from, to } of all.slice(start, end)) {
    const last = out[out.length - 1];
    if (last?.node === node) last.to = to;
    else out.push({ node, from, to });
  }
  return out;
}

/** Every code point of an element's own text; a run of white space is one, between words only. */
function characters(element: HTMLElement): (Run & { letter: string })[] {
  const out: (Run & { letter: string })[] = [];
  let gap: (Run & { letter: string }) | undefined;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    const parent = node.parentElement;
    if (!parent || parent.closest(blocks) !== element || parent.closest(skipped)) continue;
    let at = 0;
    for (const letter of node.data) {
      const run = { node, from: at, to: (at += letter.length), letter };
      if (space.test(letter)) {
        if (out.length) gap ??= { ...run, letter: " " };
        continue;
      }
      if (gap) out.push(gap);
      gap = undefined;
      out.push(run);
    }
  }
  return out;
}
