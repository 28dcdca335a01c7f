// Notes and instructions on paper: in the browser's print and by `tongbao pdf`, only what each may see.
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { Archive } from "./archive.ts";
import { barriers } from "./barriers.ts";
import { People, quoted } from "./people.ts";

let archive: Archive;
let people: People;
let leader: BrowserContext;
let reader: BrowserContext;

test.describe.configure({ mode: "serial" });

test.beforeAll(async ({ browser }) => {
  archive = Archive.whole();
  people = new People(archive);
  people.add("lingdao", "leader", "--office", "示例职务", "--display", "领导甲");
  people.add("bianji", "editor", "--display", "编辑乙");
  people.add("duzhe", "reader", "--display", "读者丙");
  people.url = await archive.serve("accounts");
  leader = await people.as(browser, "lingdao");
  reader = await people.as(browser, "duzhe");
  const editor = await people.as(browser, "bianji");
  const page = await leader.newPage();
  await page.goto("/bulletins/2021q3/");
  const at = { bulletin: "2021q3", section: "network" };
  const first = await people.note(leader, await quoted(page, at, "network-county-summary", "交办总量最大，为333件"), "请核对<b>这一</b>数字。\n第二行", "everyone");
  await people.send(editor, `/api/notes/${first}/replies`, { body: "已核对，无误" });
  await people.note(leader, await quoted(page, at, "network-city-summary", "全省情况"), "只给领导看的意见", "leaders");
  await people.note(leader, { ...at, passage: "network-county/fumeng/assigned" }, "这一格请再核", "everyone");
  await people.note(leader, { bulletin: "2021q3" }, "总的看写得清楚", "everyone");
  await people.note(leader, await quoted(page, at, "network-department-summary", "市公安局"), "", "private"); // a mark has no number
  await people.instruct(leader, { bulletin: "2021q3", edition: "0", kind: "supervise", text: "请阜蒙县牵头、彰武县会同，查明原因，限期整改。", lead: "fumeng", joint: "zhangwu", deadline: "2021-11-30" });
  await page.close();
});

test.afterAll(() => archive.remove());

/** The text of a printed sheet, without spaces, and its pages. */
async function printed(page: Page, name: string): Promise<{ text: string; pages: string[] }> {
  const file = join(archive.dir, `${name}.pdf`);
  await page.pdf({ path: file, preferCSSPageSize: true }); // background graphics are off
  return sheet(file, name);
}

function sheet(file: string, name: string): { text: string; pages: string[] } {
  if (process.env.PICTURES) execFileSync("pdftoppm", ["-png", "-r", "60", file, `${process.env.PICTURES}/${name}`]);
  const pages = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8", maxBuffer: 1 << 26 }).split("\f").map((p) => p.replace(/[\s\u2060]+/g, ""));
  return { text: pages.join(""), pages };
}

async function open(who: BrowserContext | Browser, address = "/bulletins/2021q3/"): Promise<Page> {
  const page = await who.newPage();
  await page.goto(address);
  return page;
}

/** Chooses what is printed as well, and waits until it is there. */
async function choose(page: Page, ...labels: RegExp[]): Promise<void> {
  for (const label of labels) await page.getByRole("group", { name: "一并打印" }).getByRole("checkbox", { name: label }).check();
  await expect(page.locator("[data-print-notes] [aria-live]")).not.toHaveText("");
}

test("a leader's sheet has numbers at the places, the list at the end, the block at the head", async () => {
  const page = await open(leader);
  const plain = await printed(page, "plain");
  expect(plain.text).not.toContain("只给领导看的意见");
  expect(plain.text).not.toContain("限期整改。主办");

  await choose(page, /^批注/, /^批示/);
  await expect(page.locator("[data-print-notes] [aria-live]")).toHaveText("批注 4 条，批示 1 条");
  expect(await barriers(page)).toEqual([]);
  const words = await page.locator("article").evaluate((a) => a.textContent);
  const { pages, text } = await printed(page, "leader");
  expect(await page.locator("article").evaluate((a) => a.textContent)).toBe(words); // the page is as it was
  await expect(page.locator(".note-number")).toHaveCount(0);

  expect(pages[0]).toMatch(/领导批示：.*请阜蒙县牵头、彰武县会同，查明原因，限期整改。.*主办：阜蒙县；会办：彰武县；期限：2021-11-30.*批〔20\d\d〕1号示例职务领导甲20\d\d年\d+月\d+日.*12345通报/);
  const list = pages.findIndex((p) => p.startsWith("批注〔1〕"));
  expect(list).toBeGreaterThan(5);
  expect(list).toBe(pages.length - 2); // the last page; pdftotext ends with a form feed
  expect(pages[list]).toMatch(/〔1〕全文总的看写得清楚.*〔2〕.*“全省情况”只给领导看的意见.*〔3〕.*“交办总量最大，为333件”请核对<b>这一<\/b>数字。第二行编辑乙（.*）回复：已核对，无误.*〔4〕.*阜蒙县333这一格请再核/);
  const body = pages.slice(0, list).join("");
  expect(body).toContain("全省情况〔2〕");
  expect(body).toContain("交办总量最大，为333件〔3〕");
  expect(body).toContain("333〔4〕");
  expect(text).not.toContain("〔5〕");
  await page.close();

  const again = await open(leader); // the choice is remembered
  await expect(again.getByRole("checkbox", { name: /^批注/ })).toBeChecked();
  await again.close();
});

test("a reader's sheet lacks the leader's note and the instruction", async () => {
  const page = await open(reader);
  await choose(page, /^批注/, /^批示/);
  const { text } = await printed(page, "reader");
  expect(text).toContain("请核对<b>这一</b>数字");
  expect(text).not.toContain("只给领导看的意见");
  expect(text).not.toContain("限期整改。");
  await page.close();
});

test("the command prints what an account may see", () => {
  const file = (name: string): string => join(archive.dir, `${name}.pdf`);
  archive.run("pdf", "2021q3", "--out", file("as-leader"), "--with", "notes,instructions", "--as", "lingdao"); // beside the running server
  const own = sheet(file("as-leader"), "as-leader");
  expect(own.pages[0]).toMatch(/领导批示：.*限期整改。.*12345通报/);
  expect(own.text).toContain("全省情况〔2〕");
  expect(own.pages[own.pages.length - 2]).toContain("只给领导看的意见");
  archive.run("pdf", "2021q3", "--out", file("as-reader"), "--with", "notes,instructions", "--as", "duzhe");
  const other = sheet(file("as-reader"), "as-reader");
  expect(other.text).toContain("请核对<b>这一</b>数字");
  expect(other.text).not.toContain("只给领导看的意见");
  expect(other.text).not.toContain("限期整改。主办");
});

test("a number stands at no other words than the note's, and what cannot be read is said", async () => {
  const page = await reader.newPage();
  await page.route("**/api/notes?*", async (route) => {
    const answer = (await (await route.fetch()).json()) as { notes: { quote: string }[] };
    for (const note of answer.notes) note.quote = note.quote.replace("333", "999"); // as if the text had changed unnoticed
    await route.fulfill({ json: answer });
  });
  await page.goto("/bulletins/2021q3/");
  await choose(page, /^批注/);
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  await expect(page.locator(".printed-notes li")).toHaveCount(3);
  await expect(page.locator(".printed-notes")).toContainText("“交办总量最大，为999件”");
  await expect(page.locator(".printed-mark")).toHaveCount(0);
  await expect(page.locator("article .prose .note-number")).toHaveCount(0);
  await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
  await expect(page.locator(".printed-notes, .note-number")).toHaveCount(0);
  await page.unroute("**/api/notes?*");
  await page.route("**/api/notes?*", (route) => route.abort());
  await page.getByRole("checkbox", { name: /^批示/ }).click(); // asks again
  await expect(page.locator("[data-print-notes] [aria-live]")).toHaveText("没有读到批注，请检查网络或重新登录。");
  await expect(page.locator("html")).toHaveAttribute("data-printing", "failed");
  await page.close();
});
