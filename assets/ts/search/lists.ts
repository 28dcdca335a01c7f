// Lists of documents, ascending, as site/search/lists.go has them.

/** Wide: there may be many that do not hold it; lost: some that hold it may be missing. A file could not be read. */
export type Found = { docs: number[]; wide: boolean; lost: boolean };

/** Keeps the documents of every list. A list that may lack some is left out where another is whole. */
export function all(lists: Found[]): Found {
  let whole = lists.filter((f) => !f.lost);
  const lost = whole.length === 0 && lists.length > 0;
  let wide = !lost && whole.length < lists.length;
  if (lost) whole = lists;
  const sorted = [...whole].sort((a, b) => a.docs.length - b.docs.length);
  for (const f of sorted) wide ||= f.wide;
  const docs = sorted.length > 0 ? sorted.map((f) => f.docs).reduce(intersect) : [];
  return { docs, wide: wide && docs.length > 0, lost };
}

export function intersect(a: readonly number[], b: readonly number[]): number[] {
  if (a.length > b.length) [a, b] = [b, a];
  const out: number[] = [];
  const leaps = b.length > 16 * a.length;
  let i = 0;
  for (const doc of a) {
    if (leaps) i = leap(b, i, doc);
    else while (i < b.length && (b[i] ?? 0) < doc) i++;
    if (b[i] === doc) out.push(doc);
  }
  return out;
}

/** Where the first stands, from a place on, that is not below a number, found in steps that double. */
function leap(list: readonly number[], from: number, doc: number): number {
  let step = 1;
  while (from + step < list.length && (list[from + step] ?? 0) < doc) step *= 2;
  let [low, high] = [from + (step >> 1), Math.min(from + step + 1, list.length)];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle] ?? 0) >= doc) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A set of documents, for unions of many lists. */
export class Bitmap {
  private readonly words: Uint32Array;

  constructor(docs: number) {
    this.words = new Uint32Array(Math.ceil(docs / 32));
  }

  add(doc: number): void {
    const i = doc >>> 5;
    this.words[i] = (this.words[i] ?? 0) | (1 << (doc & 31));
  }

  /** The documents, ascending. */
  list(): number[] {
    const out: number[] = [];
    for (const [i, word] of this.words.entries()) for (let rest = word; rest; rest &= rest - 1) out.push(i * 32 + 31 - Math.clz32(rest & -rest));
    return out;
  }
}
