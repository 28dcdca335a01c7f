// The lists of notes and of instructions, as each role finds them.
import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Archive, readWorkbook } from "./archive.ts";
import { barriers } from "./barriers.ts";
import { People, quoted } from "./people.ts";

const section = "content/bulletins/2021q3/20-network.md";
const at = { bulletin: "2021q3", edition: 1, section: "network", passage: "network-county-summary" };

const on = { bulletin: "2021q3", edition: "1", quotable: "1" };
const day = (from: number): string => new Date(Date.now() + from * 86_400_000).toISOString().slice(0, 10);

let archive: Archive;
let late: string;
let people: People;
let leader: BrowserContext;
let editor: BrowserContext;
let reader: BrowserContext;
let unit: BrowserContext;

test.describe.configure({ mode: "serial" });

function correct(name: string, was: string, is: string): void {
  const path = join(archive.dir, name);
  const body = readFileSync(path, "utf8");
  expect(body).toContain(was);
  writeFileSync(path, body.replaceAll(was, is));
}

test.beforeAll(async ({ browser }) => {
  archive = Archive.whole();
  archive.run("publish", "2021q3", "--date", "2021-10-22");
  people = new People(archive);
  people.add("lingdao", "leader", "--office", "示例职务", "--display", "领导甲");
  people.add("bianji", "editor", "--display", "编辑乙");
  people.add("duzhe", "reader", "--display", "读者丙");
  people.add("fumeng", "unit", "--unit", "fumeng", "--display", "阜蒙县经办");
  people.add("shenji", "auditor");
  people.url = await archive.serve("accounts");
  [leader, editor, reader, unit] = await Promise.all(["lingdao", "bianji", "duzhe", "fumeng"].map((name) => people.as(browser, name))) as [BrowserContext, BrowserContext, BrowserContext, BrowserContext];
  const page = await leader.newPage();
  await page.goto("/bulletins/2021q3/");
  const figure = await people.note(leader, await quoted(page, at, "network-county-summary", "满意率最高，为93.18%"), "请核对<b>这一</b>数字", "everyone");
  await people.send(editor, `/api/notes/${figure}/replies`, { body: "已核对，无误" });
  await people.note(leader, await quoted(page, at, "network-city-summary", "全省情况"), "", "private");
  await people.note(leader, { bulletin: "2021q3", edition: 1 }, "只给领导看的意见", "leaders");
  await people.note(reader, { ...at, passage: "network-county/fumeng/assigned" }, "自己记一笔", "private");
  await people.note(editor, await quoted(page, at, "network-city-summary", "办件天数为10.31天（环比延长1.62天）"), "这一句要删", "everyone");
  await page.close();
  late = await people.instruct(leader, { ...on, kind: "supervise", text: "请阜蒙县牵头、彰武县会同，查明原因，限期整改。", lead: "fumeng", joint: "zhangwu", deadline: day(-2) });
  await people.instruct(leader, { ...on, kind: "handle", text: "=1+1 请彰武县阅处。", lead: "zhangwu", deadline: day(5) });
  await people.instruct(leader, { ...on, kind: "remark", text: "工作有进步，请继续保持。" });
  await people.act(unit, late, { act: "receive", unit: "fumeng" });
  await people.act(unit, late, { act: "progress", unit: "fumeng", text: "已约谈责任人，正在整改。" });
  // A correction changes one noted figure and takes another sentence away.
  correct(section, "[93.18%]", "[92.18%]");
  correct("data/bulletins/2021q3/rankings.json", '"text": "93.18%"', '"text": "92.18%"');
  correct("data/bulletins/2021q3/summary.json", '"text": "93.18%"', '"text": "92.18%"');
  correct(section, "，办件天数为[10.31](fact:network-city/city-fuxin/days)天（环比[延长1.62天](fact:network-city.home.days.vs-previous)）", "");
  archive.run("publish", "2021q3", "--date", "2021-11-05", "--reason", "数字有误，予以更正", "--force");
  archive.run("build", "--force");
  await people.note(editor, { bulletin: "2021q3", edition: 2 }, "更正后的第一条", "everyone");
});

test.afterAll(() => archive.remove());

async function open(who: BrowserContext, path: string): Promise<Page> {
  const page = await who.newPage();
  expect((await page.goto(path))?.status()).toBe(200);
  return page;
}

test("each finds the notes that they may see, what was corrected first to be seen", async () => {
  const page = await open(leader, "/notes/");
  await expect(page.locator(".note-entry")).toHaveCount(5);
  await expect(page.locator(".typed").filter({ hasText: "请核对" })).toHaveText("请核对<b>这一</b>数字");
  await page.getByRole("link", { name: /^原文已更正/ }).click();
  await expect(page).toHaveURL(/place=edited/);
  await expect(page.locator(".note-entry")).toHaveCount(1);
  const entry = page.locator(".note-entry");
  await expect(entry.locator(".before-now")).toContainText("93.18%");
  await expect(entry.locator(".before-now")).toContainText("92.18%");
  await expect(entry.locator(".reply")).toContainText("已核对，无误");
  await expect(entry).toContainText("谁能看：能看这期通报的人");
  await page.getByRole("link", { name: /^原文已更正/ }).click(); // chosen again: all
  await page.getByRole("link", { name: /^原文已不在/ }).click();
  await expect(page.locator(".note-entry")).toHaveCount(1);
  await expect(page.locator(".note-entry")).toContainText("这一句要删");
  await page.close();

  const other = await open(reader, "/notes/");
  await expect(other.locator(".note-entry")).toHaveCount(4);
  await expect(other.getByText("只给领导看的意见")).toHaveCount(0);
  await expect(other.getByText("自己记一笔")).toHaveCount(1);
  await expect(other.locator(".note-entry").filter({ hasText: "自己记一笔" }).locator(".where")).toHaveText(/2021年三季度 · 网络平台交办情况 · 阜蒙县 · 交办总量/);
  await other.close();
});

test("filters stand in the address, work without script, and say when nothing fits", async ({ browser }) => {
  const context = await people.as(browser, "bianji", { javaScriptEnabled: false });
  const page = await open(context, "/notes/");
  await page.getByText("筛选和排序").click();
  await page.getByLabel("谁写的").selectOption({ label: "领导甲（示例职务）" });
  await page.getByRole("button", { name: "查看" }).click();
  await expect(page).toHaveURL(/author=/);
  await expect(page.locator(".note-entry")).toHaveCount(1);
  await page.getByLabel("谁写的").selectOption({ label: "我写的" });
  await page.getByLabel("内容含有").fill("更正后");
  await page.getByRole("button", { name: "查看" }).click();
  await expect(page.locator(".note-entry")).toHaveCount(1);
  await page.getByLabel("内容含有").fill("无人写过");
  await page.getByRole("button", { name: "查看" }).click();
  await expect(page.getByText("没有符合条件的批注。")).toBeVisible();
  await page.getByRole("link", { name: "清除条件" }).click();
  await expect(page.locator(".note-entry")).toHaveCount(3);
  await page.goto("/bulletins/2021q3/");
  await page.getByRole("link", { name: "本期批注一览" }).click();
  await expect(page).toHaveURL(/\/notes\/\?bulletin=2021q3$/);
  await expect(page.locator(".note-entry")).toHaveCount(3);
  const link = page.locator(".note-entry .where a").first();
  await expect(link).toHaveAttribute("href", /^\/bulletins\/2021q3\/#note-[a-z0-9]+$/);
  await context.close();
});

test("no barrier in the list of notes, wide and narrow", async ({ browser }) => {
  for (const width of [1440, 1024, 390]) {
    const context = await people.as(browser, "lingdao", { viewport: { width, height: 900 } });
    const page = await open(context, "/notes/");
    expect(await barriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/notes-${width}.png`, fullPage: true });
    await context.close();
  }
});

test("the ledger is filtered, counted and put in order of deadlines", async () => {
  const page = await open(leader, "/instructions/");
  const rows = page.locator("table.ledger tbody tr");
  await expect(rows).toHaveCount(3);
  await expect(rows.first()).toContainText("工作有进步"); // the newest
  const counts = page.getByRole("list", { name: "各类条数" });
  await expect(counts).toContainText(/办理中 2\s*已签发 1/);
  await expect(counts).not.toContainText("已销号"); // none: left out
  await page.getByText("筛选和排序").click();
  await page.getByLabel("排序").selectOption({ label: "期限近的在前" });
  await page.getByRole("button", { name: "查看" }).click();
  await expect(rows.first()).toContainText("请阜蒙县牵头");
  await expect(rows.last()).toContainText("工作有进步"); // without a deadline
  await page.getByRole("link", { name: /^超期/ }).click();
  await expect(page).toHaveURL(/light=red/);
  await expect(rows).toHaveCount(1);
  await expect(rows.locator(".tasks li")).toHaveText([/阜蒙县\s+办理中.*超期/, /彰武县（会办）\s+待签收.*超期/]);
  await page.goto(`/instructions/?from=${day(1)}`);
  await expect(page.getByText("没有符合条件的批示。")).toBeVisible();
  await page.goto("/instructions/?bulletin=2021q3&kind=remark&mine=1");
  await expect(rows).toHaveCount(1);
  await page.close();

  const own = await open(unit, "/instructions/");
  await expect(own.locator("table.ledger tbody tr")).toHaveCount(1); // what addresses it, no more
  await expect(own.getByLabel("只看我签发、代录的")).toHaveCount(0);
  await own.close();
});

test("the ledger is legible wide, on a tablet and on a phone, and lies down on paper", async ({ browser }) => {
  for (const width of [1440, 1024, 390]) {
    const context = await people.as(browser, "lingdao", { viewport: { width, height: 900 } });
    const page = await open(context, "/instructions/");
    expect(await barriers(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    await expect(page.getByRole("row")).toHaveCount(4); // cards are still rows of a table for who listens
    const said = (await page.getByRole("link", { name: /请阜蒙县牵头/ }).boundingBox())!;
    expect(said.x + said.width).toBeLessThanOrEqual(width);
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/ledger-${width}.png`, fullPage: true });
    if (width === 1440) {
      const file = join(archive.dir, "ledger.pdf");
      await page.pdf({ path: file, preferCSSPageSize: true });
      const sheet = execFileSync("pdfinfo", [file], { encoding: "utf8" });
      expect(sheet).toMatch(/Pages: +1\n/);
      expect(sheet).toMatch(/Page size: +84[12][\d.]* x 59[45]/);
      const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
      for (const words of ["批示台账", "请阜蒙县牵头", "超期", "示例职务"]) expect(text).toContain(words);
      for (const control of ["存为", "查看", "排序"]) expect(text).not.toContain(control);
      if (process.env.PICTURES) execFileSync("pdftoppm", ["-png", "-r", "70", file, `${process.env.PICTURES}/ledger-a4`]);
    }
    await context.close();
  }
});

test("what the lists show is taken along as workbooks, text as it was typed", async () => {
  const page = await open(leader, "/instructions/?sort=deadline");
  const take = async (from: Page): Promise<[string, string[][]]> => {
    const waiting = from.waitForEvent("download");
    await from.getByRole("link", { name: "存为 Excel" }).click();
    const file = await waiting;
    const path = join(archive.dir, file.suggestedFilename());
    await file.saveAs(path);
    const sheets = readWorkbook(path);
    return [file.suggestedFilename(), Object.values(sheets)[0]!];
  };
  const [name, ledger] = await take(page);
  expect(name).toMatch(/^督办台账 \d{4}-\d\d-\d\d\.xlsx$/);
  const at = (row: number, column: string): string => ledger[row]![ledger[0]!.indexOf(column)] ?? "";
  expect(ledger).toHaveLength(5); // a head, two units, one, none
  expect([1, 2, 3, 4].map((row) => at(row, "承办单位"))).toEqual(["阜蒙县", "彰武县", "彰武县", ""]);
  expect(ledger[0]![0]).toBe("编号");
  expect([1, 2, 3, 4].map((row) => at(row, "编号").slice(-2))).toEqual(["1号", "1号", "2号", "3号"]);
  expect(at(4, "状态")).toBe("已签发"); // as the page says
  expect(at(1, "最近进展")).toContain("已约谈责任人");
  expect(at(1, "通报")).toBe("2021年三季度");
  expect(at(1, "期限情况")).toBe("超期");
  expect(at(1, "办理期限")).toBe(day(-2));
  expect(at(3, "批示内容")).toBe("=1+1 请彰武县阅处。");
  await page.goto("/notes/?place=review");
  const [, notes] = await take(page);
  expect(notes).toHaveLength(3);
  expect(notes.flat()).toContain("请核对<b>这一</b>数字");
  await page.close();
  const file = join(archive.dir, "命令行.xlsx");
  expect(archive.run("notes", "ledger", "2021q3", "-o", file)).toContain("已写出 4 行");
  expect(Object.values(readWorkbook(file))[0]!.flat()).toContain("=1+1 请彰武县阅处。");
  expect(archive.run("notes", "ledger", "2021q2", "-o", file)).toContain("没有已签发的批示");
});

test("on paper a corrected note stands at the words of now, with those of before; a lost one only in the list", async () => {
  const page = await open(leader, "/bulletins/2021q3/");
  await page.getByRole("group", { name: "一并打印" }).getByRole("checkbox", { name: /^批注/ }).check();
  await expect(page.locator("[data-print-notes] [aria-live]")).toHaveText("批注 4 条");
  const file = join(archive.dir, "corrected.pdf");
  await page.pdf({ path: file, preferCSSPageSize: true });
  const pages = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8", maxBuffer: 1 << 26 }).split("\f").map((p) => p.replace(/[\s\u2060]+/g, ""));
  const list = pages.findIndex((p) => p.startsWith("批注〔1〕"));
  expect(pages.slice(0, list).join("")).toContain("满意率最高，为92.18%〔3〕");
  expect(pages[list]).toContain("原文已更正。原来：“满意率最高，为93.18%”；现在：“满意率最高，为92.18%”请核对");
  expect(pages[list]).toMatch(/〔4〕“办件天数为10.31天（环比延长1.62天）”原文已不在本期通报中。这一句要删/);
  expect(pages.slice(0, list).join("")).not.toContain("〔4〕");
  await page.close();
});
