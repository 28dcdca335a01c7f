// What the page of a bulletin can do beyond being read.
import { expect, test } from "@playwright/test";
import { readFileSync } from "node:fs";
import { Archive, readWorkbook } from "./archive.ts";

let archive: Archive;
let bulletin: string;

test.beforeAll(async () => {
  archive = Archive.whole();
  bulletin = `${await archive.serve()}bulletins/2021q3/`;
});

test.afterAll(() => archive.remove());

const figure = '#problems a[data-fact="network.low-stars"]';

test("a figure opens its evidence below its paragraph", async ({ page }) => {
  await page.goto(bulletin);
  await page.locator(figure).click();
  const panel = page.getByRole("complementary", { name: "数据来历" });
  await expect(panel).toContainText("网络低星件：25件");
  await expect(panel).toContainText("各单位3星与4星件数之和");
  await expect(panel.getByRole("row", { name: /阜蒙县 4星 6/ })).toBeVisible();
  await expect(panel).toContainText("三季度网络诉求办理情况汇总.xlsx › 县区（共读取8行）");
  expect(page.url()).toBe(bulletin);

  await panel.getByRole("link", { name: "阜蒙县" }).click();
  await expect(page).toHaveURL(`${bulletin}#network-county/fumeng/stars-4`);
  await expect(page.locator('[id="network-county/fumeng/stars-4"]')).toBeInViewport();
});

test("evidence by keyboard: Enter opens, Escape closes and gives the focus back", async ({ page }) => {
  await page.goto(bulletin);
  await page.locator(figure).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("#evidence")).toBeFocused();
  await expect(page.locator(figure)).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("Escape");
  await expect(page.locator("#evidence")).toHaveCount(0);
  await expect(page.locator(figure)).toBeFocused();
  await expect(page.locator(figure)).not.toHaveAttribute("aria-expanded");
});

test("without a network the panel says so and still tells the formula", async ({ page, context }) => {
  await page.goto(bulletin);
  await context.setOffline(true);
  await page.locator(figure).click();
  await expect(page.locator("#evidence")).toContainText("各单位3星与4星件数之和");
  await expect(page.locator("#evidence")).toContainText("网络断开");
  await context.setOffline(false);
  await page.getByRole("button", { name: "收起" }).click();
  await page.locator(figure).click();
  await expect(page.locator("#evidence")).toContainText("共读取8行");
});

test("a ranking is sorted by any column, the better first, and back", async ({ page }) => {
  await page.goto(bulletin);
  const table = page.locator("#network-county");
  const units = (): Promise<string[]> => table.locator("tbody th").allTextContents().then((all) => all.map((t) => t.trim()));
  const published = await units();
  await table.getByRole("button", { name: "满意率" }).click();
  await expect(table.getByRole("columnheader", { name: "满意率" })).toHaveAttribute("aria-sort", "descending");
  expect((await units()).slice(0, 2)).toEqual(["太平区", "高新产业开发区"]);
  expect((await units()).at(-1)).toBe("阜蒙县");
  await table.getByRole("button", { name: "办件天数" }).click();
  await expect(table.getByRole("columnheader", { name: "办件天数" })).toHaveAttribute("aria-sort", "ascending");
  await table.getByRole("button", { name: "4星" }).click();
  expect((await units()).slice(-3).sort()).toEqual(["太平区", "清河门区", "高新产业开发区"].sort()); // blank cells stand last
  await table.getByRole("button", { name: "名次" }).focus();
  await page.keyboard.press("Enter");
  expect(await units()).toEqual(published);
});

test("moves since the last period are shown, and figures compared on request", async ({ page }) => {
  await page.goto(bulletin);
  const row = page.locator("#network-county tbody tr", { hasText: "太平区" });
  await expect(row.locator(".moved")).toHaveText("↓5");
  await page.locator("#network-county").getByLabel("显示与上期之差").check();
  await expect(row.locator('[id$="/satisfaction_rate"] .delta')).toHaveText("−3.18");
  await page.locator("#network-county").getByLabel("显示与上期之差").uncheck();
  await expect(page.locator(".delta")).toHaveCount(0);
});

test("a table is taken along as CSV and as a workbook", async ({ page }) => {
  await page.goto(bulletin);
  const table = page.locator("#network-county");
  const [csv] = await Promise.all([page.waitForEvent("download"), table.getByRole("button", { name: "下载 CSV" }).click()]);
  expect(csv.suggestedFilename()).toBe("2021q3-network-county.csv");
  const bytes = readFileSync(await csv.path());
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]); // without it a Chinese Excel reads GBK
  const lines = bytes.toString("utf8").slice(1).split("\r\n");
  expect(lines).toHaveLength(10);
  expect(lines[2]).toBe("2,—,阜蒙县,333,,6,260,5,1,92.19%,70.45%,97.79%,9,100%,9.9,9.71,+0.19");

  const [xlsx] = await Promise.all([page.waitForEvent("download"), table.getByRole("button", { name: "下载 XLSX" }).click()]);
  expect(xlsx.suggestedFilename()).toBe("2021q3-network-county.xlsx");
  const sheets = readWorkbook(await xlsx.path());
  expect(Object.keys(sheets)).toEqual(["县区网络诉求办理情况"]);
  const rows = sheets["县区网络诉求办理情况"]!;
  expect(rows[0]!.slice(0, 5)).toEqual(["名次", "较上期", "受理单位", "交办总量", "3星"]);
  expect(rows[2]!.slice(0, 6)).toEqual(["2", "—", "阜蒙县", "333", "", "6"]);
  expect(rows[2]).toContain("70.45%");
});

test("the contents follow the scroll", async ({ page }) => {
  await page.goto(`${bulletin}#problems`);
  await expect(page.locator(".contents a[aria-current]")).toHaveText("诉求办理中存在的问题");
  await page.locator("#overview").scrollIntoViewIfNeeded();
  await expect(page.locator(".contents a[aria-current]")).toHaveText("总体情况");
});

test("the head of a long ranking stays in sight", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 600 });
  await page.goto(bulletin);
  const scroll = page.locator("#network-department .scroll");
  await scroll.scrollIntoViewIfNeeded();
  await scroll.evaluate((e) => e.scrollTo(0, 400));
  const [head, frame] = [await page.locator("#network-department thead").boundingBox(), await scroll.boundingBox()];
  expect(Math.abs(head!.y - frame!.y)).toBeLessThan(4);
});

test("neighbours, unit pages and the print button", async ({ page }) => {
  await page.goto(bulletin);
  await page.evaluate(() => {
    window.print = () => document.documentElement.setAttribute("data-printed", "");
  });
  await page.getByLabel("留批示栏").check();
  await page.getByRole("button", { name: "打印 / 存为 PDF" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-printed");
  await expect(page.locator("html")).toHaveClass(/print-notes/);
  await page.getByRole("link", { name: "上一期" }).click();
  await expect(page).toHaveURL(bulletin.replace("2021q3", "2021q2"));
  await expect(page.getByRole("link", { name: "下一期" })).toBeVisible();
  await page.locator("#network-county").getByRole("link", { name: "阜蒙县" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("阜蒙县");
});

test("by touch", async ({ browser }) => {
  const page = await browser.newPage({ viewport: { width: 390, height: 780 }, hasTouch: true });
  await page.goto(bulletin);
  await page.locator(figure).tap();
  await expect(page.locator("#evidence")).toContainText("25件");
  await page.getByRole("button", { name: "收起" }).tap();
  await expect(page.locator("#evidence")).toHaveCount(0);
  await page.locator("#hotline-county").getByRole("button", { name: "综评分" }).tap();
  await expect(page.locator("#hotline-county thead th[aria-sort]")).toHaveCount(1);
  await page.close();
});

test("with scripts off a figure leads to its cell and nothing idle is shown", async ({ browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(bulletin);
  for (const idle of ["下载 CSV", "下载 XLSX", "打印 / 存为 PDF"]) await expect(page.getByText(idle).first()).toBeHidden();
  await page.locator(figure).click();
  await expect(page).toHaveURL(/#network-county\//);
  await page.close();
});
