// The files of the index (docs/search.md), read as site/search/format.go writes them.

export type Meta = { docs: number[]; shards: number[]; periods: string[] };
export type Posting = { term: number; docs: number[] };

export class Damaged extends Error {}

const version = 1;

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

  /** How many follow; each takes at least a byte, so more than are left is damage. */
  count(): number {
    const n = this.next();
    if (n > this.left) throw new Damaged();
    return n;
  }
}

export function decodeMeta(bytes: Uint8Array): Meta {
  const n = new Numbers(bytes);
  if (n.next() !== version) throw new Damaged();
  const docs: number[] = [];
  for (let i = n.count(); i > 0; i--) docs.push(n.next());
  const shards: number[] = [];
  let at = 0;
  for (let i = n.count(); i > 0; i--) shards.push((at += n.next()));
  const rest = new TextDecoder().decode(bytes.subarray(n.at));
  const periods = rest ? rest.split("\n") : [];
  if (periods.length !== docs.length) throw new Damaged();
  return { docs, shards, periods };
}

export function decodeShard(bytes: Uint8Array, all: number): Posting[] {
  const n = new Numbers(bytes);
  const out: Posting[] = [];
  let term = 0;
  while (n.left > 0) {
    term += n.next();
    const docs: number[] = [];
    let last = 0;
    for (let i = n.count(); i > 0; i--) {
      const step = n.next();
      if (docs.length > 0 && step === 0) throw new Damaged();
      last += step;
      docs.push(last);
    }
    if (docs.length === 0 || last >= all || term > 0xffffffff) throw new Damaged();
    out.push({ term, docs });
  }
  return out;
}

/** The bytes of a file. Hosts may have unpacked it on the way. */
export async function unpack(body: ArrayBuffer): Promise<Uint8Array> {
  const bytes = new Uint8Array(body);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([body]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
