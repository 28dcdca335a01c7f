import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { expect, test } from "./archive.ts";

const mm = 72 / 25.4; // points

type Word = { page: number; left: number; right: number; top: number; bottom: number; text: string };

/** Every word of a PDF with its place, in points. */
function words(pdf: string): Word[] {
  const html = execFileSync("pdftotext", ["-bbox", pdf, "-"], { encoding: "utf8" });
  const found: Word[] = [];
  let page = 0;
  for (const line of html.split("\n")) {
    if (line.includes("<page ")) page++;
    const m = /xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)<\/word>/.exec(line);
    if (m) found.push({ page, left: +m[1]!, top: +m[2]!, right: +m[3]!, bottom: +m[4]!, text: m[5]! });
  }
  return found;
}

test("prints on A4, nothing cut off", async ({ page, site }, info) => {
  await page.goto(site.url + "bulletins/2021q3/");
  const pdf = info.outputPath("bulletin.pdf");
  writeFileSync(pdf, await page.pdf({ preferCSSPageSize: true, printBackground: true }));

  const facts = execFileSync("pdfinfo", [pdf], { encoding: "utf8" });
  expect(facts).toMatch(/Page size:\s+59[45](\.\d+)? x 84[12](\.\d+)? pts \(A4\)/);
  const pages = +/Pages:\s+(\d+)/.exec(facts)![1]!;
  expect(pages).toBeGreaterThan(6);
  expect(pages).toBeLessThan(20);

  const all = words(pdf);
  const half = 1; // point, for rounding
  const descent = 4; // points that a font's box reaches below its line
  for (const w of all) {
    const where = `${w.text} on page ${w.page}`;
    expect(w.left, where).toBeGreaterThanOrEqual(28 * mm - half);
    expect(w.right, where).toBeLessThanOrEqual((210 - 26) * mm + half);
    expect(w.bottom, where).toBeLessThanOrEqual((297 - 35) * mm + descent);
  }

  // The last column of every ranking is there, row by row: 15 + 8 + 29 + 8 + 26 + 19 scores, none on top of another.
  const scores = await page.locator("table.ranking tbody tr").evaluateAll((rows) =>
    rows.map((r) => [...r.querySelectorAll("td:not(.recomputed)")].pop()!.textContent!.trim()));
  expect(scores).toHaveLength(105);
  const printed = all.map((w) => w.text);
  for (const score of scores) expect(printed).toContain(score);

  // A table that goes on over the page repeats its head.
  const heads = all.filter((w) => w.text === "名次").map((w) => w.page);
  expect(new Set(heads).size).toBeGreaterThan(2);
  expect(heads.length).toBeGreaterThan(6);
});

test("the sheet leaves out what only a screen needs", async ({ page, site }) => {
  await page.emulateMedia({ media: "print" });
  await page.goto(site.url + "bulletins/2021q3/");
  for (const part of [".site-header", ".contents", ".sources", ".recomputed"]) {
    await expect(page.locator(part).first()).toBeHidden();
  }
  for (const part of [".instructions-box", ".red-head", ".imprint"]) {
    await expect(page.locator(part)).toBeVisible();
  }
});
