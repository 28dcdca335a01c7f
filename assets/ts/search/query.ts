// From what was typed to hits, as site/search/query.go and question.go find them: exact first, and only where nothing is, what
// comes near.
import { fold, foldWithPlaces, terms, words } from "./fold.ts";
import { type Index, intersect } from "./index.ts";

export type Options = { limit: number; periods: string; kind: string };
export type Hit = { period: string; label: string; section: string; kind: string; path: string; text: string; marks: [number, number][] };
/** Instead is what was looked for because the query stands nowhere but names a unit by another name. */
export type Results = { count: number; about: boolean; loose: boolean; instead?: string; hits: Hit[] };

export async function search(index: Index, query: string, o: Options): Promise<Results> {
  const out: Results = { count: 0, about: false, loose: false, hits: [] };
  const wanted = terms(query);
  if (wanted.length === 0) return out;
  await exactly(index, out, wanted, o);
  if (out.count > 0) return out;
  const instead = await byName(index, query);
  if (instead) await exactly(index, out, terms(instead), o);
  if (out.count > 0) return { ...out, instead };
  out.loose = true;
  await loose(index, out, query, o);
  return out;
}

async function exactly(index: Index, out: Results, wanted: string[], o: Options): Promise<void> {
  const lists = await Promise.all(wanted.map((t) => index.candidates(t)));
  const docs = lists.reduce(intersect).filter((doc) => inPeriods(index, doc, o));
  await exact(index, out, docs, wanted, o);
}

/** The query with other names of units replaced by their names; "" where it has none. */
async function byName(index: Index, query: string): Promise<string> {
  const names = await index.otherNames();
  const parts = words(query);
  const replaced = parts.map((part) => names.get(fold(part)) ?? part);
  return replaced.some((part, i) => part !== parts[i]) ? replaced.join(" ") : "";
}

function inPeriods(index: Index, doc: number, o: Options): boolean {
  return (index.meta.periods[index.bulletinOf(doc)] ?? "").startsWith(o.periods);
}

async function exact(index: Index, out: Results, docs: number[], wanted: string[], o: Options): Promise<void> {
  for (const [i, doc] of docs.entries()) {
    if (out.hits.length === o.limit && o.kind === "") {
      out.count += docs.length - i;
      out.about = true;
      return;
    }
    const hit = await read(index, doc);
    if (o.kind && hit.kind !== o.kind) continue;
    const { marks, all } = marksOf(hit.text, wanted);
    if (!all) continue;
    out.count++;
    if (out.hits.length < o.limit) out.hits.push({ ...hit, marks });
  }
}

async function read(index: Index, doc: number): Promise<Hit> {
  const [b, d] = await index.document(doc);
  return {
    period: b.period,
    label: b.label,
    section: b.sections?.[d.s] ?? "",
    kind: d.k,
    path: `bulletins/${b.period}/${d.a ? `#${d.a}` : ""}`,
    text: d.t,
    marks: [],
  };
}

// The words of a question that say nothing of what is asked for.
const asking = /怎么办|怎么样|怎么|为什么|什么|哪些|哪个|哪里|多少|有没有|是不是|如何|请问|关于|[的了吗呢被和与及在是有]|[？?，。！、]/g;
const enough = 0.35; // the share of a question's weight that a document must hold

async function loose(index: Index, out: Results, query: string, o: Options): Promise<void> {
  const pairs = pairsOf(query);
  if (pairs.length < 2) return;
  const weights = new Map<number, number>();
  let total = 0;
  for (const [, docs] of await Promise.all(pairs.map(async (p) => [p, await index.candidates(p)] as const))) {
    let weight = Math.log(1 + index.documents / (docs.length + 1));
    if (docs.length === 0) weight /= 2; // it may join two words that texts have apart
    total += weight;
    for (const doc of docs) weights.set(doc, (weights.get(doc) ?? 0) + weight);
  }
  const best = [...weights].filter(([doc, w]) => w >= enough * total && inPeriods(index, doc, o)).sort(([a, v], [b, w]) => w - v || a - b);
  for (const [doc] of best) {
    if (out.hits.length === o.limit && o.kind === "") {
      out.count = best.length;
      return;
    }
    const hit = await read(index, doc);
    if (o.kind && hit.kind !== o.kind) continue;
    out.count++;
    if (out.hits.length < o.limit) out.hits.push({ ...hit, marks: marksOf(hit.text, pairs).marks });
  }
}

function pairsOf(query: string): string[] {
  const out = new Set<string>();
  for (const units of terms(query.replace(asking, " "))) for (let i = 0; i + 1 < units.length; i++) out.add(units.slice(i, i + 2));
  return [...out];
}

/** Every place of every term in a text, joined where they touch, and whether each term is there. */
export function marksOf(text: string, wanted: string[]): { marks: [number, number][]; all: boolean } {
  const { units, from, to } = foldWithPlaces(text);
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
