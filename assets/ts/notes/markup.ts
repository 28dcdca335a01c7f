// What somebody typed, as elements: those that the server's reader of Markdown makes, and no others.
import { html } from "../dom.ts";
import type { Words } from "./api.ts";

const tags = ["p", "ul", "ol", "li", "blockquote", "pre", "code", "em", "strong", "a", "br"] as const;

export function markup(words: Words[]): Node[] {
  return words.map((w) => {
    const tag = tags.find((t) => t === w.tag);
    const inside = markup(w.children ?? []);
    if (!tag) return document.createTextNode(w.text ?? "");
    const leads = tag === "a" && /^https?:$/.test(new URL(w.href ?? "", document.baseURI).protocol);
    return html(tag, leads ? { href: w.href, rel: "noopener noreferrer nofollow" } : {}, ...inside);
  });
}
