// What people wrote about bulletins, for those who may read it: our server looks through it, by the same folding as the index.
import type { Options } from "./candidates.ts";
import type { Generation } from "./generation.ts";
import type { Hit, Results } from "./query.ts";

/** By and at say who wrote it and when; visibility is a note's. */
export type Said = Hit & { by: string; at: string; visibility?: string };
type Answer = { count: number; hits: (Omit<Said, "sectionKey"> & { section_key?: string })[] };

export const noteKind = "note"; // no document of a bulletin is of it

const most = 100; // hits that the server gives at once

/** Asks for as many as the options want; nothing where they want another kind. */
export async function said(source: string, query: string, o: Options): Promise<{ count: number; hits: Said[] }> {
  const out = { count: 0, hits: [] as Said[] };
  if (o.kind && o.kind !== noteKind && o.kind !== "instruction") return out;
  do {
    const q = new URLSearchParams({ in: "words", q: query, period: o.periods, channel: o.channel ?? "", section: o.section ?? "", unit: o.unit ?? "", kind: o.kind, limit: String(most), offset: String(out.hits.length) });
    const response = await fetch(`${source}?${q.toString()}`);
    if (!response.ok) throw new Error(String(response.status));
    const { count, hits } = (await response.json()) as Answer;
    if (hits.length === 0) break;
    out.count = count;
    for (const h of hits) out.hits.push({ ...h, section: h.section ?? "", sectionKey: h.section_key ?? "", channel: h.channel ?? "" });
  } while (out.hits.length < Math.min(o.limit, out.count));
  return out;
}

/**
 * Puts it among the hits of the index, as site/web/search_words.go does: by time after those of the same bulletin, by fit first. What
 * stands somewhere as it was typed leaves likeness out.
 */
export async function joined(results: Results, more: { count: number; hits: Said[] }, generation: Generation, o: Options): Promise<Results> {
  if (more.count === 0) return results;
  const own = results.loose ? { ...results, count: 0, hits: [], loose: false } : results;
  let hits = [...more.hits, ...own.hits];
  if (o.sort !== "fit") {
    const periods = await generation.periods();
    const place = new Map(periods.map((p, i) => [p, i]));
    hits = [...own.hits, ...more.hits];
    hits.sort((a, b) => (place.get(b.period) ?? periods.length) - (place.get(a.period) ?? periods.length));
  }
  return { ...own, count: own.count + more.count, hits: hits.slice(0, o.limit) };
}
