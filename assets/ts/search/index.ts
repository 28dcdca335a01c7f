// The index in static files beside the search page.
import { Generation, type Place } from "./generation.ts";

export type { Bulletin, Document } from "./format.ts";

export class Index {
  private constructor(private readonly base: string, private now: Generation) {}

  /** Opens the index whose manifest lies at base. */
  static async open(base: string): Promise<Index> {
    return new Index(base, await Generation.open(base));
  }

  get generation(): Generation {
    return this.now;
  }

  /** Takes the index that the manifest names now, and tells whether it is another one: a new deployment came in between. */
  async reload(old: Generation): Promise<boolean> {
    const now = await Generation.open(this.base);
    if (now.name === old.name) return false;
    this.now = now;
    return true;
  }

  document(doc: number): Promise<Place> {
    return this.now.document(doc);
  }

  /** The names of units by what they are called as well, folded. */
  otherNames(): Promise<Map<string, string>> {
    return this.now.names();
  }

  /** The keys of the channels that documents are about. */
  channels(): string[] {
    return this.values("channel:");
  }

  /** The keys of the sections that documents stand in. */
  sections(): string[] {
    return this.values("section:");
  }

  private values(sort: string): string[] {
    return this.now.manifest.attributes.filter((a) => a.startsWith(sort)).map((a) => a.slice(sort.length));
  }
}
