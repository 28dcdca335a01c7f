// A unit's page: where it stands, why, and how it came there.
import { expect, test } from "@playwright/test";
import { Archive } from "./archive.ts";

let archive: Archive;
let url: string;

test.beforeAll(async () => {
  archive = Archive.whole();
  url = await archive.serve();
});

test.afterAll(() => archive.remove());

test("from the list to a unit, its figures and the bulletin they stand in", async ({ page }) => {
  await page.goto(`${url}units/`);
  await page.getByRole("link", { name: "阜蒙县", exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("阜蒙县");
  const charts = page.locator("main svg[role=img]");
  expect(await charts.count()).toBeGreaterThan(4);
  for (const label of await charts.evaluateAll((all) => all.map((c) => c.getAttribute("aria-labelledby") ?? c.getAttribute("aria-label")))) expect(label).toBeTruthy();
  await expect(page.locator("main")).toContainText("70.45%");
});

test("why a unit stands where it does", async ({ page }) => {
  await page.goto(`${url}units/fumeng/`);
  const why = page.locator("main section.standing").first(); // network, counties
  await expect(why).toContainText("同组中位数");
  await expect(why).toContainText("再办结12件，可升1位（达到彰武县的得分）");
});

test("a unit of the register without cases says so", () => {
  archive.write("units.toml", `${archive.read("units.toml")}\n[[unit]]\nid = "newcomer"\nname = "新设单位"\n`);
  archive.run("build", "--output", `${archive.dir}/out`);
  const built = archive.read("out/units/newcomer/index.html");
  expect(built).toContain("新设单位");
  expect(built).toMatch(/class="?empty/);
});

test("with scripts off everything is there", async ({ browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(`${url}units/zhujian/`);
  await expect(page.locator("main svg[role=img]").first()).toBeVisible();
  await expect(page.locator("main")).toContainText("名次成因");
  await page.close();
});

test("with one period a sentence stands in place of the charts", async ({ browser }) => {
  const first = Archive.example();
  first.run("ingest", "2021q3");
  const page = await browser.newPage();
  await page.goto(`${await first.serve()}units/fumeng/`);
  await expect(page.locator("svg.chart")).toHaveCount(0);
  await expect(page.locator("section.standing").first()).toContainText("目前只有一期数据");
  await expect(page.locator("section.standing").first()).toContainText("可升1位");
  await page.close();
  await first.remove();
});
