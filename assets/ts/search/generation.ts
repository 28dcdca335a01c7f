// The files that one manifest names; site/search/index.go is the same in Go.
import { fold, Plain, type Simplified } from "./fold.ts";
import { type Bulletin, checked, Damaged, decodeFold, decodeJSON, decodeManifest, digest, type Document, fileName, type Manifest, Shard, type Span, textDocs, textsPerGroup, unpack, unpackAfter, unseal } from "./format.ts";

/** A document and the bulletin, or the piece of one, that it stands in. */
export type Place = { bulletin: Bulletin; doc: Document };

/** What is in no shard: each document, by number less that of the first, and its text folded. */
export type Tail = { docs: Place[]; folded: string[] };

const nothing: Tail = { docs: [], folded: [] };

export class Generation {
  private readonly read = new Map<string, Promise<unknown>>();
  private readonly known = new Map<string, string>();
  private whole = false;

  private constructor(private readonly base: string, readonly name: number, readonly manifest: Manifest, private readonly plain: Plain) {}

  static async open(base: string): Promise<Generation> {
    const asked = request(`${base}manifest.bin`, { cache: "no-cache" });
    asked.catch(() => undefined);
    const plain = new Plain(); // while the manifest is on its way
    const body = await asked;
    const content = unseal(await unpack(body), 0, 0);
    return new Generation(base, digest(body), decodeManifest(content), plain);
  }

  /** Above all numbers of documents in shards: the tail's come after. */
  get slots(): number {
    return this.manifest.texts * textDocs;
  }

  /** The traditional characters of all texts and queries that were prepared or read. */
  get simplified(): Simplified {
    return this.known;
  }

  shard(i: number): Promise<Shard> {
    const { shards } = this.manifest;
    const name = fileName("s", shards, i);
    return this.once(name, async () => new Shard(unseal(await unpack(await request(this.base + name)), i, shards)));
  }

  /** The names of units by what they are called as well, folded. */
  names(): Promise<Map<string, string>> {
    return this.kept("names", this.manifest.names, (bytes) => new Map(Object.entries(decodeJSON<Record<string, string>>(bytes))));
  }

  /** The periods of the documents in shards. */
  async spans(): Promise<Span[]> {
    return this.manifest.periods ? this.kept("periods", this.manifest.periods, (bytes) => decodeJSON<Span[]>(bytes)) : [];
  }

  /** The periods of all bulletins, the oldest first. */
  async periods(): Promise<string[]> {
    const [spans, tail] = await Promise.all([this.spans(), this.tail()]);
    return [...new Set([...spans.map((s) => s.p), ...tail.docs.map((d) => d.bulletin.period)])];
  }

  async tail(): Promise<Tail> {
    if (this.manifest.tail === 0) return nothing;
    return this.kept("tail", this.manifest.tail, (bytes) => {
      const out: Tail = { docs: [], folded: [] };
      for (const bulletin of decodeJSON<Bulletin[]>(bytes)) {
        this.learn(bulletin);
        for (const doc of bulletin.docs) {
          out.docs.push({ bulletin, doc });
          out.folded.push(fold(doc.t, this.known));
        }
      }
      return out;
    });
  }

  /** Makes folding of what was typed right: it asks for the table of traditional characters where one may be there. */
  async prepare(text: string): Promise<void> {
    if (this.whole || this.plain.holds(text)) return;
    for (const [from, to] of await this.kept("fold", this.manifest.fold, decodeFold)) this.known.set(from, to);
    this.whole = true;
  }

  /** Texts come with the traditional characters in them. */
  private learn({ traditional }: Bulletin): void {
    const pairs = [...(traditional ?? "")];
    for (let i = 0; i + 1 < pairs.length; i += 2) this.known.set(pairs[i] ?? "", pairs[i + 1] ?? "");
  }

  /** Asks for what every hit needs while shards are on their way. */
  ahead(): void {
    if (this.manifest.dictionary) this.dictionary().catch(() => undefined);
  }

  async document(doc: number): Promise<Place> {
    if (doc >= this.slots) return (await this.tail()).docs[doc - this.slots] ?? damaged();
    const bulletin = await this.text(Math.floor(doc / textDocs));
    return { bulletin, doc: bulletin.docs[doc % textDocs] ?? damaged() };
  }

  private text(number: number): Promise<Bulletin> {
    const sum = this.manifest.groups[Math.floor(number / textsPerGroup)] ?? 0;
    const name = fileName("t", sum, number);
    return this.once(name, async () => {
      const [dictionary, body] = await Promise.all([this.manifest.dictionary ? this.dictionary() : undefined, request(this.base + name)]);
      const bulletin = decodeJSON<Bulletin>(unseal(await (dictionary ? unpackAfter(dictionary, body) : unpack(body)), number, sum));
      this.learn(bulletin);
      return bulletin;
    });
  }

  private dictionary(): Promise<Uint8Array<ArrayBuffer>> {
    return this.kept("dict", this.manifest.dictionary, (bytes) => bytes);
  }

  private kept<T>(kind: string, sum: number, decode: (bytes: Uint8Array<ArrayBuffer>) => T): Promise<T> {
    const name = fileName(kind, sum);
    return this.once(name, async () => decode(checked(await unpack(await request(this.base + name)), sum)));
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

async function request(address: string, how?: RequestInit): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(address, how);
  if (!response.ok) throw new Damaged(String(response.status));
  return new Uint8Array(await response.arrayBuffer());
}

function damaged(): never {
  throw new Damaged();
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
