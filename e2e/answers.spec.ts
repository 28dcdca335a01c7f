// Questions about rankings: the page and the program understand the same, and the page shows how.
import { expect, test } from "@playwright/test";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Rankings } from "../assets/ts/search/answer.ts";
import type { AnswerTable } from "../assets/ts/search/column.ts";
import { Archive, helper } from "./archive.ts";

let archive: Archive;
let url: string;

test.beforeAll(async () => {
  archive = Archive.whole();
  url = await archive.serve();
});

test.afterAll(() => archive.remove());

type Row = { id: string; values: (number | null)[]; places?: number[]; change?: number; few_cases?: boolean[] };
type Table = { key: string; metric: string; order?: string; periods: { key: string }[]; rows: Row[]; of: number; count?: number; broken?: boolean; difference?: number };

test("the page and the program answer the same questions alike", async () => {
  const rankings = await Rankings.open(`${url}rankings/`);
  const questions = [...held("questions.tsv"), ...held("first-try.tsv"), ...held("silent.txt"), ...composed(600)];
  const theirs = helper("searchall", archive.dir, JSON.stringify(questions.map((query) => ({ query })))) as { answer?: { tables: Table[] } }[];
  let answered = 0;
  for (const [i, question] of questions.entries()) {
    const mine = await rankings.answer(question);
    if (mine) answered++;
    expect(mine?.tables.map(short), question).toEqual(theirs[i]!.answer?.tables.map(alike));
  }
  expect(answered).toBeGreaterThan(questions.length / 4);
});

const short = (t: AnswerTable): unknown => [t.key, t.metric.key, t.order, t.periods.map((p) => p.key), t.of, t.count ?? -1, t.broken, t.difference ?? null, t.rows.map((r) => [r.id, r.values, r.places ?? [], r.change ?? null, r.fewCases ?? []])];
const alike = (t: Table): unknown => [t.key, t.metric, t.order ?? "", t.periods.map((p) => p.key), t.of, t.count ?? -1, t.broken ?? false, t.difference ?? null, t.rows.map((r) => [r.id, r.values, r.places ?? [], r.change ?? null, r.few_cases ?? []])];

/** The questions that the program's own tests hold. */
function held(name: string): string[] {
  const text = readFileSync(join(import.meta.dirname, "..", "site", "answers", "testdata", name), "utf8");
  return text.split("\n").filter((line) => line && !line.startsWith("#")).map((line) => line.split("\t")[0]!);
}

/** Pieces of the language in any order, from a fixed seed: most are questions, some say too much. */
function composed(n: number): string[] {
  const pieces = [
    ["", "", "2021年三季度", "去年四季度", "上季度", "2021q2", "近三期", "2020年以来", "2020q4到2021q2", "历次", "今年", "二季度和三季度", "去年同期", "2021年"],
    ["", "网络", "热线", "网络和热线", "热线平台", "１２３４５热线"],
    ["县区", "各县（市）区", "市直部门", "其他单位", "全省各市", "阜蒙县", "环保局", "市住建局和市教育局", "彰武县、阜蒙县", "海州", "阜新市", ""],
    ["满意率", "满意度", "办件天数", "综评分", "名次", "交办量", "4星件", "办结率和优秀率", "满意率排名", "有效回访率", "办件", ""],
    ["", "", "最低", "前三", "倒数第二名", "最差的5个", "第3名", "低于90%", "不足两成", "超过100件", "环比", "比上季度提高多少", "提高最多的", "下降的", "谁高", "最高和最低", "排第几", "变化", "差多少", "垫底", "从高到低", "比彰武县高多少", "与去年同期相比"],
    ["", "", "", "是多少？", "有几个", "吗", "的是哪个单位", "怎么样"],
  ];
  let seed = 11;
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  return Array.from({ length: n }, () => {
    const said = pieces.map((list) => list[random(list.length)]!);
    if (random(4) === 0) said.splice(random(5), 0, said.splice(random(5), 1)[0]!);
    return said.filter(Boolean).join(random(3) === 0 ? " " : "");
  });
}

test("other kinds of period are answered from their own bulletins, by both", async () => {
  const other = Archive.whole();
  const kinds = { "2020q4": "2020", "2021q1": "2021h1", "2021q2": "2021-08", "2021q3": "2021-09" };
  for (const [was, is] of Object.entries(kinds)) cpSync(join(other.dir, "data", "bulletins", was), join(other.dir, "data", "bulletins", is), { recursive: true });
  const rankings = await Rankings.open(`${await other.serve()}rankings/`);
  const said: Record<string, string> = {
    "2021年9月网络县区满意率最低": "2021-09 fumeng 70.45",
    "九月份网络县区满意率最低": "2021-09 fumeng 70.45",
    "上个月网络县区满意率最低": "2021-08 xinqiu 73.08",
    "网络县区满意率最低": "2021-09 fumeng 70.45", // of the latest bulletin's kind
    "三季度网络县区满意率最低": "2021q3 fumeng 70.45",
    "阜蒙县网络满意率比上月提高多少": "2021-08 2021-09 fumeng 74.09 70.45",
    "2021年上半年网络县区满意率最低": "2021h1 fumeng 77.62",
    "上半年网络县区满意率最低": "2021h1 fumeng 77.62",
    "去年网络县区满意率最低": "2020 xinqiu 75",
    "2020年网络县区满意率最低": "2020 xinqiu 75",
    "下半年网络县区满意率最低": "",
    "2021年7月网络县区满意率最低": "",
    "三季度和9月网络县区满意率最低": "",
  };
  const questions = Object.keys(said);
  const theirs = helper("searchall", other.dir, JSON.stringify(questions.map((query) => ({ query })))) as { answer?: { tables: Table[] } }[];
  for (const [i, question] of questions.entries()) {
    const mine = await rankings.answer(question);
    expect(mine?.tables.map(short), question).toEqual(theirs[i]!.answer?.tables.map(alike));
    const t = mine?.tables[0];
    expect(t ? [...t.periods.map((p) => p.key), t.rows[0]!.id, ...t.rows[0]!.values].join(" ") : "", question).toBe(said[question]);
  }
  await other.remove();
});

const ask = (question: string): string => `${url}search/?q=${encodeURIComponent(question)}`;

test("a question about rankings is answered above the hits, with ways to correct it", async ({ page }) => {
  await page.goto(ask("三季度满意率最低的县区"));
  const card = page.getByRole("region", { name: "理解为" }).first();
  await expect(card.locator("dd strong")).toHaveText(["2021年三季度", "网络、热线（没有说渠道，分别列出）", "县区", "满意率", "最低"]);
  await expect(card.locator("figcaption")).toHaveText(["网络县区满意率", "热线县区满意率"]);
  await expect(card.getByRole("img").first()).toHaveAttribute("aria-label", /阜蒙县 2020Q4（示例） 81.07%、.*2021Q3 70.45%/);
  await card.getByRole("link", { name: "热线", exact: true }).click();
  await expect(page.getByRole("combobox", { name: "查找内容" })).toHaveValue(/^热线 ?三季度满意率最低的县区$/);
  await expect(card.locator("figcaption")).toHaveText(["热线县区满意率"]);
  await card.getByRole("link", { name: "2020年四季度" }).click();
  await card.getByRole("link", { name: "最高" }).click();
  await card.getByRole("link", { name: "办结率" }).click();
  await expect(card.locator("dd strong")).toHaveText(["2020年四季度", "热线", "县区", "办结率", "最高"]);
  await expect(card.locator("table .sample")).toHaveText(["示例"]);
  await page.goto(ask("阜蒙县 网络 历次排名"));
  await card.getByRole("link", { name: "在排名查询中看历期走势" }).click();
  await expect(page).toHaveURL(/rankings\/\?kind=quarter&table=network-county&metric=rank&from=2020q4&units=fumeng/);
});

test("every correction that is offered is answered", async ({ page }) => {
  for (const question of ["三季度满意率最低的县区", "阜蒙县和彰武县网络满意率", "网络部门后三名", "去年四季度热线满意率低于99%的县区", "阜蒙县热线名次比上季度升了几位", "阜新市在全省排第几"]) {
    await page.goto(ask(question));
    await expect(page.locator(".taken").first()).toBeVisible();
    const queries = await page.locator(".taken a").evaluateAll((links) => links.map((a) => new URL((a as HTMLAnchorElement).href).searchParams.get("q")!));
    expect(queries.length, question).toBeGreaterThan(0);
    const rankings = await Rankings.open(`${url}rankings/`);
    for (const query of queries) expect(await rankings.answer(query), query).toBeDefined();
  }
});

test("figures lead to their cells, with what is to be known of them", async ({ page }) => {
  await page.goto(ask("网络部门满意率低于70%的有几个"));
  await expect(page.getByText("2021年三季度：29个单位中有2个。")).toBeVisible();
  await expect(page.locator(".answer tbody tr")).toHaveText([/市烟草专卖局\s*50.00%\s*件数过少/, /市退役军人事务局\s*66.67%\s*件数过少/]);
  await page.getByRole("link", { name: "50.00%" }).click();
  await expect(page).toHaveURL(/bulletins\/2021q3\/#network-department\/yancao\/satisfaction_rate$/);
  await page.goto(ask("阜蒙县网络满意率比上季度提高多少"));
  await expect(page.locator(".answer tbody tr")).toHaveText(/阜蒙县\s*74.09%\s*70.45%\s*−3.64个百分点/);
  await page.goto(ask("阜蒙县和彰武县网络满意率相差多少"));
  await expect(page.getByText("相差11.24个百分点。")).toBeVisible();
  await page.goto(ask("热线县区满意率低于90%的有几个"));
  await expect(page.getByText("2021年三季度：8个单位中有0个。")).toBeVisible();
  await page.goto(ask("网络县区满意率不是最低的"));
  await expect(page.getByRole("status")).not.toBeEmpty();
  await expect(page.locator(".answer")).toHaveCount(0);
});

test("names complete while typing, by keyboard", async ({ page }) => {
  await page.goto(`${url}search/`);
  const box = page.getByRole("combobox", { name: "查找内容" });
  await box.pressSequentially("环保");
  const list = page.getByRole("listbox", { name: "可以填入的名称" });
  await expect(list.getByRole("option")).toHaveText(["环保局 市生态环境局"]);
  await expect(box).toHaveAttribute("aria-expanded", "true");
  await box.press("ArrowDown");
  await expect(box).toHaveAttribute("aria-activedescendant", await list.getByRole("option").first().getAttribute("id") as string);
  await box.press("Enter");
  await expect(box).toHaveValue("环保局");
  await expect(list).toBeHidden();
  await box.pressSequentially(" 网络 满意");
  await expect(list.getByRole("option").first()).toHaveText("满意率");
  await box.press("Escape");
  await expect(list).toBeHidden();
  await expect(box).toHaveValue("环保局 网络 满意");
  await box.pressSequentially("率");
  await expect(page.locator(".answer td").first()).toHaveText("100%");
  await box.press("Enter");
  await expect(page).toHaveURL(/q=.*%E6%BB%A1%E6%84%8F%E7%8E%87$/);
});

test("names complete by touch", async ({ browser }) => {
  const page = await browser.newPage({ hasTouch: true, viewport: { width: 390, height: 800 } });
  await page.goto(`${url}search/`);
  const box = page.getByRole("combobox", { name: "查找内容" });
  await box.pressSequentially("2021年二");
  await page.getByRole("listbox", { name: "可以填入的名称" }).getByRole("option", { name: "2021年二季度" }).tap();
  await expect(box).toHaveValue("2021年二季度");
  await expect(box).toBeFocused();
  await page.close();
});

test("names are fetched when the field has the focus, not before", async ({ page }) => {
  await page.addInitScript(() => (HTMLElement.prototype.focus = () => undefined));
  const asked: string[] = [];
  page.on("request", (r) => asked.push(r.url()));
  await page.route("**/search/", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replace(" autofocus", "") });
  });
  await page.goto(`${url}search/`, { waitUntil: "networkidle" });
  expect(asked.filter((u) => u.includes("/rankings/"))).toEqual([]);
  await page.getByRole("combobox", { name: "查找内容" }).click();
  await expect.poll(() => asked.filter((u) => u.includes("/rankings/")).length).toBe(2);
});
