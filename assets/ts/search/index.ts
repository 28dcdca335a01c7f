// The index in static files beside the search page; site/search/index.go is the same in Go.
import { Damaged, decodeMeta, decodeShard, type Meta, type Posting, unpack } from "./format.ts";

export type Document = { s: number; k: string; a: string; t: string };
export type Bulletin = { period: string; label: string; title: string; sections: string[] | null; docs: Document[] };

export class Index {
  private readonly shards = new Map<number, Promise<Posting[]>>();
  private readonly texts = new Map<number, Promise<Bulletin>>();
  private readonly starts: number[] = [0];

  private constructor(private readonly folder: string, readonly meta: Meta) {
    for (const n of meta.docs) this.starts.push((this.starts[this.starts.length - 1] ?? 0) + n);
  }

  /** Opens the index whose manifest lies at base. */
  static async open(base: string): Promise<Index> {
    const response = await fetch(`${base}manifest.json`);
    if (!response.ok) throw new Error(String(response.status));
    const { folder } = (await response.json()) as { folder: string };
    const at = `${base}${folder}/`;
    return new Index(at, decodeMeta(await load(`${at}meta.bin`)));
  }

  get documents(): number {
    return this.starts[this.starts.length - 1] ?? 0;
  }

  private names?: Promise<Map<string, string>>;

  /** The names of units by what they are called as well, folded. */
  otherNames(): Promise<Map<string, string>> {
    this.names ??= load(`${this.folder}names.bin`).then((bytes) => new Map(Object.entries(JSON.parse(new TextDecoder().decode(bytes)) as Record<string, string>)));
    this.names.catch(() => (this.names = undefined));
    return this.names;
  }

  /** Which bulletin a document belongs to. */
  bulletinOf(doc: number): number {
    return lowest(this.meta.docs.length, (i) => (this.starts[i + 1] ?? 0) > doc);
  }

  async document(doc: number): Promise<[Bulletin, Document]> {
    const i = this.bulletinOf(doc);
    const bulletin = await this.bulletin(i);
    const found = bulletin.docs[doc - (this.starts[i] ?? 0)];
    if (!found) throw new Damaged();
    return [bulletin, found];
  }

  /** The documents that hold every pair of neighbours of a text: all that hold the text, and few others. */
  async candidates(units: string): Promise<number[]> {
    const first = units.charCodeAt(0) * 0x10000;
    if (units.length === 1) return this.between(first, first + 0xffff);
    const pairs: Promise<number[]>[] = [];
    for (let i = 0; i + 1 < units.length; i++) pairs.push(this.holding(units, i));
    const lists = await Promise.all(pairs);
    return lists.reduce(intersect);
  }

  private holding(units: string, i: number): Promise<number[]> {
    const term = units.charCodeAt(i) * 0x10000 + units.charCodeAt(i + 1);
    return this.between(term, term);
  }

  /** The documents of all terms from low to high, ascending. */
  private async between(low: number, high: number): Promise<number[]> {
    const { shards } = this.meta;
    const wanted: Promise<Posting[]>[] = [];
    for (let i = Math.max(0, lowest(shards.length, (k) => (shards[k] ?? 0) > low) - 1); i < shards.length && (shards[i] ?? 0) <= high; i++) wanted.push(this.shard(i));
    const out = new Set<number>();
    for (const postings of await Promise.all(wanted)) {
      const first = lowest(postings.length, (k) => (postings[k]?.term ?? 0) >= low);
      for (let k = first; k < postings.length && (postings[k]?.term ?? 0) <= high; k++) for (const doc of postings[k]?.docs ?? []) out.add(doc);
    }
    return [...out].sort((a, b) => a - b);
  }

  private shard(i: number): Promise<Posting[]> {
    return kept(this.shards, i, async () => decodeShard(await load(`${this.folder}s${i}.bin`), this.documents));
  }

  private bulletin(i: number): Promise<Bulletin> {
    return kept(this.texts, i, async () => {
      const text = new TextDecoder().decode(await load(`${this.folder}t${i}.bin`));
      const bulletin = JSON.parse(text) as Bulletin;
      if (bulletin.docs.length !== this.meta.docs[i]) throw new Damaged();
      return bulletin;
    });
  }
}

async function load(address: string): Promise<Uint8Array> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  return unpack(await response.arrayBuffer());
}

/** What was read stays; what failed is asked for again the next time. */
function kept<T>(all: Map<number, Promise<T>>, i: number, make: () => Promise<T>): Promise<T> {
  const there = all.get(i);
  if (there) return there;
  const made = make();
  all.set(i, made);
  made.catch(() => all.delete(i));
  return made;
}

/** The lowest of 0…n for which a rising condition holds. */
function lowest(n: number, holds: (i: number) => boolean): number {
  let [low, high] = [0, n];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function intersect(a: number[], b: number[]): number[] {
  const held = new Set(b);
  return a.filter((doc) => held.has(doc));
}
