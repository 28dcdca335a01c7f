// From what was typed to hits, as site/search/query.go and question.go find them: exact first, and only where nothing is, what
// comes near.
import { type Options, Search } from "./candidates.ts";
import { fit } from "./fit.ts";
import { fold, foldWithPlaces, type Simplified, terms, words } from "./fold.ts";
import type { Generation, Place } from "./generation.ts";
import type { Index } from "./index.ts";
import { all, Bitmap, type Found } from "./lists.ts";

export type { Options } from "./candidates.ts";
export type Hit = { period: string; label: string; section: string; sectionKey: string; kind: string; channel: string; path: string; text: string; marks: [number, number][] };

/**
 * Instead is what was looked for because the query stands nowhere but names a unit by another name. Missing says that files of
 * the index could not be read, so that there may be hits which are not known of.
 */
export type Results = { count: number; about: boolean; loose: boolean; instead?: string; missing: boolean; hits: Hit[] };

type Verify = (place: Place) => { marks: [number, number][]; all: boolean };

/** Finds what was typed. It fails where not even the manifest can be read. */
export async function search(index: Index, query: string, o: Options): Promise<Results> {
  const { generation } = index;
  const [out, failed] = await once(generation, query, o);
  if (failed && (await index.reload(generation))) return (await once(index.generation, query, o))[0];
  return out;
}

async function once(generation: Generation, query: string, o: Options): Promise<[Results, failed: boolean]> {
  const s = new Search(generation, o);
  const out: Results = { count: 0, about: false, loose: false, missing: false, hits: [] };
  await generation.prepare(query + (o.unit ?? "")).catch(() => (s.failed = s.missing = true));
  s.unit = fold(o.unit ?? "", generation.simplified);
  const wanted = terms(query, generation.simplified);
  if (wanted.length > 0) await answer(s, out, query, wanted);
  out.missing = s.missing;
  out.about ||= s.missing && out.count > 0;
  return [out, s.failed];
}

/** What was typed, then units' names today, then likeness. That files are missing is no reason to take it for something else. */
async function answer(s: Search, out: Results, query: string, wanted: string[]): Promise<void> {
  s.generation.ahead();
  await exact(s, out, wanted);
  if (out.count > 0 || s.missing) return;
  const instead = await byName(s, query);
  if (instead) {
    await s.generation.prepare(instead).catch(() => (s.failed = s.missing = true));
    await exact(s, out, terms(instead, s.generation.simplified));
    if (out.count > 0) out.instead = instead;
  }
  if (out.count > 0 || s.missing) return;
  out.loose = true;
  await loose(s, out, query);
}

/** The query with other names of units replaced by their names; "" where it has none. */
async function byName(s: Search, query: string): Promise<string> {
  try {
    const names = await s.generation.names();
    const parts = words(query);
    const replaced = parts.map((part) => names.get(fold(part, s.generation.simplified)) ?? part);
    return replaced.some((part, i) => part !== parts[i]) ? replaced.join(" ") : "";
  } catch {
    s.failed = s.missing = true;
    return "";
  }
}

async function exact(s: Search, out: Results, wanted: string[]): Promise<void> {
  const lists = await Promise.all(wanted.map((t) => s.candidates(t)));
  const f = await s.narrowed(all(lists));
  f.docs = [...f.docs].reverse();
  if (s.o.sort === "fit") f.docs = await fit(s, f.docs, wanted, lists);
  const sure = s.unit.length <= 2 && wanted.every((t) => t.length <= 2); // what is one pair is there where the pair is
  await take(s, out, f, sure, ({ doc }) => marksOf(doc.t, wanted, s.generation.simplified));
}

const patience = 200; // texts read at most for a list that is longer than it should be because files are missing

/** Verifies documents until there are hits enough; those it did not come to are counted as they are. */
async function take(s: Search, out: Results, f: Found, sure: boolean, verify: Verify): Promise<void> {
  s.missing ||= f.wide || f.lost;
  for (const doc of f.docs.slice(0, s.o.limit + (s.o.offset ?? 0))) s.generation.document(doc).catch(() => undefined); // all at once
  let unread = 0;
  for (const [i, number] of f.docs.entries()) {
    if (out.hits.length === s.o.limit || (f.wide && i === patience)) {
      out.count += f.docs.length - i;
      out.about ||= !sure;
      break;
    }
    try {
      const place = await s.generation.document(number);
      if (!s.wants(place)) continue;
      const { marks, all } = verify(place);
      if (!all) continue;
      if (++out.count > (s.o.offset ?? 0)) out.hits.push(hitOf(place, marks));
    } catch {
      s.failed = s.missing = true;
      unread++;
    }
  }
  out.count += unread;
}

function hitOf({ bulletin: b, doc: d }: Place, marks: [number, number][]): Hit {
  const section = b.sections?.[d.s];
  return {
    period: b.period,
    label: b.label,
    section: section?.title ?? "",
    sectionKey: section?.key ?? "",
    kind: d.k,
    channel: d.c ?? "",
    path: `bulletins/${b.period}/${d.a ? `#${d.a}` : ""}`,
    text: d.t,
    marks,
  };
}

// The words of a question that say nothing of what is asked for.
const asking = /怎么办|怎么样|怎么|为什么|什么|哪些|哪个|哪里|多少|有没有|是不是|如何|请问|关于|[的了吗呢被和与及在是有]|[？?，。！、]/g;
const enough = 35; // the share, in percent, of a question's weight that a document must hold

async function loose(s: Search, out: Results, query: string): Promise<void> {
  const pairs = pairsOf(query, s.generation.simplified);
  if (pairs.length < 2) return;
  const documents = await s.documents();
  const numbers = s.slots + (await s.tail()).docs.length;
  const weights = new Uint32Array(numbers);
  const set = new Bitmap(numbers);
  let total = 0;
  for (const f of await Promise.all(pairs.map((p) => s.candidates(p)))) {
    s.missing ||= f.lost;
    let weight = Math.floor(64 * Math.log(1 + documents / (f.docs.length + 1)) + 0.5);
    if (f.docs.length === 0) weight >>= 1; // it may join two words that texts have apart
    total += weight;
    for (const doc of f.docs) {
      weights[doc] = (weights[doc] ?? 0) + weight;
      set.add(doc);
    }
  }
  const weightOf = (doc: number): number => weights[doc] ?? 0;
  const docs = set.list().filter((doc) => weightOf(doc) * 100 >= enough * total);
  const f = await s.narrowed({ docs, wide: false, lost: false });
  f.docs.sort((a, b) => weightOf(b) - weightOf(a) || b - a);
  await take(s, out, f, s.unit.length <= 2, ({ doc }) => ({ ...marksOf(doc.t, pairs, s.generation.simplified), all: true }));
}

function pairsOf(query: string, simplified?: Simplified): string[] {
  const out = new Set<string>();
  for (const units of terms(query.replace(asking, " "), simplified)) for (let i = 0; i + 1 < units.length; i++) out.add(units.slice(i, i + 2));
  return [...out];
}

/** Every place of every term in a text, joined where they touch, and whether each term is there. */
export function marksOf(text: string, wanted: string[], simplified?: Simplified): { marks: [number, number][]; all: boolean } {
  const { units, from, to } = foldWithPlaces(text, simplified);
  const marks: [number, number][] = [];
  let all = true;
  for (const term of wanted) {
    let at = units.indexOf(term);
    if (at < 0) all = false;
    for (; at >= 0; at = units.indexOf(term, at + 1)) marks.push([from[at] ?? 0, to[at + term.length - 1] ?? 0]);
  }
  marks.sort((a, b) => a[0] - b[0]);
  const joined: [number, number][] = [];
  for (const mark of marks) {
    const last = joined[joined.length - 1];
    if (last && mark[0] <= last[1]) last[1] = Math.max(last[1], mark[1]);
    else joined.push(mark);
  }
  return { marks: joined, all };
}
