// The form in which texts are searched: each character by itself in NFKC, lower case, spaces left out. The index is written
// with the same (site/search/fold.go); the two must agree, or a text is not found.

export type Folded = { units: string; from: number[]; to: number[] };

export function foldCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x4e00 && code < 0xa000) return character; // 汉字, nearly every character there is
  let out = "";
  for (const c of character.normalize("NFKC")) if (!isSpace(c.codePointAt(0) ?? 0)) out += c === "İ" ? c : c.toLowerCase();
  return out;
}

export function fold(text: string): string {
  let out = "";
  for (const c of text) out += foldCharacter(c);
  return out;
}

/** Folds and keeps, for each unit, where its character begins and ends in the text. */
export function foldWithPlaces(text: string): Folded {
  const out: Folded = { units: "", from: [], to: [] };
  let at = 0;
  for (const c of text) {
    const folded = foldCharacter(c);
    for (let i = 0; i < folded.length; i++) {
      out.from.push(at);
      out.to.push(at + c.length);
    }
    out.units += folded;
    at += c.length;
  }
  return out;
}

/** What a reader typed, split at its spaces, each part folded. */
export function terms(query: string): string[] {
  return words(query).map(fold).filter(Boolean);
}

export function words(query: string): string[] {
  const parts: string[] = [""];
  for (const c of query) {
    if (isSpace(c.codePointAt(0) ?? 0)) parts.push("");
    else parts[parts.length - 1] += c;
  }
  return parts.filter(Boolean);
}

/** Spelled out, because languages differ in what they call a space. */
function isSpace(code: number): boolean {
  return (
    code <= 0x20 || code === 0x85 || code === 0xa0 || code === 0x1680 || (code >= 0x2000 && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202f) || code === 0x205f || code === 0x2060 || code === 0x3000 || code === 0xfeff
  );
}
