// The server with accounts, as those who use it see it.
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { Archive } from "./archive.ts";
import { barriers } from "./barriers.ts";

let archive: Archive;
let url: string;
const passwords = new Map<string, string>();

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  archive = Archive.whole();
  archive.write("tongbao.toml", archive.read("tongbao.toml").replace("[bulletins.2021q2]", '[bulletins.2021q2]\naudience = ["leader"]'));
  for (const [name, role] of [["lingdao", "leader"], ["duzhe", "reader"], ["guanli", "administrator"], ["shenji", "auditor"]] as const) {
    passwords.set(name, /密码：(\S+)/.exec(archive.run("user", "add", name, "--role", role, "--generate"))?.[1] ?? "");
  }
  url = await archive.serve("accounts");
});

test.afterAll(() => archive.remove());

async function signIn(page: Page, name: string, password = passwords.get(name) ?? ""): Promise<void> {
  await page.getByLabel("用户名").fill(name);
  await page.getByLabel("密码", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录" }).click();
}

async function as(browser: Browser, name: string, options = {}): Promise<[BrowserContext, Page]> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`${url}sign-in/`);
  await signIn(page, name);
  await expect(page).toHaveURL(url);
  return [context, page];
}

async function noBarriers(page: Page): Promise<void> {
  expect(await barriers(page)).toEqual([]);
}

for (const javaScriptEnabled of [true, false]) {
  test(`from a bulletin to the sign-in page and back, ${javaScriptEnabled ? "with" : "without"} script`, async ({ browser }) => {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(`${url}bulletins/2021q3/`);
    await expect(page).toHaveURL(`${url}sign-in/`);
    if (javaScriptEnabled) await noBarriers(page);
    await signIn(page, "duzhe", "wrong");
    await expect(page.getByRole("alert")).toHaveText("用户名或密码不对，或账号不能使用。");
    await signIn(page, "duzhe");
    await expect(page).toHaveURL(`${url}bulletins/2021q3/`);
    await page.getByRole("link", { name: "账号" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("我的账号");
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.goto(`${url}bulletins/2021q3/`);
    await expect(page).toHaveURL(`${url}sign-in/`);
    await context.close();
  });
}

test("a bulletin for leaders is nowhere to be seen by others", async ({ browser }) => {
  const [leaders, leader] = await as(browser, "lingdao");
  const [readers, reader] = await as(browser, "duzhe");
  for (const path of ["", "bulletins/", "rankings/", "units/fumeng/", "atom.xml", "search/manifest.bin", "rankings/index.json"]) {
    const [theirs, others] = await Promise.all([leader.request.get(url + path), reader.request.get(url + path)]);
    expect([theirs.status(), others.status()], path).toEqual([200, 200]);
    expect(await others.text(), path).not.toMatch(/2021q2|2021年二季度/);
  }
  expect(await (await leader.request.get(`${url}bulletins/`)).text()).toContain("2021年二季度");
  expect((await leader.goto(`${url}bulletins/2021q2/`))?.status()).toBe(200);
  expect((await reader.goto(`${url}bulletins/2021q2/`))?.status()).toBe(404);
  expect((await reader.request.get(`${url}bulletins/2021q2/evidence.json`)).status()).toBe(404);
  await leaders.close();
  await readers.close();
});

test("search without script is answered by the server, of what the reader may see", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${url}search/`);
  await signIn(page, "duzhe");
  await page.getByLabel("查找内容").fill("三季度满意率最低的县区");
  await page.getByRole("button", { name: "查找" }).click();
  await expect(page.getByRole("region", { name: "理解为" })).toContainText("70.45%");
  await page.getByLabel("查找内容").fill("阜蒙县");
  await page.getByRole("button", { name: "查找" }).click();
  await expect(page.getByRole("status")).toContainText("约");
  await expect(page.locator("mark").first()).toHaveText("阜蒙县");
  await page.getByRole("link", { name: "再看一些" }).click();
  await expect(page.locator(".where")).toHaveCount(10);
  await expect(page.locator("body")).not.toContainText("2021年二季度");
  await page.locator(".where a").first().click();
  await expect(page).toHaveURL(/\/bulletins\/.*#/);
  const answer = await context.request.get(`${url}api/search?q=${encodeURIComponent("三季度满意率最低的县区")}`);
  expect(((await answer.json()) as { answer: { tables: { rows: { name: string }[] }[] } }).answer.tables[0]?.rows[0]?.name).toBe("阜蒙县");
  await context.close();
});

test("an administrator adds somebody, who sets a password by the link", async ({ browser }) => {
  const [context, page] = await as(browser, "guanli");
  await page.goto(`${url}users/`);
  await noBarriers(page);
  await page.getByText("添加用户").first().click();
  await page.getByLabel("用户名").fill("xin-yuan");
  await page.getByLabel("姓名").first().fill("示例新用户");
  await page.getByLabel("角色").first().selectOption("unit");
  await page.getByLabel("所属承办单位").first().selectOption("fumeng");
  await page.getByRole("button", { name: "添加用户" }).click();
  const link = (await page.locator("code.link").textContent()) ?? "";
  await expect(page.getByRole("row", { name: /xin-yuan/ })).toContainText("承办单位（阜蒙县）");

  const other = await (await browser.newContext()).newPage();
  await other.goto(link);
  await expect(other).toHaveURL(`${url}invited/`);
  await noBarriers(other);
  await other.getByLabel("新密码").fill("short");
  await other.getByLabel("再输入一次").fill("short");
  await other.getByLabel("新密码").evaluate((e: HTMLInputElement) => { e.minLength = 0; });
  await other.getByRole("button", { name: "设置密码并登录" }).click();
  await expect(other.getByRole("alert")).toHaveText("密码太短，至少 12 个字符。");
  await other.getByLabel("新密码").fill("三只 purple 鹦鹉 sing");
  await other.getByLabel("再输入一次").fill("三只 purple 鹦鹉 sing");
  await other.getByRole("button", { name: "设置密码并登录" }).click();
  await expect(other).toHaveURL(url);
  await other.goto(`${url}account/`);
  await noBarriers(other);
  await expect(other.getByText("承办单位（阜蒙县）")).toBeVisible();
  await other.goto(link);
  await expect(other.getByRole("alert")).toContainText("链接无效、已用过或已过期");

  await page.goto(`${url}users/`);
  await page.getByRole("row", { name: /xin-yuan/ }).getByText("修改", { exact: true }).click();
  await page.getByRole("row", { name: /xin-yuan/ }).getByRole("button", { name: "停用" }).click();
  await expect(page.getByRole("row", { name: /xin-yuan/ })).toContainText("已停用");
  await other.goto(`${url}bulletins/`);
  await expect(other).toHaveURL(`${url}sign-in/`);
  await page.goto(`${url}audit/`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("没有权限");
  await other.context().close();
  await context.close();
});

test("an auditor sees what was done, and that nothing was changed", async ({ browser }) => {
  const [context, page] = await as(browser, "shenji", { viewport: { width: 390, height: 844 } });
  await page.goto(`${url}audit/`);
  await noBarriers(page);
  await page.getByLabel("事项").selectOption("user");
  await page.getByRole("button", { name: "查看" }).click();
  await expect(page.getByRole("row", { name: /user.add/ }).first()).toContainText("guanli");
  await page.getByRole("button", { name: "核验全部记录" }).click();
  await expect(page.getByRole("status")).toContainText("全部记录完整");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await context.close();
});

test("the first administrator is made by the link on the terminal", async ({ page }) => {
  const fresh = Archive.whole();
  try {
    const said = await fresh.serve("accounts");
    await page.goto(fresh.setUp);
    await expect(page).toHaveURL(`${said}set-up/`);
    await noBarriers(page);
    await page.getByLabel("用户名").fill("guanli");
    await page.getByLabel("新密码").fill("三只 purple 鹦鹉 sing");
    await page.getByLabel("再输入一次").fill("三只 purple 鹦鹉 sing");
    await page.getByRole("button", { name: "建立账号并登录" }).click();
    await expect(page).toHaveURL(said);
    await page.goto(`${said}users/`);
    await expect(page.getByRole("row", { name: /guanli/ })).toContainText("系统管理员");
  } finally {
    await fresh.remove();
  }
});
