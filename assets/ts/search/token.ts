// From a question to pieces with meanings, by the language file that the archive's build writes; site/answers/token.go is the
// same in Go.
import { terms } from "./fold.ts";

export type Meaning = { means: string; say: string[] };
/** At and end are places in the folded question, its terms joined by single spaces. */
export type Token = { kind: string; args: string[]; text: string; at: number };
type Entry = { means: string[]; parts: string[] }; // literals and places in turn, the first a literal, which may be ""

export class Language {
  private readonly entries = new Map<string, Entry[]>(); // by first character, "" for texts that begin with a number

  constructor(readonly meanings: Meaning[]) {
    for (const m of meanings) {
      const means = m.means.split(" ");
      for (const text of m.say) {
        const parts = text.split(/[{}]/);
        const first = [...(parts[0] ?? "")][0] ?? "";
        const there = this.entries.get(first);
        if (there) there.push({ means, parts });
        else this.entries.set(first, [{ means, parts }]);
      }
    }
  }

  /** Cuts a question into tokens, the longest first at each place; undefined where one character is left over. */
  read(text: string): Token[] | undefined {
    const out: Token[] = [];
    let at = 0;
    for (const [i, part] of terms(text).entries()) {
      if (i > 0) out.push({ kind: "space", args: [], text: " ", at: at++ });
      for (let rest = part; rest; ) {
        const found = this.longest(rest);
        if (!found) return undefined;
        out.push({ ...found, at });
        at += found.text.length;
        rest = rest.slice(found.text.length);
      }
    }
    return out;
  }

  private longest(rest: string): Omit<Token, "at"> | undefined {
    let best: Omit<Token, "at"> | undefined;
    for (const key of [[...rest][0] ?? "", ""]) {
      for (const { means, parts } of this.entries.get(key) ?? []) {
        const found = match(parts, rest);
        if (found && found.length > (best?.text.length ?? 0)) best = { kind: means[0] ?? "", args: [...means.slice(1), ...found.numbers], text: rest.slice(0, found.length) };
      }
    }
    return best;
  }
}

function match(parts: string[], text: string): { length: number; numbers: string[] } | undefined {
  let rest = text;
  const numbers: string[] = [];
  for (const [i, part] of parts.entries()) {
    if (i % 2 === 0) {
      if (!rest.startsWith(part)) return undefined;
      rest = rest.slice(part.length);
      continue;
    }
    const [taken, number] = places[part]?.(rest) ?? [0, ""];
    if (taken === 0) return undefined;
    numbers.push(number);
    rest = rest.slice(taken);
  }
  return { length: text.length - rest.length, numbers };
}

type Found = [taken: number, number: string];
const none: Found = [0, ""];

/** Places read a number at the beginning of a text: how long it is, and its value. */
const places: Record<string, (text: string) => Found> = {
  n: (text) => count(text, 1, 999),
  m: (text) => count(text, 1, 12),
  y: (text) => {
    const long = year(text);
    if (long[0] > 0) return long;
    return /^[12]\d(?!\d)/.test(text) ? [2, `20${text.slice(0, 2)}`] : none;
  },
  Y: year,
  v: (text) => value(text, false),
  u: (text) => value(text, true),
};

const arabic = /^\d+(?:\.\d+)?/;
const chinese = /^[零一二两三四五六七八九十百]+/;
const digits = "零一二三四五六七八九";

function year(text: string): Found {
  const m = /^(?:(?:19|20)\d\d|二[〇零][〇零一二三四五六七八九]{2})(?!\d)/.exec(text)?.[0];
  if (!m) return none;
  return [m.length, [...m].map((c) => (c === "〇" ? "0" : digits.includes(c) ? String(digits.indexOf(c)) : c)).join("")];
}

/** A whole number, 3 or 三. */
function count(text: string, low: number, high: number): Found {
  const m = arabic.exec(text)?.[0];
  if (m && !/^\d+$/.test(m)) {
    return none;
  }
  const said = m ?? chinese.exec(text)?.[0] ?? "";
  const n = m ? Number(m) : numeral(said);
  return !said || n < low || n > high ? none : [said.length, String(n)];
}

/** A number with its measure: 80%, 百分之八十, 九成 (90%), 5天, or without where that may be. */
function value(text: string, measured: boolean): Found {
  const percent = text.startsWith("百分之");
  let rest = percent ? text.slice(3) : text;
  const m = arabic.exec(rest)?.[0] ?? chinese.exec(rest)?.[0] ?? "";
  let n = /^\d/.test(m) ? m : String(numeral(m) || "");
  if (!n) return none;
  rest = rest.slice(m.length);
  let unit = /^(?:%|分|天|件|成)/.exec(rest)?.[0] ?? "";
  rest = rest.slice(unit.length);
  if ((percent && unit && unit !== "%") || (unit === "成" && n.includes(".")) || n.length > 9) return none;
  if (percent) unit = "%";
  else if (unit === "成") [n, unit] = [`${n}0`, "%"];
  else if (measured && !unit) return none;
  return [text.length - rest.length, n + unit];
}

/** 十二, 两百, 三百零五; 0 is none. */
function numeral(text: string): number {
  let [total, digit] = [0, 0];
  for (const c of text) {
    if (c === "百" || c === "十") {
      total += Math.max(digit, 1) * (c === "百" ? 100 : 10);
      digit = 0;
    } else if (c === "零" || c === "两") digit = c === "两" ? 2 : 0;
    else if (digit > 0) return 0; // 一二三 is no number
    else digit = digits.indexOf(c);
  }
  return total + digit;
}
