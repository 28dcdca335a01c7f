// Writes site/search/traditional.txt: traditional characters with their simplified ones, by which texts and queries are folded
// alike. Taken from the dictionary of OpenCC (Apache-2.0). Usage: traditional.mjs TSCharacters.txt > site/search/traditional.txt
import { readFileSync } from "node:fs";

const simplified = characters("gbk", 0xb0, 0xf7, [[0xa1, 0xfe]]); // those of GB2312
const common = characters("big5", 0xa4, 0xf9, [[0x40, 0x7e], [0xa1, 0xfe]]);
for (const variant of "爲衆羣裏着啓敎") common.add(variant); // not in Big5, but written

// A character that simplified texts use too keeps its own sense (乾, 着, 徵), but for these two, which they hardly ever do.
const both = new Set("後於");

const pairs = [];
for (const line of readFileSync(process.argv[2], "utf8").split("\n")) {
  const [from, to] = line.split("\t").map((part) => part.split(" ")[0]);
  if (!to || from === to || !common.has(from) || !simplified.has(to)) continue;
  if (!simplified.has(from) || both.has(from)) pairs.push(from + to);
}
process.stdout.write(pairs.sort().join(""));

function characters(encoding, first, last, seconds) {
  const decoder = new TextDecoder(encoding);
  const out = new Set();
  for (let a = first; a <= last; a++) {
    for (const [from, to] of seconds) {
      for (let b = from; b <= to; b++) {
        const c = decoder.decode(new Uint8Array([a, b]));
        if (c.length === 1 && c >= "一" && c < "\ua000") out.add(c);
      }
    }
  }
  return out;
}
