// Notes on words that a correction changed, or took away: nobody's words are put where they do not belong.
import { expect, test } from "@playwright/test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Archive } from "./archive.ts";
import { barriers } from "./barriers.ts";
import { People, quoted } from "./people.ts";

const network = "content/bulletins/2021q3/20-network.md";
const leaving = "这一段在更正时整段删去。";

let archive: Archive;
let people: People;

test.beforeAll(async () => {
  archive = Archive.example();
  archive.run("ingest", "2021q3");
  writeFileSync(join(archive.dir, network), `${archive.read(network)}\n\n${leaving}\n`);
  archive.run("publish", "2021q3", "--date", "2021-10-22");
  people = new People(archive);
  people.add("lingdao", "leader", "--office", "示例职务");
  people.url = await archive.serve("accounts");
});

test.afterAll(() => archive.remove());

/** Words it otherwise, and takes a paragraph away. */
function correct(): void {
  archive.write(network, archive.read(network).replace("交办总量最大", "交办总量居首").replace(leaving, ""));
  archive.run("publish", "2021q3", "--date", "2021-11-05", "--reason", "表述有误，予以更正");
  archive.run("build");
}

test("after a correction a note shows both texts, and one whose words are gone is listed first", async ({ browser }) => {
  const leader = await people.as(browser, "lingdao");
  const page = await leader.newPage();
  await page.goto("/bulletins/2021q3/");
  const at = { bulletin: "2021q3", edition: 1, section: "network" };
  type Read = { section: string; key: string; text: string };
  const texts = await page.evaluate(() => (window as unknown as { tongbaoText: () => Read[] }).tongbaoText());
  const passage = texts.find(({ text }) => text === leaving)?.key ?? ""; // it has no key of its own
  await people.note(leader, await quoted(page, at, "network-county-summary", "交办总量最大，为333件"), "请核对这个数", "leaders");
  await people.note(leader, { ...at, passage, quote: { exact: leaving }, start: 0, end: leaving.length }, "这一段有用", "leaders");
  await people.note(leader, await quoted(page, at, "network-county-summary", "彰武县、阜蒙县、细河区"), "名次没有变", "leaders");
  await archive.stop();
  correct();
  people.url = await archive.serve("accounts");
  await page.goto(`${people.url}bulletins/2021q3/`); // the session lasts
  await expect(page.locator(".masthead")).toContainText("第2版");
  await page.getByRole("button", { name: "批注（3）" }).click();

  const panel = page.getByRole("complementary", { name: "批注" });
  const card = (words: string) => panel.locator(".note-card", { hasText: words });
  await expect(card("请核对这个数").locator(".changed")).toHaveText("原文已更正，请看前后两种文字。");
  await expect(card("请核对这个数").locator("dd")).toHaveText(["交办总量最大，为333件", "交办总量居首，为333件"]);
  await expect(card("名次没有变").locator(".changed, dl")).toHaveCount(0);
  const lost = panel.getByRole("region", { name: "原文已不在，请核对" }).locator(".note-card");
  await expect(lost).toHaveCount(1);
  await expect(lost.locator(".body")).toHaveText("这一段有用");
  await expect(lost.locator(".changed")).toHaveText("原文已不在本期通报中。");
  await expect(lost.locator("dd")).toHaveText([leaving]);
  const marked = await page.evaluate(() => ["note-edited", "note-comment"].map((name) => [...(CSS.highlights.get(name) ?? [])].map((r) => (r.startContainer as Text).data.slice(r.startOffset, r.endOffset)).join("")));
  expect(marked).toEqual(["交办总量居首，为333件", "彰武县、阜蒙县、细河区"]);
  expect(await barriers(page)).toEqual([]);
  if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, "notes-correction.png") });
  await leader.close();
});
