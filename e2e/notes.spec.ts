// Notes, by several people at once.
import { expect, type Page, test } from "@playwright/test";
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

/** The words that are marked, as ranges or as elements. */
async function marks(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const names = ["note-highlight", "note-comment", "note-edited", "note-resolved"];
    if (!("highlights" in CSS)) return [...document.querySelectorAll(".note")].map((m) => m.textContent ?? "");
    return names.flatMap((name) => [...(CSS.highlights.get(name) ?? [])].map((r) => (r.startContainer as Text).data.slice(r.startOffset, r.endOffset)));
  });
}

test("a leader notes a passage, others see what they may, live", async ({ browser }) => {
  const leader = await people.reading(browser, "lingdao");
  const editor = await people.reading(browser, "bianji");
  const reader = await people.reading(browser, "duzhe");
  await select(leader, "network-county-summary", "阜蒙县");
  await leader.getByRole("toolbar", { name: "批注" }).getByRole("button", { name: "批注", exact: true }).click();
  const panel = leader.getByRole("complementary", { name: "批注" });
  await panel.getByLabel("批注内容").fill("<b>请核对</b>这一数字");
  await panel.getByLabel("谁能看").selectOption({ label: "能看这期通报的人" });
  await panel.getByRole("button", { name: "保存" }).click();
  await expect(panel.getByRole("status")).toHaveText("已保存。谁能看：能看这期通报的人");
  await expect.poll(() => marks(leader)).toEqual(["阜蒙县"]);
  await expect(panel.locator(".body")).toHaveText("<b>请核对</b>这一数字");
  expect(await barriers(leader)).toEqual([]);
  await expect.poll(() => marks(editor)).toEqual(["阜蒙县"]); // without a reload
  await expect.poll(() => marks(reader)).toEqual(["阜蒙县"]);

  await editor.getByRole("button", { name: "批注（1）" }).click();
  await editor.getByRole("button", { name: "回复" }).click();
  await editor.getByRole("textbox", { name: "回复" }).fill("已核对，无误");
  await editor.getByRole("complementary").getByRole("button", { name: "保存" }).click();
  await expect(panel.locator("blockquote")).toContainText("已核对，无误");

  await select(leader, "network-county-summary", "县区");
  await leader.getByRole("button", { name: "只标记" }).click();
  await expect.poll(() => marks(leader)).toEqual(["县区", "阜蒙县"]);
  expect(await marks(editor)).toEqual(["阜蒙县"]); // a private mark is nobody else's
  for (const page of [leader, editor, reader]) await page.context().close();
});

test("a leader has read the bulletin with one press at its end", async ({ browser }) => {
  const leader = await people.reading(browser, "lingdao");
  await leader.getByRole("article").getByRole("button", { name: "圈阅（已阅）" }).click();
  const read = leader.getByRole("article").getByRole("button", { name: "已阅", exact: true });
  await expect(read).toBeDisabled();
  await leader.reload();
  await expect(read).toBeDisabled();
  expect(await barriers(leader)).toEqual([]);
  await leader.emulateMedia({ media: "print" });
  await expect(leader.locator(".notes-read")).toBeHidden();
  await leader.emulateMedia({ media: "screen" });
  await leader.getByRole("button", { name: /^批注（/ }).click();
  await expect(leader.getByRole("complementary").getByRole("button", { name: "已阅", exact: true })).toBeDisabled();
  await leader.getByRole("complementary").getByRole("link", { name: "批注一览" }).click();
  await expect(leader.getByRole("heading", { level: 1, name: "批注一览" })).toBeVisible();
  await expect(leader).toHaveURL(`${url}notes/?bulletin=2021q3`);
  const reader = await people.reading(browser, "duzhe");
  await expect(reader.locator(".notes-read button")).toHaveCount(0);
  for (const page of [leader, reader]) await page.context().close();
});

test("a note written without a connection is sent later, once", async ({ browser }) => {
  const leader = await people.reading(browser, "lingdao");
  await leader.getByRole("button", { name: /^批注（/ }).click();
  await leader.route("**/api/notes", (route) => (route.request().method() === "POST" ? route.abort() : route.continue()));
  await leader.getByRole("button", { name: "对全文批注" }).click();
  await leader.getByLabel("批注内容").fill("断网时写的");
  await leader.getByRole("complementary").getByRole("button", { name: "保存" }).click();
  await expect(leader.getByRole("status")).toContainText("有1条还没有送出");
  await leader.unroute("**/api/notes");
  await leader.reload();
  await leader.getByRole("button", { name: /^批注（/ }).click();
  await expect(leader.getByText("断网时写的")).toHaveCount(1);
  await leader.context().close();
});

for (const way of ["ranges", "elements"] as const) {
  test(`marks as ${way} lead to their notes, and leave links, sorting and copying as they were`, async ({ browser }) => {
    const leader = await people.reading(browser, "lingdao");
    if (way === "elements") await leader.addInitScript("delete CSS.highlights");
    await leader.reload();
    await expect.poll(() => marks(leader)).toContain("阜蒙县");
    expect(await leader.locator("mark.note").count() > 0).toBe(way === "elements");
    const text = (): Promise<string> => leader.locator("#network-county-summary").evaluate((p) => p.textContent ?? "");
    const place = await leader.evaluate(() => {
      const p = document.getElementById("network-county-summary")!;
      p.scrollIntoView({ block: "center" });
      const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode as Text;
        const at = node.data.indexOf("阜蒙县");
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 3);
        const box = range.getBoundingClientRect();
        return { x: box.left + box.width / 2, y: box.top + box.height / 2, link: !!node.parentElement?.closest("a"), end: p.getBoundingClientRect().right - 4 };
      }
      throw new Error("the words are not there");
    });
    const before = await text();
    await leader.mouse.click(place.x, place.y);
    if (place.link) await expect(leader.locator(".evidence")).toBeVisible(); // a figure's evidence still opens
    else await expect(leader.locator(".note-card").first()).toBeFocused();
    await leader.keyboard.press("Escape");

    await select(leader, "network-county-summary", "阜蒙县");
    expect(await leader.evaluate(() => document.getSelection()!.toString())).toBe("阜蒙县");
    await leader.locator("#network-county-summary a.figure").first().click();
    await expect(leader.locator(".evidence")).toBeVisible();
    await leader.keyboard.press("Escape");
    await leader.locator("button.sort").first().click();
    await expect(leader.locator("th[aria-sort]").first()).toBeVisible();
    expect(await text()).toBe(before);

    if (way === "elements") {
      await leader.evaluate(() => { window.requestIdleCallback = () => 0; }); // a browser that never comes to rest
      await leader.evaluate(() => scrollTo(0, document.body.scrollHeight));
      await leader.getByRole("button", { name: /^批注（/ }).click(); // draws anew
      expect(await marks(leader)).not.toContain("阜蒙县");
      await leader.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
      expect(await marks(leader)).toContain("阜蒙县"); // on paper all are there
    }
    await leader.emulateMedia({ media: "print" });
    const line = await leader.evaluate(() => {
      const mark = document.querySelector(".note.comment");
      return getComputedStyle(mark ?? document.getElementById("network-county-summary")!, mark ? undefined : "::highlight(note-comment)").textDecorationLine;
    });
    expect(line).toBe("underline");
    await leader.context().close();
  });
}
