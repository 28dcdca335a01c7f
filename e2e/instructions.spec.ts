// Instructions (批示): written, signed, answered and closed by several people.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { Archive } from "./archive.ts";
import { barriers } from "./barriers.ts";

let archive: Archive;
let url: string;
const passwords = new Map<string, string>();

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  archive = Archive.whole();
  for (const [name, role, ...more] of [["lingdao", "leader", "--office", "示例职务"], ["bianji", "editor"], ["fumeng", "unit", "--unit", "fumeng"], ["zhangwu", "unit", "--unit", "zhangwu"], ["duzhe", "reader"]] as const) {
    passwords.set(name, /密码：(\S+)/.exec(archive.run("user", "add", name, "--role", role, ...more, "--generate"))?.[1] ?? "");
  }
  url = await archive.serve("accounts");
});

test.afterAll(() => archive.remove());

async function as(browser: Browser, name: string, options = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(`${url}sign-in/`);
  await page.getByLabel("用户名").fill(name);
  await page.getByLabel("密码", { exact: true }).fill(passwords.get(name) ?? "");
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page).toHaveURL(url);
  await page.goto(`${url}bulletins/2021q3/`);
  await expect(page.getByRole("button", { name: /^批注（/ })).toBeVisible();
  return page;
}

/** Selects words of a paragraph as a mouse does, from their first to their last character. */
async function select(page: Page, passage: string, words: string): Promise<void> {
  await page.evaluate(([id, text]) => {
    const p = document.getElementById(id!)!;
    const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
    const all: [Text, number][] = [];
    while (walker.nextNode()) for (let i = 0; i < (walker.currentNode as Text).length; i++) all.push([walker.currentNode as Text, i]);
    const at = all.map(([n, i]) => n.data[i]).join("").indexOf(text!);
    if (at < 0) throw new Error(`not in ${id}: ${text}`);
    const range = document.createRange();
    range.setStart(...all[at]!);
    const [node, last] = all[at + text!.length - 1]!;
    range.setEnd(node, last + 1);
    p.scrollIntoView({ block: "center" });
    document.getSelection()!.removeAllRanges();
    document.getSelection()!.addRange(range);
  }, [passage, words]);
}

test("an instruction goes to two units, is answered and closed", async ({ browser }) => {
  const leader = await as(browser, "lingdao");
  await leader.getByRole("button", { name: /^批注（/ }).click();
  await leader.getByRole("button", { name: "圈阅（已阅）" }).click();
  await expect(leader.getByRole("button", { name: "已阅", exact: true })).toBeDisabled();
  await select(leader, "network-county-summary", "阜蒙县");
  await leader.getByRole("toolbar").getByRole("link", { name: "写批示" }).click();
  expect(await barriers(leader)).toEqual([]);
  await leader.getByLabel("督办").check();
  await leader.getByLabel("批示内容").fill("请阜蒙县牵头、彰武县会同，查明原因，限期整改。");
  await leader.locator('input[name="lead"][value="fumeng"]').check();
  await leader.getByText("会办单位").click();
  await leader.locator('input[name="joint"][value="zhangwu"]').check();
  await leader.getByRole("button", { name: "签发" }).click();
  await expect(leader.getByRole("alert")).toHaveText("督办要写期限。");
  await expect(leader.locator('input[name="joint"][value="zhangwu"]')).toBeChecked(); // what was chosen stays
  await leader.getByLabel("期限").fill("2099-12-31");
  await leader.getByRole("button", { name: "签发" }).click();
  await expect(leader.getByRole("heading", { level: 1 })).toContainText("督办");
  const address = leader.url();

  for (const [name, unit] of [["fumeng", "阜蒙县"], ["zhangwu", "彰武县"]] as const) {
    const page = await as(browser, name);
    await page.goto(`${url}instructions/`);
    await page.getByRole("link", { name: /请阜蒙县牵头/ }).click();
    for (const [act, words] of [["签收", ""], ["报办结", "已整改完毕。"]] as const) {
      await page.getByText(`${act}（${unit}）`).click();
      const form = page.locator("details[open] form");
      if (words) await form.getByLabel("说明").fill(words);
      await form.getByRole("button", { name: "确定" }).click();
    }
    await expect(page.getByRole("row", { name: new RegExp(unit) })).toContainText("已报办结");
    await expect(page.getByText("销号（")).toHaveCount(0);
    await page.context().close();
  }

  await leader.goto(address);
  for (const unit of ["阜蒙县", "彰武县"]) {
    await leader.getByText(`销号（${unit}）`).click();
    await leader.locator("details[open] form").getByRole("button", { name: "确定" }).click();
  }
  await expect(leader.getByText("已销号").first()).toBeVisible();
  await expect(leader.locator(".instruction-text")).toHaveText("请阜蒙县牵头、彰武县会同，查明原因，限期整改。");
  expect(await barriers(leader)).toEqual([]);

  const reader = await as(browser, "duzhe");
  expect((await reader.goto(address))?.status()).toBe(403);

  const now = new Date();
  archive.run("notes", "export", `${now.getFullYear()}q${Math.floor(now.getMonth() / 3) + 1}`, "-o", `${archive.dir}/exports/2021q3/网上批示登记.csv`);
  archive.run("ingest", "2021q3");
  const drafted = archive.read("content/bulletins/2021q3/40-instructions.md");
  expect(drafted).toContain("示例职务在《12345 通报》〔2021〕第7期上作出批示，要点为：请阜蒙县牵头、彰武县会同，查明原因，限期整改。承办单位：阜蒙县、彰武县。");
  expect(drafted).toContain("办理情况：阜蒙县反馈，已整改完毕；彰武县反馈，已整改完毕。");
  await reader.context().close();
  await leader.context().close();
});
