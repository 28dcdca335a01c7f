// Hits in the order of how well they fit, as site/search/fit.go has it.
import type { Search } from "./candidates.ts";
import { fold } from "./fold.ts";
import type { Place } from "./generation.ts";
import type { Found } from "./lists.ts";

const window = 100; // documents that are read to be ordered

/** Of documents, the newest first: titles and headings, then the newest, as many as the window, by score; the others follow. */
export async function fit(s: Search, docs: number[], terms: string[], lists: Found[]): Promise<number[]> {
  const titles = new Set((await s.having("kind:title")).docs);
  const sorted = [...docs.filter((doc) => titles.has(doc)), ...docs.filter((doc) => !titles.has(doc))];
  const near = sorted.slice(0, window);
  const all = await s.documents();
  const rarity = lists.map((f) => 32 - Math.clz32(Math.floor(all / Math.max(1, f.docs.length))));
  const scores = new Map<number, number>();
  const read = async (doc: number): Promise<void> => {
    try {
      scores.set(doc, score(s, await s.generation.document(doc), terms, rarity));
    } catch {
      s.failed = s.missing = true;
    }
  };
  await Promise.all(near.map(read));
  near.sort((a, b) => (scores.get(b) ?? 0) - (scores.get(a) ?? 0) || b - a);
  return [...near, ...sorted.slice(window).sort((a, b) => b - a)];
}

function score(s: Search, { bulletin, doc }: Place, terms: string[], rarity: number[]): number {
  const { simplified } = s.generation;
  const joined = terms.join("");
  const heading = fold(bulletin.sections?.[doc.s]?.title ?? "", simplified);
  const text = fold(doc.t, simplified);
  let out = 0;
  if (doc.k === "title") {
    out += 2 ** 18;
    if (text === joined || fold(bulletin.title, simplified) === joined) out += 2 ** 20;
  } else if (terms.every((t) => heading.includes(t))) {
    out += 2 ** 16;
    if (heading === joined) out += 2 ** 17;
  }
  let first = 64;
  for (const [i, t] of terms.entries()) {
    let marks = 0;
    for (let k = text.indexOf(t); k >= 0 && marks < 8; k = text.indexOf(t, k + 1)) {
      first = Math.min(first, k);
      marks++;
    }
    out += 64 * marks * (1 + (rarity[i] ?? 0));
  }
  return out + 64 - first;
}
