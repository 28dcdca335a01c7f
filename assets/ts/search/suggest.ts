// What to try where nothing was found: only what finds something is offered.
import { html } from "../dom.ts";
import { say } from "../say.ts";
import { words } from "./fold.ts";
import type { Index } from "./index.ts";
import { type Options, search } from "./query.ts";

const most = 4;

/** A list of links, or nothing. */
export async function suggestions(index: Index, query: string, o: Options, w: { try: string; everywhere: string }): Promise<HTMLElement[]> {
  const items: HTMLElement[] = [];
  if (o.periods || o.channel || o.section || o.kind || o.unit) {
    const { count, loose } = await search(index, query, { limit: 1, periods: "", kind: "" });
    if (count > 0 && !loose) items.push(link(query, say(w.everywhere, query, count)));
  }
  for (const shorter of shortened(query)) {
    if (items.length === most) break;
    const { count, loose } = await search(index, shorter, { ...o, limit: 1 });
    if (count > 0 && !loose) items.push(link(shorter, `${shorter}（${count}）`));
  }
  return items.length > 0 ? [html("p", {}, w.try), html("ul", { class: "recent" }, ...items)] : [];
}

function link(query: string, text: string): HTMLElement {
  return html("li", {}, html("a", { href: `?q=${encodeURIComponent(query)}` }, text));
}

/** Each word by itself; of a single one, what is left without its last and without its first characters. */
function shortened(query: string): string[] {
  const parts = words(query);
  if (parts.length > 1) return [...new Set(parts)];
  const characters = [...(parts[0] ?? "")];
  const out: string[] = [];
  for (let length = characters.length - 1; length >= 2 && out.length < 12; length--) {
    out.push(characters.slice(0, length).join(""), characters.slice(-length).join(""));
  }
  return out;
}
