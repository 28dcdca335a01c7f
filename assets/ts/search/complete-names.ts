// Which names there are to complete with, and which fit what has been typed.
import type { Rankings } from "./answer.ts";
import { fold } from "./fold.ts";

/** Value is what the field holds with it; known is today's name, where the one typed is another. */
export type Name = { name: string; folded: string; known?: string; value?: string };

const most = 8;

/** Units by today's name and the others they have, metrics, channels, groups and periods, from the files that answers are made of. */
export function namesOf(rankings: Rankings): Name[] {
  const today = new Map(rankings.kinds.flatMap((k) => k.tables.flatMap((t) => t.units.map((u): [string, string] => [u.id, u.name]))));
  const metrics = new Map(rankings.kinds.flatMap((k) => k.tables.flatMap((t) => t.metrics.map((m): [string, string] => [m.key, m.label]))));
  const out = new Map<string, Name>();
  const add = (name: string, known?: string): unknown => out.has(name) || out.set(name, { name, folded: fold(name), ...(known ? { known } : {}) });
  for (const name of [...today.values(), ...metrics.values()]) add(name);
  for (const k of rankings.kinds) for (const p of [...k.periods].reverse()) add(p.label);
  for (const m of rankings.language.meanings) {
    const [kind, key = ""] = m.means.split(" ");
    const name = kind === "unit" ? today.get(key) : undefined;
    if (name) for (const other of m.say) add(other, name);
    if (kind === "channel" || kind === "group") add(m.say.find((s) => !s.includes("{")) ?? "");
  }
  return [...out.values()].filter((n) => n.name);
}

/** The names that go on from the end of a text: from as much of it as any name begins with; of two characters or more also names that hold it. */
export function matches(text: string, names: Name[]): Name[] {
  const characters = [...text];
  for (let from = Math.max(0, characters.length - 12); from < characters.length; from++) {
    const start = characters.slice(0, from).join("");
    const piece = fold(characters.slice(from).join(""));
    if (!piece || /^\d{1,2}$/.test(piece)) continue;
    const begin = names.filter((n) => n.folded.startsWith(piece));
    if (begin.some((n) => n.folded === piece)) return []; // whole already
    const hold = piece.length > 1 ? names.filter((n) => n.folded.includes(piece, 1)) : [];
    const found = best([...begin, ...hold]);
    if (found.length > 0) return found.map((n) => ({ ...n, value: start + n.name }));
  }
  return [];
}

/** Today's names first; of a unit's other names one is enough, and none where today's fits. */
function best(found: Name[]): Name[] {
  const seen = new Set<string>();
  const out: Name[] = [];
  for (const n of [...found.filter((n) => !n.known), ...found.filter((n) => n.known)]) {
    const unit = n.known ?? n.name;
    if (seen.has(unit)) continue;
    seen.add(unit);
    out.push(n);
  }
  return out.slice(0, most);
}
