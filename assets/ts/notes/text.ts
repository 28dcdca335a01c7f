// The text that places in a bulletin are counted in: rule 1 of docs/annotation.md, as the server reads the published page.

/** One character of a passage, as it stands in the page. */
export type Place = { node: Text; from: number; to: number };

/** A paragraph's or cell's text and, for each code point, where it stands. */
export type Passage = { element: HTMLElement; section: string; key: string; text: string; places: Place[] };

const blocks = "p,li,h1,h2,h3,h4,h5,h6,blockquote,pre,dt,dd,td,th,caption,figcaption";
const space = /[ \t\n\f\r]/;
const paragraphKey = /^[a-z0-9][a-z0-9-]*$/;
const cellKey = /^[a-z0-9][a-z0-9-]*\/[a-z0-9-]+(\/[a-z0-9_-]+)?$/;
const longest = 200;

/** All passages of a page, in its order; those without a key of their own are counted through their section. */
export function passages(root: HTMLElement): Passage[] {
  const out: Passage[] = [];
  for (const section of root.querySelectorAll<HTMLElement>("[data-section]")) {
    const key = section.dataset.section ?? "";
    const used = new Set<string>();
    let without = 0;
    for (const element of section.querySelectorAll<HTMLElement>(blocks)) {
      if (!isCell(element) && !element.closest(".prose")) continue;
      if (element.closest("[data-note-skip]")) continue;
      const read = textOf(element);
      if (!read.text && !isCell(element)) continue;
      let id = element.id;
      if (used.has(id) || (!isCell(element) && !(paragraphKey.test(id) && id.length <= longest))) id = `${key}~${++without}`;
      used.add(id);
      out.push({ element, section: key, key: id, ...read });
    }
  }
  return out;
}

function isCell(element: HTMLElement): boolean {
  return (element.tagName === "TD" || element.tagName === "TH") && element.id.length <= longest && cellKey.test(element.id);
}

/** A block's own text: what stands in blocks inside it is theirs. White space of HTML counts once, and only between words. */
function textOf(element: HTMLElement): { text: string; places: Place[] } {
  const places: Place[] = [];
  let text = "";
  let gap: Place | undefined;
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    const parent = node.parentElement;
    if (!parent || parent.closest(blocks) !== element || parent.closest("script,style,template,[data-note-skip]")) continue;
    let at = 0;
    for (const character of node.data) {
      const place = { node, from: at, to: (at += character.length) };
      if (space.test(character)) {
        if (text) gap ??= place;
        continue;
      }
      if (gap) {
        text += " ";
        places.push(gap);
        gap = undefined;
      }
      text += character;
      places.push(place);
    }
  }
  return { text, places };
}

/** The same passage after its text nodes were parted. */
export function again(p: Passage): Passage {
  return { ...p, ...textOf(p.element) };
}

/** The part of a passage that is selected, in code points; undefined where none of it is. */
export function selected(p: Passage, range: Range): { start: number; end: number } | undefined {
  let start = -1;
  let end = -1;
  p.places.forEach(({ node, from, to }, i) => {
    if (range.comparePoint(node, from) !== 0 || range.comparePoint(node, to) !== 0) return;
    if (start < 0) start = i;
    end = i + 1;
  });
  return start < 0 || start >= end ? undefined : { start, end };
}

/** Code points from one place to another. */
export function slice(text: string, start: number, end?: number): string {
  return [...text].slice(start, end).join("");
}
