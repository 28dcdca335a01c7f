import { expect, test as base } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Archive } from "./archive.ts";

// A bulletin made from case rows alone, messy ones, beside nothing but the lists.
const test = base.extend<{ address: string }>({
  address: async ({}, use) => {
    const archive = Archive.example();
    archive.run("sample", "2021q3", "--to", join(archive.dir, "cases"), "--format", "html", "--messy");
    archive.moveExports("cases");
    archive.run("ingest", "2021q3");
    await use(await archive.serve());
    await archive.remove();
  },
});

test("cases become rankings, topics and an account of every row", async ({ page, address }) => {
  await page.goto(`${address}bulletins/2021q3/`);

  const cell = page.locator('[id="network-county/fumeng/assigned"]');
  await expect(cell).toHaveText("333");
  await expect(page.locator('[id="hotline-department/zhujian/satisfaction_rate"]')).toHaveText("99.62%");

  const topics = page.locator("#topics");
  await expect(topics.getByText("示例数据")).toBeVisible();
  const shares = await topics.locator("table").first().locator("tbody td:last-child").allTextContents();
  expect(shares.length).toBeGreaterThan(5);
  expect(Math.abs(shares.reduce((sum, text) => sum + parseFloat(text), 0) - 100)).toBeLessThan(0.1);

  await expect(page.locator("article table")).toHaveCount(await page.locator("article figure.table [data-take=csv]").count());
  const [file] = await Promise.all([page.waitForEvent("download"), topics.getByRole("button", { name: "下载 CSV" }).first().click()]);
  expect(file.suggestedFilename()).toBe("2021q3-topics.csv");
  expect(readFileSync(await file.path(), "utf8").split("\r\n")[0]).toMatch(/^\ufeff.+,件数.*,占比/);

  for (const row of await page.locator("#sources tbody tr").all()) {
    const [rows, counted, duplicates, out, rejected] = (await row.locator("td:not(.text)").allTextContents()).map(Number);
    expect(rows).toBe(counted! + duplicates! + out! + rejected!);
  }
  await expect(page.locator("body")).not.toContainText("1990000"); // the citizens' telephones
});
