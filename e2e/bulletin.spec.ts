import { expect, test } from "./archive.ts";

const bulletin = "bulletins/2021q3/";
const cell = "network-county/fumeng/assigned";

test("from home to the bulletin to a figure", async ({ page, site }) => {
  await page.goto(site.url);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("三季度阜新市12345政务服务热线平台网络和热线运行及办理情况");
  await expect(page.locator(".figures")).toContainText("82.24%");
  await page.getByRole("link", { name: "阅读全文" }).click();
  await expect(page).toHaveURL(site.url + bulletin);
  await expect(page.getByText("〔2021〕第7期")).toBeVisible();
  await expect(page.getByText("领导批示：")).toBeVisible();
  const row = page.locator("#network-county tbody tr", { has: page.getByRole("rowheader", { name: "阜蒙县" }) });
  await expect(row.locator("td").nth(1)).toHaveText("333");
  await expect(page.locator(".section figure.table tbody tr")).toHaveCount(105 + 21 + 12);
});

test("a figure in the prose leads to its cell", async ({ page, site }) => {
  await page.goto(site.url + bulletin);
  await page.locator("#network .prose a.figure", { hasText: /^333$/ }).click();
  await page.locator("#evidence").getByRole("link", { name: "阜蒙县" }).click();
  await expect(page).toHaveURL(`${site.url}${bulletin}#${cell}`);
  const target = page.locator(`[id="${cell}"]`);
  await expect(target).toHaveText("333");
  await expect(target).toBeInViewport();
  expect(await target.evaluate((e) => e.matches(":target"))).toBe(true);
});

test("every figure in the prose leads somewhere and says how it came about", async ({ page, site }) => {
  await page.goto(site.url + bulletin);
  const dead = await page.locator("a.figure").evaluateAll((links) =>
    links.filter((a) => !document.getElementById(decodeURIComponent((a as HTMLAnchorElement).hash.slice(1))) || !a.getAttribute("title"))
      .map((a) => a.outerHTML));
  expect(dead).toEqual([]);
  expect(await page.locator("a.figure").count()).toBeGreaterThan(80);
  await expect(page.locator('a[href^="fact:"]')).toHaveCount(0);
});

test("no id stands twice", async ({ page, site }) => {
  await page.goto(site.url + bulletin);
  const twice = await page.locator("[id]").evaluateAll((all) => {
    const ids = all.map((e) => e.id);
    return ids.filter((id, i) => ids.indexOf(id) !== i);
  });
  expect(twice).toEqual([]);
});

test("rates in the prose are those of their cells", async ({ page, site }) => {
  await page.goto(site.url + bulletin);
  const wrong = await page.locator("#problems a.figure[href*='/']").evaluateAll((links) =>
    links.map((a) => [a.textContent, document.getElementById(decodeURIComponent((a as HTMLAnchorElement).hash.slice(1)))?.textContent?.trim()])
      .filter(([stated, held]) => stated?.endsWith("%") && parseFloat(stated) !== parseFloat(held ?? "")));
  expect(wrong).toEqual([]);
});

test("shared ranks, few cases and recomputed scores are marked and explained", async ({ page, site }) => {
  await page.goto(site.url + bulletin);
  const table = page.locator("#network-department");
  await expect(table.locator("tbody tr").nth(9)).toContainText("9（10）");
  await expect(table.locator("tbody tr").nth(9)).toContainText("少");
  await expect(table.locator(".notes")).toContainText("相同分数排名不分先后");
  await expect(table.locator(".notes")).toContainText("不足5件");
  await expect(page.locator("#network-county tbody tr").first().locator("td.recomputed")).toHaveText(["9.83", "+0.11"]);
  await expect(page.locator("#network-city .recomputed")).toHaveCount(0);
});

test("reads with scripts off", async ({ browser, site }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(site.url);
  await page.getByRole("link", { name: "阅读全文" }).click();
  await page.locator("#network .prose a.figure", { hasText: /^333$/ }).click();
  await expect(page.locator(`[id="${cell}"]`)).toBeInViewport();
  await expect(page.getByText("下一步工作要求").last()).toBeVisible();
  await context.close();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test("nothing is wider than the screen but tables, which scroll in themselves", async ({ page, site }) => {
    for (const size of ["plain", "large"]) {
      await page.addInitScript((kept) => localStorage.setItem("tongbao-look", JSON.stringify({ size: kept })), size);
      for (const path of ["", bulletin, "bulletins/", "units/", "units/fumeng/", "rankings/", "help/", "help/readers/", "help/editors/", "help/style/"]) {
        await page.goto(site.url + path);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), `${size} ${path}`).toBeLessThanOrEqual(390);
      }
    }
  });

  test("a wide table keeps the unit in sight", async ({ page, site }) => {
    await page.goto(site.url + bulletin);
    const box = page.locator("#network-department .scroll");
    await box.locator("thead").scrollIntoViewIfNeeded();
    await box.evaluate((e) => e.scrollTo(400, 0));
    await expect(box.getByRole("rowheader", { name: "市税务局" })).toBeInViewport({ ratio: 0.9 });
    await expect(box.locator("tbody tr").first().locator("td.rank")).not.toBeInViewport();
  });
});

test.describe("what is not there", () => {
  test("a wrong address gets a page that leads home", async ({ browser, site }) => {
    const page = await browser.newPage();
    const response = await page.goto(site.url + "bulletins/1999q1/");
    expect(response?.status()).toBe(404);
    await page.getByRole("link", { name: "回到首页" }).click();
    await expect(page).toHaveURL(site.url);
    await page.close();
  });
});
