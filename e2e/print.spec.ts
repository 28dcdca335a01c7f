// The sheet of paper, as `tongbao pdf` makes it.
import { expect, test } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { Archive } from "./archive.ts";

const mm = 72 / 25.4; // points

type Word = { page: number; left: number; right: number; top: number; bottom: number; text: string };
type Sheet = { width: number; height: number };

/** Every sheet of a PDF, and every word with its place, in points. */
function read(pdf: string): { sheets: Sheet[]; words: Word[] } {
  const html = execFileSync("pdftotext", ["-bbox", pdf, "-"], { encoding: "utf8", maxBuffer: 1 << 26 });
  const sheets: Sheet[] = [];
  const words: Word[] = [];
  for (const line of html.split("\n")) {
    const sheet = /<page width="([\d.]+)" height="([\d.]+)"/.exec(line);
    if (sheet) sheets.push({ width: +sheet[1]!, height: +sheet[2]! });
    const m = /xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)<\/word>/.exec(line);
    if (m) words.push({ page: sheets.length, left: +m[1]!, top: +m[2]!, right: +m[3]!, bottom: +m[4]!, text: m[5]! });
  }
  return { sheets, words };
}

/** The lines of a page: words whose middles are less than half a line apart stand on one. */
function lines(words: Word[]): number[] {
  const middles = words.map((w) => (w.top + w.bottom) / 2).sort((a, b) => a - b);
  return middles.filter((y, i) => i === 0 || y - middles[i - 1]! > 8);
}

const turned = (sheet: Sheet): boolean => sheet.width > sheet.height;

let archive: Archive;
let pdf: string;
let notes: string;

test.beforeAll(() => {
  archive = Archive.whole();
  pdf = join(archive.dir, "2021q3.pdf");
  notes = join(archive.dir, "notes.pdf");
  archive.run("pdf", "2021q3", "--out", pdf);
  archive.run("pdf", "2021q3", "--out", notes, "--notes");
});

test.afterAll(() => archive.remove());

test("A4, upright for words and turned for wide tables, nothing cut off", () => {
  const { sheets, words } = read(pdf);
  expect(sheets.length).toBeGreaterThan(8);
  expect(sheets.length).toBeLessThan(24);
  for (const sheet of sheets) {
    expect([sheet.width, sheet.height].sort((a, b) => a - b).map(Math.round)).toEqual([595, 842]);
  }
  expect(sheets.filter(turned).length).toBeGreaterThanOrEqual(3);
  const half = 1; // point, for rounding
  const descent = 4; // points that a font's box reaches below its line, and above
  const ascent = 8;
  for (const w of words.filter((w) => !turned(sheets[w.page - 1]!) && !isNumber(w, sheets[w.page - 1]!))) {
    const where = `${w.text} on page ${w.page}`;
    expect(w.left, where).toBeGreaterThanOrEqual(28 * mm - half);
    expect(w.right, where).toBeLessThanOrEqual((210 - 26) * mm + half);
    expect(w.bottom, where).toBeLessThanOrEqual((297 - 35) * mm + descent);
  }
  for (const w of words.filter((w) => turned(sheets[w.page - 1]!) && !isNumber(w, sheets[w.page - 1]!))) {
    const where = `${w.text} on page ${w.page}`;
    expect(w.left, where).toBeGreaterThanOrEqual(35 * mm - half);
    expect(w.right, where).toBeLessThanOrEqual((297 - 37) * mm + half);
    expect(w.top, where).toBeGreaterThanOrEqual(28 * mm - ascent);
    expect(w.bottom, where).toBeLessThanOrEqual((210 - 26) * mm + descent);
  }
});

/** Page numbers stand outside the block: 一字线, digits, 一字线, below it, or on a turned sheet to its left. */
function isNumber(w: Word, sheet: Sheet): boolean {
  if (!/^[—\d\s]+$/.test(w.text)) return false;
  return turned(sheet) ? (w.left + w.right) / 2 < 35 * mm : (w.top + w.bottom) / 2 > (297 - 35) * mm;
}

test("22 lines a page", () => {
  const { sheets, words } = read(pdf);
  const block = (page: number): Word[] => words.filter((w) => w.page === page && !isNumber(w, sheets[page - 1]!));
  expect(turned(sheets[1]!)).toBe(false); // the second page is words from top to bottom
  const found = lines(block(2));
  expect(found).toHaveLength(22);
  const pitch = (found[21]! - found[0]!) / 21;
  expect(pitch).toBeCloseTo((225 * mm) / 22, 0);
});

test("28 characters a line", () => {
  const text = execFileSync("pdftotext", ["-f", "2", "-l", "2", "-layout", pdf, "-"], { encoding: "utf8" });
  const widths = text.split("\n").map((line) => [...line.trim()].reduce((n, c) => n + (/[\u2e80-\uffef，。、；：（）]/.test(c) ? 1 : 0.5), 0));
  expect(Math.max(...widths)).toBeLessThanOrEqual(29);
  expect(Math.max(...widths)).toBeGreaterThanOrEqual(27);
});

test("every page has its number, from 1 to the last", () => {
  const { sheets, words } = read(pdf);
  const numbers = sheets.map((_, i) => {
    const outside = words.filter((w) => w.page === i + 1 && isNumber(w, sheets[i]!));
    return outside.map((w) => w.text).join("").replace(/\D/g, "");
  });
  // Digits of a turned number are read from the sheet's side, one below the other, in either order.
  const alike = (text: string): string => [...text].sort().join("");
  expect(numbers.map(alike)).toEqual(sheets.map((_, i) => alike(String(i + 1))));
});

test("fonts are embedded", () => {
  const list = execFileSync("pdffonts", [pdf], { encoding: "utf8" }).trim().split("\n").slice(2);
  expect(list.length).toBeGreaterThan(0);
  for (const font of list) expect(font).toMatch(/ yes (yes|no ) +yes +\d+ +0$/); // embedded, and its letters can be copied
});

test("tables are whole: every score is there, none torn, heads repeated", async ({ browser }) => {
  const page = await browser.newPage();
  await page.goto(`${await archive.serve()}bulletins/2021q3/`);
  const scores = await page.locator("table.ranking tbody tr").evaluateAll((rows) => rows.map((r) => [...r.querySelectorAll("td:not(.recomputed)")].pop()!.textContent!.trim()));
  await page.close();
  expect(scores).toHaveLength(105); // 15 + 8 + 29 + 8 + 26 + 19
  const { sheets, words } = read(pdf);
  const printed = words.map((w) => w.text);
  const count = (list: string[], text: string): number => list.filter((t) => t === text).length;
  for (const score of scores) expect(count(printed, score), score).toBeGreaterThanOrEqual(count(scores, score));
  const heads = words.filter((w) => w.text.includes("名次") && w.text.length < 12);
  expect(heads.length).toBeGreaterThan(6); // a table that goes on has its head again
  // A table that fits a sheet stands on one: those of the counties and cities, and the lists.
  for (const title of ["14地市网络诉求办理情况", "县区网络诉求办理情况", "县区热线诉求办理情况"]) {
    const at = words.find((w) => w.text.includes(title))!;
    expect(heads.filter((h) => h.page === at.page), title).not.toHaveLength(0);
  }
  expect(sheets.length).toBeGreaterThanOrEqual(Math.max(...heads.map((h) => h.page)));
});

test("a margin for 批示 beside every upright page", () => {
  const { sheets, words } = read(notes);
  for (const w of words.filter((w) => !turned(sheets[w.page - 1]!) && !isNumber(w, sheets[w.page - 1]!) && !"批　示".includes(w.text))) {
    expect(w.right, `${w.text} on page ${w.page}`).toBeLessThanOrEqual((210 - 59.4) * mm + 1);
  }
  for (const page of [1, 2]) expect(words.filter((w) => w.page === page && w.left > 150 * mm).map((w) => w.text).join("")).toContain("批");
});

test("the sheet leaves out what only a screen needs", async ({ browser }) => {
  const page = await browser.newPage();
  await page.goto(`${await archive.serve()}bulletins/2021q3/`);
  await page.emulateMedia({ media: "print" });
  for (const part of [".site-header", ".contents", ".sources", ".recomputed", ".moved", ".take-along", ".print-tools", ".neighbours"]) {
    await expect(page.locator(part).first(), part).toBeHidden();
  }
  for (const part of [".instructions-box", ".red-head", ".imprint"]) await expect(page.locator(part)).toBeVisible();
  await page.close();
});
