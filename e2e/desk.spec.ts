// The desk: what waits for each person, and the count of it on every page.
import { expect, type Page, test } from "@playwright/test";
import { Archive } from "./archive.ts";
import { barriers } from "./barriers.ts";
import { People } from "./people.ts";

let archive: Archive;
let url: string;
let people: People;

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  archive = Archive.whole();
  people = new People(archive);
  for (const [name, role, ...more] of [["lingdao", "leader", "--office", "示例职务"], ["bianji", "editor"], ["fumeng", "unit", "--unit", "fumeng"], ["zhangwu", "unit", "--unit", "zhangwu"], ["duzhe", "reader"], ["shenji", "auditor"]] as const) {
    people.add(name, role, ...more);
  }
  url = people.url = await archive.serve("accounts");
});

test.afterAll(() => archive.remove());

const toDesk = (page: Page): ReturnType<Page["getByRole"]> => page.getByRole("navigation").getByRole("link", { name: /^工作台/ });

/** A day, so many days from today, as the office has it. */
function day(from: number): string {
  const d = new Date();
  d.setDate(d.getDate() + from);
  return `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, "0")}-${String(d.getDate()).padStart(2, "0")}`;
}

async function act(page: Page, instruction: string, name: string, words: string): Promise<void> {
  await page.getByRole("link", { name: new RegExp(instruction) }).first().click();
  await page.getByText(name).click();
  const form = page.locator("details[open] form");
  if (words) await form.getByLabel("说明").fill(words);
  await form.getByRole("button", { name: "确定" }).click();
  await expect(page.locator("details[open]")).toHaveCount(0);
}

test("each finds what waits for them, counted live on every page", async ({ browser }) => {
  const leader = await people.page(browser, "lingdao");
  const unit = await people.page(browser, "fumeng");
  const other = await people.page(browser, "zhangwu");
  await expect(toDesk(unit)).toHaveText("工作台"); // nothing waits, so no number
  await expect(toDesk(leader)).toHaveAccessibleName("工作台 4项待办"); // four bulletins to acknowledge
  await expect(leader.getByText("有4项等您办理。")).toBeVisible(); // on the page where everybody lands
  await leader.getByRole("link", { name: "打开工作台" }).click();
  await expect(leader.getByRole("region", { name: "待圈阅的通报" }).getByRole("link")).toHaveText(["2021年三季度", "2021年二季度", "2021年一季度", "2020年四季度"]);
  await expect(leader.getByText("没有正在办理的批示。")).toBeVisible();
  await expect(leader.getByRole("heading", { name: "名次变化最大的单位" })).toBeVisible();
  expect(await barriers(leader)).toEqual([]);

  await unit.goto(`${url}desk/`);
  await expect(unit.getByText("现在没有等您办理的事项。")).toBeVisible();
  const own = unit.getByRole("region", { name: "本单位的变化", exact: true });
  await expect(own.getByRole("row", { name: /网络 县区/ })).toContainText("阜蒙县");

  await leader.goto(`${url}instructions/new?bulletin=2021q3`);
  await leader.getByLabel("督办").check();
  await leader.getByLabel("批示内容").fill("请阜蒙县查明原因，限期整改。");
  await leader.locator('input[name="lead"][value="fumeng"]').check();
  await leader.getByLabel("期限").fill(day(2));
  await leader.getByRole("button", { name: "签发" }).click();
  await expect(leader.getByRole("heading", { level: 1 })).toContainText("督办");
  await expect(toDesk(unit)).toHaveAccessibleName("工作台 1项待办"); // without a reload
  await expect(unit.getByRole("status").getByRole("link", { name: "刷新" })).toBeVisible();
  await expect(toDesk(other)).toHaveText("工作台");

  await unit.getByRole("link", { name: "刷新" }).click();
  const received = unit.getByRole("region", { name: "待签收" });
  await expect(received).toContainText("三天内到期");
  expect(await barriers(unit)).toEqual([]);
  await act(unit, "请阜蒙县查明原因", "签收（阜蒙县）", "");
  await toDesk(unit).click();
  await expect(unit.getByRole("region", { name: "待报办结" })).toContainText("请阜蒙县查明原因");
  await act(unit, "请阜蒙县查明原因", "报办结（阜蒙县）", "已整改完毕。");
  await expect(toDesk(unit)).toHaveText("工作台");

  await toDesk(leader).click();
  await expect(toDesk(leader)).toHaveAccessibleName("工作台 5项待办");
  await expect(leader.getByRole("region", { name: "待销号" })).toContainText("阜蒙县：请阜蒙县查明原因");
  await expect(leader.getByRole("region", { name: "我的批示", exact: true }).getByRole("row", { name: /请阜蒙县查明原因/ })).toContainText("已报办结");
  await expect(leader.getByRole("region", { name: "批示单位的变化", exact: true }).getByRole("rowheader").first()).toHaveText("阜蒙县");
  expect(await barriers(leader)).toEqual([]);

  const editor = await people.page(browser, "bianji");
  await toDesk(editor).click();
  await expect(editor.getByRole("region", { name: "待销号" })).toContainText("阜蒙县：请阜蒙县查明原因");
  await expect(editor.getByRole("region", { name: "领导圈阅情况" })).toContainText("已阅0人，未阅1人。");
  expect(await barriers(editor)).toEqual([]);
  await act(editor, "请阜蒙县查明原因", "销号（阜蒙县）", "");
  await expect(toDesk(editor)).toHaveText("工作台");
  await expect(toDesk(unit)).toHaveAccessibleName("工作台 1项待办"); // told that it is closed
  await toDesk(leader).click();
  const news = leader.getByRole("region", { name: "新的办理情况" });
  await expect(news.getByRole("link")).toHaveText(["阜蒙县：销号", "阜蒙县：报办结", "阜蒙县：签收"]);
  await news.getByRole("button", { name: "已看过" }).click();
  await expect(leader.getByRole("region", { name: "新的办理情况" })).toHaveCount(0);
  await expect(toDesk(leader)).toHaveAccessibleName("工作台 4项待办");

  await leader.goto(`${url}bulletins/2021q3/`);
  await leader.getByRole("button", { name: /^批注（/ }).click();
  await leader.getByRole("article").getByRole("button", { name: "圈阅（已阅）" }).click();
  await expect(toDesk(leader)).toHaveAccessibleName("工作台 3项待办");
  for (const page of [leader, unit, other, editor]) await page.context().close();
});

test("who has no part in it is told so; on a phone it fits; without script it reads", async ({ browser }) => {
  const auditor = await people.page(browser, "shenji");
  await toDesk(auditor).click();
  await expect(auditor.getByText("您的角色不办理批示和批注。")).toBeVisible();
  await expect(auditor.getByRole("link", { name: "审计记录" })).toBeVisible();
  const reader = await people.page(browser, "duzhe");
  await toDesk(reader).click();
  await expect(reader.getByText("现在没有等您办理的事项。")).toBeVisible();
  expect((await reader.goto(`${url}instructions/`))?.status()).toBe(403);
  const phone = await people.page(browser, "lingdao", { viewport: { width: 390, height: 844 }, hasTouch: true });
  await toDesk(phone).tap();
  await expect(phone.getByRole("region", { name: "待圈阅的通报" })).toBeVisible();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(await barriers(phone)).toEqual([]);
  const plain = await people.page(browser, "lingdao", { javaScriptEnabled: false });
  await toDesk(plain).click();
  await expect(plain.getByText("有3项等您办理。")).toBeVisible();
  for (const page of [auditor, reader, phone, plain]) await page.context().close();
});
