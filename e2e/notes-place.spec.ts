// Where notes stand: the text that places count in is the server's on every page, and a place is chosen by touch, by keyboard
// and over several paragraphs.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Archive, helper } from "./archive.ts";
import { barriers } from "./barriers.ts";

let archive: Archive;
let url: string;
let password: string;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  archive = Archive.whole();
  const overview = join(archive.dir, "content/bulletins/2021q1/10-overview.md");
  writeFileSync(overview, `${readFileSync(overview, "utf8")}\n\n𠮷林路  一带 🎉👨‍👩‍👧 的诉求，\n  ０.５％、　全角空格，*𬱟*。\n\n- 甲𠮷\n\n  乙\n`);
  password = /密码：(\S+)/.exec(archive.run("user", "add", "lingdao", "--role", "leader", "--generate"))?.[1] ?? "";
  url = await archive.serve("accounts");
});

test.afterAll(() => archive.remove());

async function open(browser: Browser, options = {}, path = "bulletins/2021q3/"): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(`${url}sign-in/`);
  await page.getByLabel("用户名").fill("lingdao");
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录" }).click();
  await expect(page).toHaveURL(url);
  await page.goto(url + path);
  await expect(page.getByRole("button", { name: /^批注（/ })).toBeVisible();
  return page;
}

/** What a note that was saved is about, as the server has it. */
async function noted(page: Page, body: string): Promise<{ quote: string; passage: string; through?: string }> {
  return page.evaluate(async (words) => {
    const answer = (await (await fetch("/api/notes?bulletin=2021q3&edition=0")).json()) as { notes: { body: string; quote: string; passage: string; through?: string }[] };
    return answer.notes.find((n) => n.body === words)!;
  }, body);
}

test("the browser reads every page of the example as the server does", async ({ browser }) => {
  const page = await open(browser);
  const folder = join(archive.dir, ".tongbao/public/bulletins");
  const bulletins = readdirSync(folder).filter((name) => /^2/.test(name) && existsSync(join(folder, name, "index.html")));
  expect(bulletins.length).toBeGreaterThanOrEqual(4);
  let count = 0;
  for (const bulletin of bulletins) {
    const want = helper("readtext", bulletin, readFileSync(join(folder, bulletin, "index.html"), "utf8")) as unknown[];
    for (const way of ["ranges", "elements"]) {
      if (way === "elements") await page.addInitScript("delete CSS.highlights");
      await page.goto(`${url}bulletins/${bulletin}/`);
      await expect(page.getByRole("button", { name: /^批注（/ })).toBeVisible();
      const got = await page.evaluate(() => (window as unknown as { tongbaoText: () => unknown[] }).tongbaoText());
      expect(got, bulletin).toEqual(want);
    }
    count += want.length;
  }
  expect(count).toBeGreaterThan(4000);
  await page.context().close();
});

for (const [name, unit, figure, options] of [["tablet", "zhangwu", "彰武县 · 交办总量 · 224", { viewport: { width: 1024, height: 768 }, hasTouch: true }], ["phone", "fumeng", "阜蒙县 · 交办总量 · 333", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }]] as const) {
  test(`a tap on a cell notes it on a ${name}`, async ({ browser }) => {
    const page = await open(browser, options);
    const cell = page.locator(`[id="network-county/${unit}/assigned"]`);
    await cell.tap();
    const bar = page.getByRole("toolbar", { name: "批注" });
    await expect(bar).toContainText(figure);
    const box = (await bar.boundingBox())!;
    expect(Math.round(box.y + box.height)).toBe(options.viewport.height); // at the lower edge, clear of the system's menu
    await bar.getByRole("button", { name: "批注", exact: true }).tap();
    await page.getByLabel("批注内容").fill(`核对 ${name}`);
    await expect(page.getByLabel("谁能看")).toHaveValue("private");
    await expect(cell).toBeInViewport();
    await page.getByRole("button", { name: "保存" }).tap();
    await expect(page.getByRole("status")).toHaveText("已保存。谁能看：只有自己");
    expect(await noted(page, `核对 ${name}`)).toMatchObject({ passage: `network-county/${unit}/assigned`, quote: "" });
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    expect(await barriers(page)).toEqual([]);
    await page.context().close();
  });
}

test("a paragraph is noted by keyboard alone", async ({ browser }) => {
  const page = await open(browser);
  await page.getByRole("button", { name: /^批注（/ }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("complementary", { name: "批注" })).toBeFocused();
  const choose = page.getByRole("button", { name: "按段落批注" });
  for (let i = 0; i < 9 && !(await choose.evaluate((b) => b === document.activeElement)); i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  const first = await page.evaluate(() => document.activeElement!.id);
  await page.keyboard.press("ArrowDown");
  const second = await page.evaluate(() => document.activeElement!.id);
  expect(second).not.toBe(first);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter"); // 批注 in the bar
  await expect(page.getByLabel("批注内容")).toBeFocused();
  await page.keyboard.type("整段请核对");
  for (let i = 0; i < 2; i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toContainText("已保存。");
  expect(await noted(page, "整段请核对")).toMatchObject({ passage: second, quote: "" });
  await expect(page.locator(`[id="${second}"]`)).toBeFocused(); // back to where the keyboard was
  await page.context().close();
});

test("a quote over two paragraphs is one note, and its address leads to it", async ({ browser }) => {
  const page = await open(browser);
  const [from, to] = await page.evaluate(() => {
    const [a, b] = [...document.querySelectorAll<HTMLElement>("#network .prose > p[id]")];
    a!.scrollIntoView({ block: "center" });
    const range = document.createRange();
    range.setStart(a!, 0);
    range.setEndAfter(b!.firstChild!);
    document.getSelection()!.addRange(range);
    return [a!.id, b!.id];
  });
  await page.getByRole("toolbar").getByRole("button", { name: "批注", exact: true }).click();
  await page.getByLabel("批注内容").fill("两段一起看");
  await page.reload(); // what was typed stays on the device
  await page.getByRole("button", { name: /^批注（/ }).click();
  await page.getByRole("button", { name: "继续写" }).click();
  await expect(page.getByLabel("批注内容")).toHaveValue("两段一起看");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("status")).toContainText("已保存。");
  const note = await noted(page, "两段一起看");
  expect(note).toMatchObject({ passage: from, through: to });
  expect(note.quote).toContain("\n");
  const id = await page.locator(".note-card", { hasText: "两段一起看" }).getAttribute("data-note");
  await page.goto(`${url}notes-elsewhere`);
  await page.goto(`${url}bulletins/2021q3/#note-${id}`);
  await expect(page.locator(`#note-${id}`)).toBeFocused();
  await expect(page.locator(`#note-${id}`)).toBeInViewport();

  await page.context().clearCookies();
  await page.goto(`${url}notes-elsewhere`);
  await page.goto(`${url}bulletins/2021q3/#note-${id}`); // through the sign-in page, and a mistake there
  for (const words of ["错误的口令", password]) {
    await page.getByLabel("用户名").fill("lingdao");
    await page.getByLabel("密码", { exact: true }).fill(words);
    await page.getByRole("button", { name: "登录" }).click();
    if (words !== password) await expect(page.getByRole("alert")).toBeVisible();
  }
  await expect(page.locator(`#note-${id}`)).toBeFocused();
  await page.context().close();
});

test("what was written when the session ended is sent after signing in again; what is refused can be changed", async ({ browser }) => {
  const page = await open(browser);
  await page.getByRole("button", { name: /^批注（/ }).click();
  await page.getByRole("button", { name: "对全文批注" }).click();
  await page.getByLabel("批注内容").fill("会话结束时写的");
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("status")).toContainText("登录已过期");
  await page.context().addCookies(cookies);
  await page.getByRole("button", { name: "重新登录" }).click();
  await page.getByRole("button", { name: /^批注（/ }).click();
  await expect(page.locator(".note-card .body", { hasText: "会话结束时写的" })).toHaveCount(1);

  await page.route("**/api/notes", (route) => (route.request().method() === "POST" ? route.fulfill({ status: 422, contentType: "application/problem+json", body: '{"title":"太长"}' }) : route.continue()));
  await page.getByRole("button", { name: "对全文批注" }).click();
  await page.getByLabel("批注内容").fill("先被退回的");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("status")).toContainText("没有保存：太长");
  await page.unroute("**/api/notes");
  await page.getByRole("button", { name: "改后再送" }).click();
  await page.getByLabel("批注内容").fill("改好了的");
  await page.getByRole("button", { name: "保存" }).click();
  await expect(page.getByRole("status")).toContainText("已保存。");
  await expect(page.locator(".note-card .body", { hasText: "改好了的" })).toHaveCount(1);
  await page.context().close();
});
