// Questions about rankings: the page and the program understand the same, and the page shows how.
import { expect, test } from "@playwright/test";
import { readFileSync } from "node:fs";
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
  const theirs = helper("searchall", archive.dir, JSON.stringify(questions)) as { answer?: { tables: Table[] } }[];
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
