// Hits as a list, bulletin by bulletin.
import { html } from "../dom.ts";
import type { Hit } from "./query.ts";
import type { Said } from "./words-of-people.ts";

export type HitWords = { said: Record<string, string>; visibilities: Record<string, string> };

/** Groups follow the order of the hits; a bulletin whose hits stand apart has several. */
export function list(hits: Hit[], root: string, words: HitWords): HTMLElement[] {
  const out: HTMLElement[] = [];
  let period = "";
  let items = html("ol");
  for (const hit of hits) {
    if (hit.period !== period) {
      period = hit.period;
      items = html("ol");
      out.push(html("section", {}, html("h2", {}, html("a", { href: `${root}bulletins/${hit.period}/` }, hit.label)), items));
    }
    const link = html("a", { href: root + target(hit) }, hit.section || hit.label);
    items.append(html("li", {}, html("p", { class: "where" }, link, ...whose(hit, words)), html("p", { class: "excerpt" }, ...excerpt(hit))));
  }
  return out;
}

/** Whose note or instruction it is; nothing of a bulletin's own text. */
function whose(hit: Hit | Said, { said, visibilities }: HitWords): (Node | string)[] {
  if (!("by" in hit)) return [];
  return [" ", html("small", { class: "meta" }, [said[hit.kind], hit.by, hit.at, visibilities[hit.visibility ?? ""]].filter(Boolean).join(" · "))];
}

/** The page opens at the paragraph; browsers that can mark the words there (Chromium 80) are told which. */
function target(hit: Hit | Said): string {
  const { path, text, marks } = hit;
  const first = marks[0];
  if (!first || "by" in hit || !("fragmentDirective" in document)) return path;
  return `${path}${path.includes("#") ? "" : "#"}:~:text=${encodeURIComponent(text.slice(first[0], first[1])).replace(/-/g, "%2D")}`;
}

const around = 40; // characters before and after the first mark

/** The text around the first mark, every mark in it marked. */
function excerpt(hit: Hit): (Node | string)[] {
  const { text, marks } = hit;
  const first = marks[0]?.[0] ?? 0;
  const start = first > around ? whole(text, first - around / 2) : 0;
  const end = text.length > start + 4 * around ? whole(text, start + 4 * around) : text.length;
  const out: (Node | string)[] = [start > 0 ? "…" : ""];
  let at = start;
  for (const [from, to] of marks) {
    if (from < start || to > end) continue;
    out.push(text.slice(at, from), html("mark", {}, text.slice(from, to)));
    at = to;
  }
  out.push(text.slice(at, end), end < text.length ? "…" : "");
  return out;
}

/** Moves a cut that would part a character of two units. */
function whole(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000 ? at - 1 : at;
}
