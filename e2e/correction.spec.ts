import { expect, test as base } from "@playwright/test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Archive } from "./archive.ts";

const index = "content/bulletins/2021q3/index.md";
const network = "content/bulletins/2021q3/20-network.md";
const reason = "阜蒙县交办总量统计有误，经核对予以更正";

function replace(archive: Archive, name: string, was: string, is: string): void {
  const path = join(archive.dir, name);
  const body = readFileSync(path, "utf8");
  base.expect(body).toContain(was);
  writeFileSync(path, body.replaceAll(was, is));
}

/** A bulletin that was published, corrected and served: one cell, the paragraph that states it, the number. */
const test = base.extend<{}, { corrected: { url: string } }>({
  corrected: [
    async ({}, use) => {
      const archive = Archive.example();
      archive.run("ingest", "2021q3");
      archive.run("publish", "2021q3", "--date", "2021-10-22");
      replace(archive, "data/bulletins/2021q3/rankings.json", '"text": "333"', '"text": "332"');
      replace(archive, "data/bulletins/2021q3/summary.json", '"text": "333"', '"text": "332"');
      replace(archive, network, "[333]", "[332]");
      replace(archive, index, "number = 7", "number = 8");
      archive.run("publish", "2021q3", "--date", "2021-11-05", "--reason", reason, "--force"); // the sums still say 333
      await use({ url: await archive.serve() });
      await archive.remove();
    },
    { scope: "worker" },
  ],
});

const current = "bulletins/2021q3/";
const first = "bulletins/2021q3-e1/";
const cell = "network-county/fumeng/assigned";

test("a corrected bulletin says so and leads to what changed and to the edition before", async ({ page, corrected }) => {
  await page.goto(corrected.url + current);
  await expect(page.locator(".masthead")).toContainText("第2版（2021年11月5日更正）");
  await expect(page.locator(".notice")).toContainText(`更正第1号：${reason}`);
  await page.getByRole("link", { name: "更正内容" }).click();
  await expect(page.getByRole("heading", { name: "更正第1号" })).toBeInViewport();

  const rows = page.locator("#corrections tbody tr");
  await expect(rows).toHaveCount(3);
  await expect(page.locator("article table")).toHaveCount(await page.locator("article figure.table [data-take=xlsx]").count());
  await expect(rows.nth(0).locator("th, td")).toHaveText(["期号", "7", "8"]);
  await expect(rows.nth(1).locator("th, td")).toHaveText(["县区网络：阜蒙县交办总量", "333", "332"]);
  await expect(rows.nth(2)).toContainText("阜蒙县交办总量最大，为332件");
  await rows.nth(1).getByRole("link").click();
  await expect(page.locator(`[id="${cell}"]`)).toBeInViewport();
  await expect(page.locator(`[id="${cell}"]`)).toHaveText("332");

  await page.locator(".earlier").getByRole("link", { name: "第1版（2021年10月22日）" }).click();
  await expect(page).toHaveURL(corrected.url + first);
});

test("the superseded edition stays as it was and leads to the one in force", async ({ page, corrected }) => {
  await page.goto(corrected.url + first);
  await expect(page).toHaveTitle(/（第1版）/);
  await expect(page.locator(".banner")).toContainText("这是第1版（2021年10月22日印发），已被更正");
  await expect(page.getByText("〔2021〕第7期")).toBeVisible();
  await expect(page.locator("#corrections, .notice, .edition")).toHaveCount(0);
  await page.locator("#network .prose a.figure", { hasText: /^333$/ }).click();
  await expect(page.locator(`[id="${cell}"]`)).toHaveText("333");
  await page.getByRole("link", { name: "现行版本在这里" }).click();
  await expect(page).toHaveURL(corrected.url + current);

  await page.goto(corrected.url + "bulletins/2021q3-e2/");
  await expect(page.locator(".banner")).toContainText("这是现行版本的定稿（第2版，2021年11月5日印发）");
});

test("lists show the bulletin once, with its edition; no id stands twice", async ({ page, corrected }) => {
  for (const path of ["", "bulletins/"]) {
    await page.goto(corrected.url + path);
    await expect(page.locator(".bulletin-list li")).toHaveCount(1);
    await expect(page.locator(".bulletin-list li")).toContainText("第2版");
  }
  for (const path of [current, first, "bulletins/2021q3-e2/"]) {
    await page.goto(corrected.url + path);
    const twice = await page.locator("[id]").evaluateAll((all) => {
      const ids = all.map((e) => e.id);
      return ids.filter((id, i) => ids.indexOf(id) !== i);
    });
    expect(twice).toEqual([]);
  }
});

test("on a phone and on paper the correction is whole", async ({ page, corrected }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of [current, first]) {
    await page.goto(corrected.url + path);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  }
  await page.goto(corrected.url + current);
  const table = page.locator("#corrections .scroll");
  expect(await table.evaluate((e) => e.scrollWidth)).toBeLessThanOrEqual(await table.evaluate((e) => e.clientWidth));

  await page.emulateMedia({ media: "print" });
  for (const part of [".notice", "#corrections table", ".edition"]) await expect(page.locator(part)).toBeVisible();
  await page.goto(corrected.url + first);
  await expect(page.locator(".banner")).toBeVisible();
});
