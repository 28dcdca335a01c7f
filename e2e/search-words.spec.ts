// Notes and instructions are found by those who may read them, and by nobody else.
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
  for (const [name, role, ...more] of [["lingdao", "leader", "--office", "示例职务"], ["bianji", "editor"], ["fumeng", "unit", "--unit", "fumeng"], ["duzhe", "reader"]] as const) {
    people.add(name, role, ...more);
  }
  url = people.url = await archive.serve("accounts");
});

test.afterAll(() => archive.remove());

/** Writes a note on a bulletin and gives its id and revision. */
async function note(page: Page, body: string, visibility: string, bulletin = "2021q3"): Promise<{ id: string; revision: number }> {
  const made = await page.request.post(`${url}api/notes`, { headers: { origin: new URL(url).origin }, data: { target: { bulletin }, kind: "comment", body, visibility } });
  expect(made.status(), await made.text()).toBe(201);
  return (await made.json()) as { id: string; revision: number };
}

async function search(page: Page, query: string): Promise<void> {
  await page.goto(`${url}search/?q=${encodeURIComponent(query)}`);
}

test("what one person writes another finds at once, as far as they may, and no more once it is deleted", async ({ browser }) => {
  const leader = await people.page(browser, "lingdao");
  const reader = await people.page(browser, "duzhe");
  const { id, revision } = await note(leader, "请住建局核对<b>供暖投诉</b>的口径，ＡＢ两表不一致", "everyone");
  await note(leader, "供暖投诉另行研究", "private");

  let manifests = 0;
  reader.on("request", (r) => {
    if (r.url().endsWith("/search/manifest.bin")) manifests++;
  });
  await search(reader, "供暖投訴");
  await expect(reader.getByRole("status")).toHaveText("1处含有“供暖投訴”。");
  await expect(reader.locator("[data-part=hits] h2")).toHaveText(["2021年三季度"]);
  await expect(reader.locator(".excerpt")).toHaveText("请住建局核对<b>供暖投诉</b>的口径，ＡＢ两表不一致");
  await expect(reader.locator(".excerpt mark")).toHaveText(["供暖投诉"]);
  await expect(reader.locator(".where small")).toHaveText(/^批注 · 示例职务 lingdao · \d{4}-\d\d-\d\d \d\d:\d\d · 能看这期通报的人$/);
  await expect(reader.locator(".where a")).toHaveAttribute("href", `../bulletins/2021q3/#note-${id}`);
  expect(manifests).toBe(1); // of the page's own asking
  expect(await barriers(reader)).toEqual([]);
  for (const [size, width] of [["desktop", 1440], ["phone", 390]] as const) {
    if (!process.env.PICTURES) break;
    await reader.setViewportSize({ width, height: 900 });
    await reader.screenshot({ path: `${process.env.PICTURES}/search-words-${size}.png` });
  }

  await search(leader, "供暖投诉");
  await expect(leader.getByRole("status")).toHaveText("2处含有“供暖投诉”。");
  await search(reader, "另行研究");
  await expect(reader.getByRole("status")).toContainText(/没有.*“另行研究”/);

  const gone = await leader.request.post(`${url}api/notes/${id}/delete`, { headers: { origin: new URL(url).origin }, data: { revision } });
  expect(gone.status()).toBe(204);
  await search(reader, "供暖投诉");
  await expect(reader.getByRole("status")).toContainText(/没有.*“供暖投诉”/);
  await expect(reader.locator(".where small")).toHaveCount(0);
  for (const page of [leader, reader]) await page.context().close();
});

test("notes and instructions stand among the bulletins, by kind, page by page and with scripts off", async ({ browser }) => {
  const editor = await people.page(browser, "bianji");
  for (let i = 1; i <= 12; i++) await note(editor, `阜蒙县的第${i}条批注`, "everyone", i % 2 ? "2021q2" : "2021q3");
  const leader = await people.page(browser, "lingdao");
  const signed = await leader.request.post(`${url}instructions`, { headers: { origin: new URL(url).origin }, form: { key: "one", bulletin: "2021q3", kind: "handle", text: "阜蒙县供热问题务必于年内解决", lead: "fumeng" } });
  expect(signed.ok(), await signed.text()).toBe(true);
  await leader.context().close();
  const unit = await people.page(browser, "fumeng");
  await search(unit, "供热问题务必");
  await expect(unit.locator(".where small")).toHaveText(/^批示 · 示例职务 lingdao · /);
  await unit.locator(".where a").click();
  await expect(unit).toHaveURL(/instructions\/[a-z0-9]+$/);
  await expect(unit.getByText("阜蒙县供热问题务必于年内解决").first()).toBeVisible();
  await unit.context().close();
  const reader = await people.page(browser, "duzhe");
  await search(reader, "供热问题务必");
  await expect(reader.getByRole("status")).toContainText("没有");
  await expect(reader.locator(".where small")).toHaveCount(0);
  await reader.context().close();

  await editor.goto(`${url}search/`);
  await editor.getByRole("combobox", { name: "查找内容" }).fill("阜蒙县");
  await editor.getByText("筛选和排序").click();
  await editor.getByLabel("类别").selectOption({ label: "批注" });
  await expect(editor.getByRole("status")).toHaveText("12处含有“阜蒙县”。");
  await expect(editor.locator("[data-part=hits] h2")).toHaveText(["2021年三季度", "2021年二季度"]);
  await expect(editor.locator(".where")).toHaveCount(10);
  await editor.getByRole("button", { name: "再看一些" }).click();
  await expect(editor.locator(".where")).toHaveCount(12);
  await editor.getByLabel("类别").selectOption("");
  await expect(editor.getByRole("status")).toHaveText(/^约\d+处含有“阜蒙县”/);
  await editor.context().close();

  const plain = await people.page(browser, "bianji", { javaScriptEnabled: false });
  await plain.goto(`${url}search/?kind=note&q=${encodeURIComponent("第3条")}`);
  await expect(plain.getByRole("status")).toHaveText("1处含有“第3条”。");
  await expect(plain.locator(".excerpt mark")).toHaveText(["第3条"]);
  await expect(plain.locator(".where small")).toContainText("批注 · bianji");
  await plain.context().close();
});

test("that notes could not be searched is said, and the bulletins' hits are there", async ({ browser }) => {
  const reader = await people.page(browser, "duzhe");
  await reader.route("**/api/search?*", (route) => route.abort());
  await search(reader, "酒吧噪音");
  await expect(reader.getByRole("status")).toHaveText("1处含有“酒吧噪音”。 批注和批示没有查到，请检查网络或重新登录。");
  await expect(reader.locator(".where")).toHaveCount(1);
  await reader.context().close();
});
