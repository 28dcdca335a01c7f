// What the index says of the documents that may hold a text or be wanted, as site/search/candidates.go and filter.go find them.
import { fold } from "./fold.ts";
import type { Bulletin, Document, Shard } from "./format.ts";
import { type Generation, lowest, type Place, type Tail } from "./generation.ts";
import { all, Bitmap, type Found, intersect } from "./lists.ts";

/**
 * Limit: hits to give; offset: hits to leave out first; periods: how periods begin, "" for any; of the others "" or nothing is
 * any. Sort is time (the newest first) or fit.
 */
export type Options = { limit: number; offset?: number; periods: string; kind: string; channel?: string; section?: string; unit?: string; sort?: string };

const tooMany = 20; // documents whose texts are more to read than a few more shards

type Reference = { shard: Shard; at: number };

/** One search of one generation. */
export class Search {
  /** A file could not be read. */
  failed = false;
  /** And the results are not what they would be. */
  missing = false;
  private tailed?: Promise<Tail>;
  unit = "";

  constructor(readonly generation: Generation, readonly o: Options) {}

  /** Above all numbers of documents in shards; the tail's begin here. */
  get slots(): number {
    return this.generation.slots;
  }

  /** How many documents there are. */
  async documents(): Promise<number> {
    return this.generation.manifest.docs + (await this.tail()).docs.length;
  }

  /** Those that hold every pair of neighbours of a text; of the tail those that hold it. */
  async candidates(units: string): Promise<Found> {
    const [out, tail] = await Promise.all([units.length === 1 ? this.ofUnit(units) : this.ofPairs(units), this.tail()]);
    for (const [i, folded] of tail.folded.entries()) if (folded.includes(units)) out.docs.push(this.slots + i);
    return out;
  }

  /** Keeps the documents that the options want. Lists that cannot be read are left to the texts. */
  async narrowed(f: Found): Promise<Found> {
    const lists = this.attributes().map((a) => this.having(a));
    if (this.unit) lists.push(this.candidates(this.unit));
    if (this.o.periods) lists.push(this.ofPeriods());
    return lists.length > 0 ? within(f, all(await Promise.all(lists))) : f;
  }

  /** Those with an attribute. */
  async having(attribute: string): Promise<Found> {
    const out: Found = { docs: [], wide: false, lost: false };
    const number = this.generation.manifest.attributes.indexOf(attribute);
    if (number >= 0) {
      const ref = await this.reference(number + 1);
      out.lost = ref === undefined;
      if (ref) out.docs = [...docsOf(ref)];
    }
    for (const [i, { bulletin, doc }] of (await this.tail()).docs.entries()) if (attributesOf(bulletin, doc).includes(attribute)) out.docs.push(this.slots + i);
    return out;
  }

  /** Tells of a document that was read whether the options want it. */
  wants({ bulletin, doc }: Place): boolean {
    const has = attributesOf(bulletin, doc);
    if (!this.attributes().every((a) => has.includes(a)) || !bulletin.period.startsWith(this.o.periods)) return false;
    return !this.unit || fold(doc.t, this.generation.simplified).includes(this.unit);
  }

  /** Reads the tail; where it cannot be had, it is taken for empty and said to be missing. */
  tail(): Promise<Tail> {
    this.tailed ??= this.generation.tail().catch(() => {
      this.failed = this.missing = true;
      return { docs: [], folded: [] };
    });
    return this.tailed;
  }

  private attributes(): string[] {
    const { kind, channel, section } = this.o;
    return [kind && `kind:${kind}`, channel && `channel:${channel}`, section && `section:${section}`].filter((a): a is string => !!a);
  }

  /** Those of the periods that the options want. */
  private async ofPeriods(): Promise<Found> {
    const out: Found = { docs: [], wide: false, lost: false };
    try {
      let first = 0;
      for (const { p, n } of await this.generation.spans()) {
        for (let doc = first; p.startsWith(this.o.periods) && doc < first + n; doc++) out.docs.push(doc);
        first += n;
      }
    } catch {
      this.failed = out.lost = true;
    }
    for (const [i, { bulletin }] of (await this.tail()).docs.entries()) if (bulletin.period.startsWith(this.o.periods)) out.docs.push(this.slots + i);
    return out;
  }

  /** The union of all terms that begin with a unit. */
  private async ofUnit(unit: string): Promise<Found> {
    const low = unit.charCodeAt(0) * 0x10000;
    const high = low + 0xffff;
    const { terms } = this.generation.manifest;
    const wanted: Promise<Shard | undefined>[] = [];
    for (let i = this.shardOf(low); i < terms.length && (terms[i] ?? 0) <= high; i++) wanted.push(this.shard(i));
    const set = new Bitmap(this.slots);
    let lost = false;
    for (const shard of await Promise.all(wanted)) {
      if (!shard) lost = true;
      for (let k = shard ? lowest(shard.terms.length, (k) => (shard.terms[k] ?? 0) >= low) : 0; shard && k < shard.terms.length && (shard.terms[k] ?? 0) <= high; k++) {
        for (const doc of shard.docs(k)) set.add(doc);
      }
    }
    return { docs: set.list(), wide: false, lost };
  }

  /**
   * Of a longer text every second pair and the last: few documents already, and half the shards. Where they are many all the
   * same, the others as well: that is less to read than their texts.
   */
  private async ofPairs(units: string): Promise<Found> {
    const [asked, others]: [number[], number[]] = [[], []];
    for (let i = 0; i + 1 < units.length; i++) {
      const term = units.charCodeAt(i) * 0x10000 + units.charCodeAt(i + 1);
      (units.length <= 4 || i % 2 === 0 || i === units.length - 2 ? asked : others).push(term);
    }
    const out = await this.holding(asked);
    if (others.length === 0 || (!out.lost && out.docs.length <= tooMany)) return out;
    return all([out, await this.holding(others)]);
  }

  /** The documents of all terms. */
  private async holding(terms: number[]): Promise<Found> {
    const refs = await Promise.all(terms.map((t) => this.reference(t)));
    if (refs.includes(null)) return { docs: [], wide: false, lost: false };
    const read = refs.filter((r): r is Reference => !!r).sort((a, b) => count(a) - count(b));
    if (read.length === 0) return { docs: [], wide: false, lost: true };
    const docs = [...read.map(docsOf).reduce(intersect)];
    return { docs, wide: read.length < refs.length && docs.length > 0, lost: false };
  }

  /** Finds a term: null where no document has it, undefined where its shard cannot be read. */
  private async reference(term: number): Promise<Reference | null | undefined> {
    const { terms } = this.generation.manifest;
    const i = this.shardOf(term);
    if (i === terms.length || (terms[i] ?? 0) > term) return null;
    const shard = await this.shard(i);
    if (!shard) return undefined;
    const at = lowest(shard.terms.length, (k) => (shard.terms[k] ?? 0) >= term);
    return shard.terms[at] === term ? { shard, at } : null;
  }

  /** The shard in which a term stands, or that which follows it. */
  private shardOf(term: number): number {
    const { terms } = this.generation.manifest;
    return Math.max(0, lowest(terms.length, (i) => (terms[i] ?? 0) > term) - 1);
  }

  private shard(i: number): Promise<Shard | undefined> {
    return this.generation.shard(i).catch(() => {
      this.failed = true;
      return undefined;
    });
  }
}

/** Keeps what a filter lets through; one of which nothing can be read is left to the texts. */
function within(f: Found, filter: Found): Found {
  if (filter.lost) return { ...f, wide: f.docs.length > 0 };
  const docs = intersect(f.docs, filter.docs);
  return { docs, wide: (f.wide || filter.wide) && docs.length > 0, lost: f.lost && filter.docs.length > 0 };
}

function count({ shard, at }: Reference): number {
  return shard.counts[at] ?? 0;
}

function docsOf({ shard, at }: Reference): readonly number[] {
  return shard.docs(at);
}

function attributesOf({ sections }: Bulletin, doc: Document): string[] {
  const key = sections?.[doc.s]?.key;
  return [`kind:${doc.k}`, ...(doc.c ? [`channel:${doc.c}`] : []), ...(key ? [`section:${key}`] : [])];
}
