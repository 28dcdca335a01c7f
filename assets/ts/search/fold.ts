// The form in which texts are searched: each character by itself in NFKC, lower case, simplified, spaces left out. The index
// is written with the same (site/search/fold.go); the two must agree, or a text is not found.

export type Folded = { units: string; from: number[]; to: number[] };

/** Traditional characters with their simplified ones. */
export type Simplified = ReadonlyMap<string, string>;

const none: Simplified = new Map();

export function foldCharacter(character: string, simplified = none): string {
  const code = character.codePointAt(0) ?? 0;
  if (isHan(code)) return simplified.get(character) ?? character; // nearly every character there is
  let out = "";
  for (const c of character.normalize("NFKC")) {
    const of = c.codePointAt(0) ?? 0;
    if (isHan(of)) out += simplified.get(c) ?? c;
    else if (!isSpace(of)) out += c === "İ" ? c : c.toLowerCase();
  }
  return out;
}

export function fold(text: string, simplified = none): string {
  let out = "";
  for (const c of text) out += foldCharacter(c, simplified);
  return out;
}

/** Folds and keeps, for each unit, where its character begins and ends in the text. */
export function foldWithPlaces(text: string, simplified = none): Folded {
  const out: Folded = { units: "", from: [], to: [] };
  let at = 0;
  for (const c of text) {
    const folded = foldCharacter(c, simplified);
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
export function terms(query: string, simplified = none): string[] {
  return words(query)
    .map((word) => fold(word, simplified))
    .filter(Boolean);
}

export function words(query: string): string[] {
  const parts: string[] = [""];
  for (const c of query) {
    if (isSpace(c.codePointAt(0) ?? 0)) parts.push("");
    else parts[parts.length - 1] += c;
  }
  return parts.filter(Boolean);
}

/**
 * Tells of texts whether the table of traditional characters is needed for them: no character of GB2312, which every browser
 * knows, is in it but for two.
 */
export class Plain {
  private readonly known: string;

  constructor() {
    const cells = new Uint8Array(2 * 94 * (0xf7 - 0xb0 + 1));
    for (let i = 0, row = 0xb0; row <= 0xf7; row++) {
      for (let cell = 0xa1; cell <= 0xfe; cell++) {
        cells[i++] = row;
        cells[i++] = cell;
      }
    }
    this.known = new TextDecoder("gbk").decode(cells);
  }

  holds(text: string): boolean {
    for (const c of text) {
      const code = c.codePointAt(0) ?? 0;
      if (code >= 0x2e80 && (c === "後" || c === "於" || !this.known.includes(c)) && mayBeHan(c, code)) return false;
    }
    return true;
  }
}

/** A character that is 汉字, or may become one by NFKC. */
function mayBeHan(c: string, code: number): boolean {
  if (isHan(code)) return true;
  for (const n of c.normalize("NFKC")) if (isHan(n.codePointAt(0) ?? 0)) return true;
  return false;
}

function isHan(code: number): boolean {
  return code >= 0x4e00 && code < 0xa000;
}

/** Spelled out, because languages differ in what they call a space. */
function isSpace(code: number): boolean {
  return (
    code <= 0x20 || code === 0x85 || code === 0xa0 || code === 0x1680 || (code >= 0x2000 && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202f) || code === 0x205f || code === 0x2060 || code === 0x3000 || code === 0xfeff
  );
}
