// The rankings page: any ranking over time, its state in the address.
import { expect, test } from "@playwright/test";
import { readFileSync } from "node:fs";
import { Archive, readWorkbook } from "./archive.ts";

let archive: Archive;
let rankings: string;

test.beforeAll(async () => {
  archive = Archive.whole();
  rankings = `${await archive.serve()}rankings/`;
});

test.afterAll(() => archive.remove());

test("a choice is in the address, and the address brings it back", async ({ page, context }) => {
  await page.goto(rankings);
  await expect(page.locator("[data-part=title]")).toHaveText("网络县区名次");
  await page.getByRole("combobox", { name: "排名" }).selectOption({ label: "热线 · 市直部门（单位）" });
  await page.getByLabel("指标").selectOption({ label: "满意率" });
  await expect(page.locator("[data-part=title]")).toHaveText("热线市直部门（单位）满意率（%）");
  await page.getByLabel("突出显示市住建局").check();
  await page.locator("select[name=from]").selectOption({ label: "2021年一季度" });
  await page.getByLabel("图形").selectOption({ label: "首末对比" });
  await page.getByLabel("只看所选单位").check();
  await expect(page.locator("[data-part=table] tbody tr")).toHaveCount(1);
  const address = page.url();
  expect(new URL(address).searchParams.get("table")).toBe("hotline-department");
  expect(new URL(address).searchParams.get("units")).toBe("zhujian");

  const other = await context.newPage();
  await other.goto(address);
  await expect(other.locator("[data-part=title]")).toHaveText("热线市直部门（单位）满意率（%）");
  await expect(other.locator("[data-part=table] tbody th a")).toHaveText(["市住建局"]);
  await expect(other.getByLabel("图形")).toHaveValue("dot");
  await expect(other.locator("select[name=from]")).toHaveValue("2021q1");

  await page.goBack();
  await expect(page.locator("[data-part=table] tbody tr")).not.toHaveCount(1);
});

test("what the address names and the archive does not have gives way to the default", async ({ page }) => {
  await page.goto(`${rankings}?table=nowhere&metric=nothing&from=1999q1&units=nobody&only=1`);
  await expect(page.locator("[data-part=title]")).toHaveText("网络县区名次");
  await expect(page.locator("[data-part=table] tbody tr")).toHaveCount(8);
});

test("a change of the rule is marked, not drawn over", async ({ page }) => {
  await page.goto(rankings);
  const chart = page.locator("[data-part=chart] svg");
  await expect(chart.locator("path.break")).toHaveCount(1);
  const at = await chart.locator("path.break").evaluate((p: SVGPathElement) => p.getBBox().x);
  const crossing = await chart.locator(".line path").evaluateAll(
    (lines, x) => lines.filter((l) => (l as SVGPathElement).getBBox().x < x && (l as SVGPathElement).getBBox().x + (l as SVGPathElement).getBBox().width > x).length, at);
  expect(crossing).toBe(0);
  await expect(page.locator("[data-part=breaks]")).toContainText("2021年一季度");
  await expect(page.locator("[data-part=table] thead th.after-break")).toHaveCount(1);
});

test("sorted by a period, by keyboard", async ({ page }) => {
  await page.goto(rankings);
  const first = page.locator("[data-part=table] tbody tr").first().locator("th a");
  await expect(first).toHaveText("彰武县");
  await page.getByRole("button", { name: "2021Q2" }).focus();
  await page.keyboard.press("Enter");
  await expect(first).toHaveText("太平区");
  await expect(page.getByRole("columnheader", { name: "2021Q2" })).toHaveAttribute("aria-sort", "ascending");
  await expect(page.getByRole("button", { name: "2021Q2" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(first).toHaveText("新邱区");
  await page.getByLabel("突出显示新邱区").focus();
  await page.keyboard.press("Space");
  await expect(page.getByLabel("突出显示新邱区")).toBeFocused();
  await expect(page.locator(".line.c0[data-unit=xinqiu]")).toHaveCount(1);
});

test("what is shown is taken along as CSV and as a workbook", async ({ page }) => {
  await page.goto(`${rankings}?metric=score&units=fumeng,zhangwu&only=1`);
  await expect(page.locator("[data-part=table] tbody tr")).toHaveCount(2);
  const [csv] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "下载 CSV" }).click()]);
  expect(csv.suggestedFilename()).toBe("network-county-score-2020q4-2021q3.csv");
  const text = readFileSync(await csv.path(), "utf8");
  expect(text).toBe("\ufeff承办单位,2020年四季度,2021年一季度,2021年二季度,2021年三季度\r\n彰武县,9.84,9.85,9.84,9.94\r\n阜蒙县,9.96,9.92,9.91,9.9\r\n");
  const [xlsx] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "下载 XLSX" }).click()]);
  expect(readWorkbook(await xlsx.path())).toEqual({
    "网络县区综评分（分）": [["承办单位", "2020年四季度", "2021年一季度", "2021年二季度", "2021年三季度"], ["彰武县", "9.84", "9.85", "9.84", "9.94"], ["阜蒙县", "9.96", "9.92", "9.91", "9.9"]],
  });
});

test("without a network it says so and offers to try again", async ({ page, context }) => {
  await page.goto(rankings);
  await expect(page.locator("[data-part=table] tbody tr")).toHaveCount(8);
  await context.setOffline(true);
  await page.getByLabel("指标").selectOption({ label: "满意率" });
  await expect(page.getByRole("alert")).toContainText("没有读到数据");
  await context.setOffline(false);
  await page.getByRole("button", { name: "重试" }).click();
  await expect(page.locator("[data-part=title]")).toHaveText("网络县区满意率（%）");
});

test("by touch on a phone, nothing wider than the screen", async ({ browser }) => {
  const page = await browser.newPage({ viewport: { width: 390, height: 780 }, hasTouch: true });
  await page.goto(rankings);
  await page.locator("[data-part=table] label.pick").first().tap();
  await expect(page).toHaveURL(/units=zhangwu/);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.close();
});

test("with scripts off the latest ranks are there", async ({ browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(rankings);
  await expect(page.locator("[data-explorer]")).toBeHidden();
  const county = page.locator("figure", { hasText: "县区网络名次" });
  await expect(county.locator("tbody tr").first().locator("th, td")).toHaveText(["彰武县", "2", "2", "3", "1"]);
  await page.close();
});

test("an archive without bulletins says what to do", async ({ browser }) => {
  const fresh = Archive.fresh("新市");
  const page = await browser.newPage();
  const url = await fresh.serve();
  const wrong: string[] = [];
  page.on("pageerror", (e) => wrong.push(e.message));
  for (const path of ["", "bulletins/", "rankings/", "units/", "search/"]) {
    await page.goto(url + path);
    await expect(page.locator("main .empty")).toBeVisible();
  }
  expect(wrong).toEqual([]);
  await page.close();
  await fresh.remove();
});
