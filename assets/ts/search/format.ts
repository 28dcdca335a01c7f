// The files of the index (docs/search.md), read as site/search/format.go and pack.go write them.
import type { Simplified } from "./fold.ts";

export type Manifest = {
  docs: number;
  texts: number;
  attributes: string[];
  terms: number[];
  shards: number;
  groups: number[];
  periods: number;
  dictionary: number;
  tail: number;
  names: number;
  fold: number;
};
export type Span = { p: string; n: number };
export type Section = { key: string; title: string };
export type Document = { s: number; k: string; c?: string; a: string; t: string };
export type Bulletin = { period: string; label: string; title: string; sections: Section[] | null; docs: Document[]; traditional?: string };

/** Says that a file cannot be had, or is not what was written. */
export class Damaged extends Error {}

export const version = 3;
export const textDocs = 8;
export const textsPerGroup = 64;

/** A file's name: its kind, its number where there are several of the kind, and the digest of its content or of all of the kind that are written together. */
export function fileName(kind: string, sum: number, number?: number): string {
  return `${kind}${number ?? ""}-${sum.toString(16).padStart(8, "0")}.bin`;
}

/** The content of a file. Hosts may have unpacked it on the way. */
export async function unpack(body: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return body[0] === 0x1f && body[1] === 0x8b ? inflate([body]) : body;
}

/** The content of a file that was packed as what follows a dictionary: the two are put together to one gzip file. */
export async function unpackAfter(dictionary: Uint8Array<ArrayBuffer>, body: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const n = dictionary.length;
  const head = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 0, n & 255, n >> 8, ~n & 255, (~n >> 8) & 255]); // and a block as it is
  return (await inflate([head, dictionary, body])).subarray(n);
}

/** Writes and reads the stream by itself: a blob before it and a response behind it take longer than the inflating. */
async function inflate(parts: Uint8Array<ArrayBuffer>[]): Promise<Uint8Array<ArrayBuffer>> {
  const { readable, writable } = new DecompressionStream("gzip");
  const writer = writable.getWriter();
  for (const written of [...parts.map((part) => writer.write(part)), writer.close()]) written.catch(() => undefined); // reading fails as well
  const reader = readable.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    length += next.value.length;
  }
  if (chunks.length === 1 && chunks[0]) return chunks[0];
  const out = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    out.set(chunk, at);
    at += chunk.length;
  }
  return out;
}

/** A content, where it is the one that the digest is of. */
export function checked<T extends Uint8Array>(bytes: T, sum: number): T {
  if (digest(bytes) !== sum) throw new Damaged();
  return bytes;
}

/** What was sealed for a name: it ends with a check of it and of the name. */
export function unseal(bytes: Uint8Array, number: number, sum: number): Uint8Array {
  const end = bytes.length - 4;
  if (end < 0) throw new Damaged();
  const name = new DataView(new ArrayBuffer(8));
  name.setUint32(0, sum);
  name.setUint32(4, number);
  const content = bytes.subarray(0, end);
  if (digest(new Uint8Array(name.buffer), content) !== new DataView(bytes.buffer, bytes.byteOffset).getUint32(end)) throw new Damaged();
  return content;
}

/** CRC-32 of contents one after another. Plain loops: this runs once over everything, before the browser makes it fast. */
export function digest(...contents: Uint8Array[]): number {
  if (steps.length === 0) for (let n = 0; n < 256; n++) steps.push(step(n));
  let crc = -1;
  for (const bytes of contents) for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ (steps[(crc ^ (bytes[i] ?? 0)) & 255] ?? 0);
  return Math.max(1, ~crc >>> 0);
}

const steps: number[] = []; // by byte

function step(byte: number): number {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
}

export function decodeJSON<T>(bytes: Uint8Array): T {
  return JSON.parse(new TextDecoder().decode(bytes)) as T;
}

type Starts = { [part in "first" | "second" | "third"]: number[] | null };
type Written = { [key in Exclude<keyof Manifest, "terms">]: Manifest[key] | null } & { version: number; starts: Starts };

export function decodeManifest(bytes: Uint8Array): Manifest {
  const m = decodeJSON<Written>(bytes);
  if (m.version !== version) throw new Damaged();
  const { first, second, third } = m.starts;
  let unit = 0;
  return {
    docs: m.docs ?? 0,
    texts: m.texts ?? 0,
    attributes: m.attributes ?? [],
    terms: (first ?? []).map((step, i) => (unit += step) * 0x10000 + (second?.[i] ?? 0) * 0x100 + (third?.[i] ?? 0)),
    shards: m.shards ?? 0,
    groups: m.groups ?? [],
    periods: m.periods ?? 0,
    dictionary: m.dictionary ?? 0,
    tail: m.tail ?? 0,
    names: m.names ?? 0,
    fold: m.fold ?? 0,
  };
}

class Numbers {
  at = 0;
  constructor(private readonly bytes: Uint8Array) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  next(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.bytes[this.at++];
      if (byte === undefined || scale > 2 ** 42) throw new Damaged();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  /** A difference that may be below zero. */
  signed(): number {
    const n = this.next();
    return n % 2 ? -(n + 1) / 2 : n / 2;
  }

  /** How many follow; each takes at least a byte, so more than are left is damage. */
  count(): number {
    const n = this.next();
    if (n > this.left) throw new Damaged();
    return n;
  }

  skip(n: number): void {
    for (; n > 0; this.at++) if ((this.bytes[this.at] ?? 0) < 128) n--;
  }
}

/** A shard as it is kept: documents stay as they were written until they are asked for. */
export class Shard {
  readonly terms: number[] = [];
  readonly counts: number[] = [];
  private readonly starts: number[] = [];
  private readonly lists = new Map<number, readonly number[]>();

  constructor(private readonly bytes: Uint8Array) {
    const n = new Numbers(bytes);
    let term = 0;
    for (let i = n.count(); i > 0; i--) this.terms.push((term += n.next()));
    for (const _ of this.terms) this.counts.push(n.count());
    for (const count of this.counts) {
      this.starts.push(n.at);
      n.skip(count);
    }
    if (n.at !== bytes.length) throw new Damaged();
  }

  /** The documents of the ith term, ascending; kept for the next time. */
  docs(i: number): readonly number[] {
    const there = this.lists.get(i);
    if (there) return there;
    const n = new Numbers(this.bytes);
    n.at = this.starts[i] ?? 0;
    const out: number[] = [];
    let doc = 0;
    for (let k = this.counts[i] ?? 0; k > 0; k--) out.push((doc += n.next()));
    this.lists.set(i, out);
    return out;
  }
}

/** The table of traditional characters: how many, they as differences, the simplified ones as differences. */
export function decodeFold(bytes: Uint8Array): Simplified {
  const n = new Numbers(bytes);
  const from: string[] = [];
  let code = 0;
  for (let i = n.count(); i > 0; i--) from.push(String.fromCharCode((code += n.next())));
  code = 0;
  return new Map(from.map((character) => [character, String.fromCharCode((code += n.signed()))]));
}
