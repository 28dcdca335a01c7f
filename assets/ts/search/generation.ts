// The files that one manifest names; site/search/index.go is the same in Go.
import { fold, Plain, type Simplified } from "./fold.ts";
import { type Bulletin, Damaged, decodeFold, decodeJSON, decodeMeta, decodeTexts, type Document, fileName, type Manifest, type Meta, Shard, type Span, type Texts, textsPerPart, unpack, unpackAfter, version } from "./format.ts";

/** A document and the bulletin, or the piece of one, that it stands in. */
export type Place = { bulletin: Bulletin; doc: Document };

/** What is in no shard: each document, by number less that of the first, and its text folded. */
export type Tail = { docs: Place[]; folded: string[] };

const nothing: Tail = { docs: [], folded: [] };

export class Generation {
  private readonly read = new Map<string, Promise<unknown>>();
  private readonly starts: number[] = [0];
  private readonly plain = new Plain();
  /** Traditional characters, once a text or a query has needed them. */
  simplified?: Simplified;

  private constructor(private readonly base: string, readonly name: number, readonly meta: Meta) {
    for (const part of meta.directory) this.starts.push((this.starts[this.starts.length - 1] ?? 0) + part.n);
  }

  static async open(base: string): Promise<Generation> {
    const response = await fetch(`${base}manifest.json`, { cache: "no-cache" });
    if (!response.ok) throw new Damaged(String(response.status));
    const manifest = (await response.json()) as Manifest;
    if (manifest.version !== version) throw new Damaged();
    return new Generation(base, manifest.meta, decodeMeta(await load(base + fileName("meta", manifest.meta), manifest.meta)));
  }

  shard(i: number): Promise<Shard> {
    return this.kept("s", this.meta.shards[i] ?? 0, i, (bytes) => new Shard(bytes));
  }

  /** The names of units by what they are called as well, folded. */
  names(): Promise<Map<string, string>> {
    return this.kept("names", this.meta.names, undefined, (bytes) => new Map(Object.entries(decodeJSON<Record<string, string>>(bytes))));
  }

  /** The periods of the documents in shards. */
  async spans(): Promise<Span[]> {
    return this.meta.periods ? this.kept("periods", this.meta.periods, undefined, (bytes) => decodeJSON<Span[]>(bytes)) : [];
  }

  async tail(): Promise<Tail> {
    if (this.meta.tail === 0) return nothing;
    const all = await this.kept("tail", this.meta.tail, undefined, (bytes) => decodeJSON<Bulletin[]>(bytes));
    return this.once("folded tail", async () => {
      const out: Tail = { docs: [], folded: [] };
      for (const bulletin of all) for (const doc of bulletin.docs) out.docs.push({ bulletin, doc });
      await this.prepare(out.docs.map(({ doc }) => doc.t).join(""));
      out.folded = out.docs.map(({ doc }) => fold(doc.t, this.simplified));
      return out;
    });
  }

  /** Makes folding of a text right: it asks for the table of traditional characters where the text holds one. */
  async prepare(text: string): Promise<void> {
    if (!this.simplified && !this.plain.holds(text)) this.simplified = await this.kept("fold", this.meta.fold, undefined, decodeFold);
  }

  /** Asks for what every hit needs, the dictionary and the directory of the newest texts, while shards are on their way. */
  ahead(): void {
    const last = this.meta.directory.length - 1;
    if (last >= 0) this.part(last).catch(() => undefined);
    if (this.meta.dictionary) this.dictionary().catch(() => undefined);
  }

  async document(doc: number): Promise<Place> {
    const place = doc < this.meta.docs ? await this.indexed(doc) : (await this.tail()).docs[doc - this.meta.docs];
    if (!place) throw new Damaged();
    await this.prepare(place.doc.t + (place.bulletin.sections ?? []).map((s) => s.title).join("") + place.bulletin.title);
    return place;
  }

  private async indexed(doc: number): Promise<Place | undefined> {
    const i = lowest(this.meta.directory.length, (k) => (this.starts[k + 1] ?? 0) > doc);
    const texts = await this.part(i);
    let at = doc - (this.starts[i] ?? 0);
    let k = 0;
    for (; at >= (texts.docs[k] ?? Infinity); k++) at -= texts.docs[k] ?? 0;
    const bulletin = await this.text(i * textsPerPart + k, texts.sums[k] ?? 0);
    const found = bulletin.docs[at];
    return found && { bulletin, doc: found };
  }

  private text(number: number, sum: number): Promise<Bulletin> {
    const name = fileName("t", sum, number);
    if (!this.meta.dictionary) return this.once(name, async () => decodeJSON<Bulletin>(await load(this.base + name, sum)));
    return this.once(name, async () => {
      const [dictionary, body] = await Promise.all([this.dictionary(), request(this.base + name)]);
      return decodeJSON<Bulletin>(await unpackAfter(dictionary, body, sum));
    });
  }

  private dictionary(): Promise<Uint8Array<ArrayBuffer>> {
    return this.kept("dict", this.meta.dictionary, undefined, (bytes) => bytes);
  }

  private part(i: number): Promise<Texts> {
    return this.kept("p", this.meta.directory[i]?.s ?? 0, i, decodeTexts);
  }

  private kept<T>(kind: string, sum: number, number: number | undefined, decode: (bytes: Uint8Array<ArrayBuffer>) => T | Promise<T>): Promise<T> {
    const name = fileName(kind, sum, number);
    return this.once(name, async () => decode(await load(this.base + name, sum)));
  }

  /** What was read stays; what failed is asked for again the next time. */
  private once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const there = this.read.get(name) as Promise<T> | undefined;
    if (there) return there;
    const made = make();
    this.read.set(name, made);
    made.catch(() => this.read.delete(name));
    return made;
  }
}

async function load(address: string, sum: number): Promise<Uint8Array<ArrayBuffer>> {
  return unpack(await request(address), sum);
}

async function request(address: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(address);
  if (!response.ok) throw new Damaged(String(response.status));
  return new Uint8Array(await response.arrayBuffer());
}

/** The lowest of 0…n for which a rising condition holds. */
export function lowest(n: number, holds: (i: number) => boolean): number {
  let [low, high] = [0, n];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
