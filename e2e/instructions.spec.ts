// Instructions (批示): written, signed, answered and closed by several people.
import { expect, type Page, test } from "@playwright/test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Archive } from "./archive.ts";
import { barriers } from "./barriers.ts";
import { People } from "./people.ts";
import { select } from "./select.ts";

let archive: Archive;
let url: string;
let people: People;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  archive = Archive.whole();
  people = new People(archive);
  for (const [name, role, ...more] of [["lingdao", "leader", "--office", "示例职务"], ["bianji", "editor"], ["fumeng", "unit", "--unit", "fumeng"], ["zhangwu", "unit", "--unit", "zhangwu"], ["duzhe", "reader"]] as const) {
    people.add(name, role, ...more);
  }
  url = people.url = await archive.serve("accounts");
});

test.afterAll(() => archive.remove());

/** Opens an act by its name, fills its form in and sends it. */
async function act(page: Page, name: string, words = "", files: string[] = []): Promise<void> {
  await page.locator("summary", { hasText: new RegExp(`^${name}$`) }).click();
  const form = page.locator("details[open] form");
  if (words) await form.getByLabel("说明").fill(words);
  if (files.length) await form.locator('input[type="file"]').setInputFiles(files);
  await form.locator('button[type="submit"]').click();
}

/** A real picture and a real document, made by the browser. */
async function papers(page: Page): Promise<{ png: string; pdf: string }> {
  const png = join(archive.dir, "批示原件.png");
  const pdf = join(archive.dir, "整改报告.pdf");
  await page.screenshot({ path: png });
  await page.pdf({ path: pdf });
  return { png, pdf };
}

test("an instruction goes to two units, is answered and closed", async ({ browser }) => {
  const leader = await people.reading(browser, "lingdao");
  await leader.getByRole("button", { name: /^批注（/ }).click();
  await leader.getByRole("complementary").getByRole("button", { name: "圈阅（已阅）" }).click();
  await expect(leader.getByRole("complementary").getByRole("button", { name: "已阅", exact: true })).toBeDisabled();
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
    const page = await people.page(browser, name);
    await page.goto(`${url}instructions/`);
    await page.getByRole("link", { name: /请阜蒙县牵头/ }).click();
    await act(page, `签收（${unit}）`);
    await act(page, `报办结（${unit}）`, "已整改完毕。");
    await expect(page.getByRole("row", { name: new RegExp(unit) })).toContainText("已报办结");
    await expect(page.getByText("销号（")).toHaveCount(0);
    await page.context().close();
  }

  await leader.goto(address);
  for (const unit of ["阜蒙县", "彰武县"]) {
    await act(leader, `销号（${unit}）`);
  }
  await expect(leader.getByText("已销号").first()).toBeVisible();
  await expect(leader.locator(".instruction-text")).toHaveText("请阜蒙县牵头、彰武县会同，查明原因，限期整改。");
  expect(await barriers(leader)).toEqual([]);

  const reader = await people.page(browser, "duzhe");
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

test("what an editor enters from paper counts once its leader confirms it beside the scan", async ({ browser }) => {
  const editor = await people.page(browser, "bianji");
  const leader = await people.page(browser, "lingdao");
  const unit = await people.page(browser, "fumeng");
  const { png, pdf } = await papers(editor);
  const enter = async (words: string): Promise<string> => {
    await editor.goto(`${url}instructions/new?bulletin=2021q3&edition=0`);
    await editor.getByLabel("批示领导").selectOption({ label: "示例职务 lingdao" });
    await editor.getByLabel("批示内容").fill(words);
    await editor.locator('input[name="lead"][value="fumeng"]').check();
    await editor.getByRole("button", { name: "交领导确认" }).click();
    await expect(editor.locator(".instruction-text")).toHaveText(words);
    return editor.url();
  };

  const address = await enter("请阜蒙县办理。");
  await expect(editor.getByText("还没有上传原件扫描件")).toBeVisible();
  await leader.goto(address);
  await expect(leader.locator("summary", { hasText: /^确认$/ })).toHaveCount(0);
  await act(leader, "不予确认", "原话是“请阜蒙县阅办”。");
  expect((await unit.goto(address))?.status()).toBe(404);

  await editor.reload();
  await editor.getByRole("link", { name: "修改代录" }).click();
  expect(await barriers(editor)).toEqual([]);
  await expect(editor.locator('input[name="lead"][value="fumeng"]')).toBeChecked();
  await editor.getByLabel("批示内容").fill("请阜蒙县阅办。");
  await editor.getByRole("button", { name: "保存修改" }).click();
  await act(editor, "上传扫描件", "", [join(import.meta.dirname, "archive.ts")]);
  await expect(editor.getByRole("alert")).toContainText("不是可以上传的文件");
  await act(editor, "上传扫描件", "", [pdf]);
  await act(editor, "上传扫描件", "", [png]);
  await expect(editor.locator(".files li")).toHaveText([/整改报告\.pdf.*换下的扫描件.*PDF.*bianji/, /批示原件\.png.*原件扫描件.*图片.*kB.*bianji/]);

  await leader.reload();
  const picture = leader.getByRole("img", { name: "原件扫描件" });
  await expect.poll(() => picture.evaluate((i: HTMLImageElement) => i.naturalWidth)).toBe(1440);
  expect(await barriers(leader)).toEqual([]);
  await act(leader, "确认");
  await expect(leader.locator(".steps")).toContainText("修改代录");
  await expect(leader.locator(".instruction-text")).toHaveText("请阜蒙县阅办。");

  await unit.goto(address);
  await act(unit, "签收（阜蒙县）");
  await act(unit, "报办结（阜蒙县）", "已办结，见材料。", [pdf, png]);
  await expect(unit.getByRole("row", { name: /阜蒙县/ })).toContainText("已报办结");
  await leader.reload();
  const saved = leader.waitForEvent("download");
  await leader.locator(".steps").getByRole("link", { name: "整改报告.pdf" }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toBe("整改报告.pdf");
  expect(readFileSync(await download.path())).toEqual(readFileSync(pdf));

  await enter("误录的一条。");
  const wrong = editor.url();
  await act(editor, "作废");
  expect((await leader.goto(wrong))?.status()).toBe(410);
  for (const page of [editor, leader, unit]) await page.context().close();
});

test("a form with files works without script", async ({ browser }) => {
  const leader = await people.page(browser, "lingdao");
  const unit = await people.page(browser, "fumeng", { javaScriptEnabled: false });
  const { png } = await papers(leader);
  await leader.goto(`${url}instructions/new?bulletin=2021q3&edition=0`);
  await leader.getByLabel("批示内容").fill("请阜蒙县阅处。");
  await leader.locator('input[name="lead"][value="fumeng"]').check();
  await leader.getByRole("button", { name: "签发" }).click();
  await expect(leader.locator(".instruction-text")).toHaveText("请阜蒙县阅处。");
  await unit.goto(leader.url());
  await act(unit, "签收（阜蒙县）");
  await act(unit, "报办理情况（阜蒙县）", "正在办理。", [png]);
  await expect(unit.locator(".steps").getByRole("link", { name: "批示原件.png" })).toBeVisible();
  await leader.context().close();
  await unit.context().close();
});

test("a signed instruction is corrected by another and taken out of the next bulletin", async ({ browser }) => {
  const leader = await people.page(browser, "lingdao");
  await leader.goto(`${url}instructions/new?bulletin=2021q3&edition=0&section=network&passage=network-county-summary`);
  await leader.getByLabel("批示内容").fill("请彰武县办理。");
  await leader.locator('input[name="lead"][value="fumeng"]').check();
  await leader.getByRole("button", { name: "签发" }).click();
  const number = leader.getByRole("heading", { level: 1 }).locator(".number");
  const first = (await number.textContent()) ?? "";
  expect(first).toMatch(/^批〔\d{4}〕\d+号$/);
  await leader.getByRole("link", { name: "更正" }).click();
  await expect(leader.getByRole("heading", { level: 1 })).toHaveText("更正");
  await expect(leader.getByLabel("批示内容")).toHaveValue("请彰武县办理。");
  expect(await barriers(leader)).toEqual([]);
  await leader.getByLabel("批示内容").fill("请阜蒙县办理。");
  await leader.getByRole("button", { name: "签发" }).click();
  await expect(number).not.toHaveText(first);
  const second = (await number.textContent()) ?? "";
  await leader.getByRole("link", { name: first }).click();
  await expect(leader.locator(".instruction-text")).toHaveText("请彰武县办理。");
  await leader.getByRole("link", { name: second }).click();
  await expect(leader.locator(".instruction-text")).toHaveText("请阜蒙县办理。");
  await act(leader, "不再引用");
  await act(leader, "可引用");
  await expect(leader.locator(".steps li")).toHaveText([/签发/, /不再引用/, /可引用/]);

  const now = new Date();
  const csv = `${archive.dir}/exported.csv`;
  archive.run("notes", "export", `${now.getFullYear()}q${Math.floor(now.getMonth() / 3) + 1}`, "-o", csv);
  expect(readFileSync(csv, "utf8")).toContain(`${second},`);
  expect(readFileSync(csv, "utf8")).not.toContain(`${first},`);
  await leader.context().close();
});

test("phrases, quick deadlines and units found by typing fill the form in", async ({ browser }) => {
  const leader = await people.page(browser, "lingdao", { viewport: { width: 1024, height: 1366 }, hasTouch: true });
  await leader.goto(`${url}instructions/new?bulletin=2021q3&edition=0&section=network&passage=network-county%2Fzhangwu%2Fassigned`);
  const lead = leader.getByRole("group", { name: "主办单位" });
  await expect(leader.getByText("按批示的位置预选了主办单位，可以取消：彰武县")).toBeVisible();
  await lead.getByRole("button", { name: "取消彰武县" }).tap();
  await expect(lead.locator('input[value="zhangwu"]')).not.toBeChecked();
  await lead.getByPlaceholder("输入单位名称查找").fill("阜蒙县");
  await expect(lead.locator("label.choice:visible")).toHaveText([/阜蒙县$/, /阜蒙县教育局/, /阜蒙县/, /阜蒙县/, /阜蒙县/, /阜蒙县/]);
  await leader.keyboard.press("Enter");
  await expect(lead.getByRole("button", { name: "取消阜蒙县" })).toBeVisible();
  await expect(lead.locator("label.choice:visible").nth(10)).toBeVisible(); // the filter is empty again
  await leader.getByLabel("督办").check();
  const today = (await leader.locator("form[data-today]").getAttribute("data-today")) ?? "";
  await leader.getByRole("button", { name: "7 天" }).tap();
  const due = new Date(Date.parse(today) + 7 * 86_400_000).toISOString().slice(0, 10);
  await expect(leader.getByLabel("期限")).toHaveValue(due);
  const phrases = leader.getByRole("group", { name: "常用批语" });
  await expect(phrases.getByRole("button", { name: "已阅。" })).toBeHidden();
  await phrases.getByRole("button", { name: "请××查明原因，×月×日前整改到位，及时报我。" }).tap();
  const [, month, day] = due.split("-").map(Number);
  const words = `请阜蒙县查明原因，${month}月${day}日前整改到位，及时报我。`;
  await expect(leader.getByLabel("批示内容")).toHaveValue(words);
  expect(await barriers(leader)).toEqual([]);
  await leader.getByRole("button", { name: "签发" }).click();
  await expect(leader.locator(".instruction-text")).toHaveText(words);

  await leader.goto(`${url}instructions/new?bulletin=2021q3&edition=0`);
  await leader.getByLabel("阅示").check();
  await expect(leader.getByRole("group", { name: "主办单位" })).toBeHidden();
  await phrases.getByRole("button", { name: "已阅。" }).tap();
  await leader.getByRole("button", { name: "签发" }).click();
  await expect(leader.locator(".instruction-text")).toHaveText("已阅。");
  await leader.goto(`${url}instructions/new?bulletin=2021q3&edition=0`);
  await expect(phrases.getByRole("button", { name: words })).toBeVisible(); // what the leader has written stands there too
  await leader.context().close();
});

/** What the pad has put into the form. */
async function inkOf(page: Page): Promise<{ width: number; height: number; strokes: [number, number, number][][] }> {
  const raw = await page.locator('input[name="ink"]').inputValue();
  return raw ? JSON.parse(raw) : { width: 0, height: 0, strokes: [] };
}

test("a leader writes by hand with pen, mouse and finger; it is shown without script too", async ({ browser }) => {
  const leader = await people.page(browser, "lingdao", { viewport: { width: 1024, height: 1366 }, hasTouch: true });
  await leader.goto(`${url}instructions/new?bulletin=2021q3&edition=0`);
  await leader.getByText("手写", { exact: true }).click();
  const canvas = leader.getByRole("img", { name: "手写区" });
  await canvas.scrollIntoViewIfNeeded();
  const box = (await canvas.boundingBox())!;
  expect(Math.abs(box.width / box.height - 2.5)).toBeLessThan(0.02);
  const cdp = await leader.context().newCDPSession(leader);
  const pen = async (from: [number, number], to: [number, number], force: (t: number) => number): Promise<void> => {
    for (let i = 0; i <= 20; i++) {
      const t = i / 20;
      const type = i === 0 ? "mousePressed" : i === 20 ? "mouseReleased" : "mouseMoved";
      const x = box.x + box.width * (from[0] + (to[0] - from[0]) * t);
      const y = box.y + box.height * (from[1] + (to[1] - from[1]) * t);
      await cdp.send("Input.dispatchMouseEvent", { type, x, y, button: "left", buttons: 1, clickCount: 1, pointerType: "pen", force: force(t) });
    }
  };
  const touch = async (from: [number, number], to: [number, number]): Promise<void> => {
    for (let i = 0; i <= 10; i++) {
      const t = i / 10;
      const touchPoints = i === 10 ? [] : [{ x: box.x + box.width * (from[0] + (to[0] - from[0]) * t), y: box.y + box.height * (from[1] + (to[1] - from[1]) * t) }];
      await cdp.send("Input.dispatchTouchEvent", { type: i === 0 ? "touchStart" : i === 10 ? "touchEnd" : "touchMove", touchPoints });
    }
  };

  await touch([0.1, 0.9], [0.3, 0.9]); // a finger, before any pen
  await expect(leader.getByText("已写 1 笔")).toBeVisible();
  await leader.getByRole("button", { name: "撤回一笔" }).click();
  expect((await inkOf(leader)).strokes).toEqual([]);

  const top = await leader.evaluate(() => scrollY);
  await pen([0.1, 0.2], [0.6, 0.2], (t) => 0.2 + 0.6 * t);
  await touch([0.5, 0.9], [0.5, 0.5]); // the palm
  expect(await leader.evaluate(() => scrollY)).toBe(top);
  await leader.mouse.move(box.x + 0.1 * box.width, box.y + 0.6 * box.height);
  await leader.mouse.down();
  await leader.mouse.move(box.x + 0.5 * box.width, box.y + 0.8 * box.height, { steps: 10 });
  await leader.mouse.up();
  let ink = await inkOf(leader);
  expect([ink.width, ink.height, ink.strokes.length]).toEqual([800, 320, 2]);
  const pressures = ink.strokes[0]!.map((p) => p[2]);
  expect(pressures[0]).toBeLessThan(0.3);
  expect(Math.max(...pressures)).toBeGreaterThan(0.7);
  expect(new Set(ink.strokes[1]!.map((p) => p[2]))).toEqual(new Set([0.5]));
  expect(ink.strokes[0]![0]!.slice(0, 2).map((v) => Math.round(v / 10))).toEqual([8, 6]);

  // Another size of the window changes nothing of it; keys reach what the pad offers.
  const painted = (): Promise<number> => canvas.evaluate((c: HTMLCanvasElement) => c.getContext("2d")!.getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 === 3 && v > 0).length);
  await leader.setViewportSize({ width: 700, height: 900 });
  await expect.poll(painted).toBeGreaterThan(500);
  expect((await inkOf(leader)).strokes).toEqual(ink.strokes);
  await leader.getByRole("button", { name: "清空" }).focus();
  await leader.keyboard.press("Enter");
  await expect(leader.getByText("还没有书写")).toBeVisible();
  await expect.poll(painted).toBe(0);
  await expect(leader.getByRole("button", { name: "撤回一笔" })).toBeFocused();
  await leader.keyboard.press("Enter");
  ink = await inkOf(leader);
  expect(ink.strokes.length).toBe(2);
  expect(await barriers(leader)).toEqual([]);

  // A form that is refused keeps what was written; the text is needed.
  await leader.getByLabel("批示内容").fill("请阜蒙县阅处。");
  await leader.getByRole("button", { name: "签发" }).click();
  await expect(leader.getByRole("alert")).toContainText("要选主办单位");
  expect((await inkOf(leader)).strokes).toEqual(ink.strokes);
  await expect(leader.getByText("已写 2 笔")).toBeVisible();
  await leader.locator('input[name="lead"][value="fumeng"]').check();
  await leader.getByRole("button", { name: "签发" }).click();
  await expect(leader.locator(".instruction-text")).toHaveText("请阜蒙县阅处。");

  const unit = await people.page(browser, "fumeng", { javaScriptEnabled: false });
  await unit.goto(leader.url());
  const drawing = unit.getByRole("img", { name: /^手写批示/ });
  await expect(drawing).toBeVisible();
  expect((await drawing.locator("path").boundingBox())!.width).toBeGreaterThan(100);
  await unit.emulateMedia({ media: "print" });
  await expect(unit.getByText("批示办理单")).toBeVisible();
  await expect(drawing).toBeVisible();
  await expect(unit.locator("summary", { hasText: "签收" })).toBeHidden(); // paper has no buttons
  expect(await barriers(leader)).toEqual([]);
  await unit.context().close();
  await leader.context().close();
});
