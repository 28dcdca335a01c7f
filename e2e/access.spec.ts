// Every kind of page passes axe's rules (WCAG 2.2 A and AA and its best practices) in light, dark and large type.
import { Archive, expect, test } from "./archive.ts";
import { barriers } from "./barriers.ts";

const pages = ["", "bulletins/", "bulletins/2021q3/", "bulletins/2021q2/", "units/", "units/fumeng/", "units/yancao/", "rankings/", "search/?q=%E9%98%9C%E8%92%99%E5%8E%BF", "help/", "help/readers/", "help/editors/", "help/style/", "404.html"];

const looks = {
  light: { colorScheme: "light", choice: {} },
  dark: { colorScheme: "dark", choice: {} },
  large: { colorScheme: "light", choice: { size: "large" } },
} as const;

test.describe.configure({ timeout: 150_000 }); // fifteen pages a look, all rules on each

let archive: Archive;
let url: string;

test.beforeAll(async () => {
  archive = Archive.whole();
  url = await archive.serve();
});

test.afterAll(() => archive.remove());

for (const [look, { colorScheme, choice }] of Object.entries(looks)) {
  test(`no barrier on any page, ${look}`, async ({ browser }) => {
    const context = await browser.newContext({ colorScheme, reducedMotion: "reduce" });
    await context.addInitScript((kept) => localStorage.setItem("tongbao-look", JSON.stringify(kept)), choice);
    const page = await context.newPage();
    for (const path of pages) {
      await page.goto(url + path);
      expect.soft(await barriers(page), `${look} ${path}`).toEqual([]);
    }
    await page.goto(`${url}bulletins/2021q3/`);
    await page.locator('#problems a[data-fact="network.low-stars"]').click();
    await page.locator("#evidence .scroll").waitFor();
    await page.getByRole("button", { name: "满意率" }).first().click();
    expect.soft(await barriers(page), `${look}, evidence open and a table sorted`).toEqual([]);
    await context.close();
  });
}

test("no barrier in an empty archive, and in a corrected bulletin", async ({ browser }) => {
  const empty = Archive.fresh("新市");
  const corrected = Archive.example();
  corrected.run("ingest", "2021q3");
  corrected.run("publish", "2021q3", "--date", "2021-10-22");
  corrected.write("content/bulletins/2021q3/index.md", corrected.read("content/bulletins/2021q3/index.md").replace("number = 7", "number = 8"));
  corrected.run("publish", "2021q3", "--date", "2021-11-05", "--reason", "期号有误，予以更正");
  const page = await browser.newPage();
  for (const [archive, paths] of [
    [empty, ["", "bulletins/", "units/", "rankings/"]],
    [corrected, ["", "bulletins/2021q3/", "bulletins/2021q3-e1/", "units/fumeng/", "rankings/"]],
  ] as const) {
    const address = await archive.serve();
    for (const path of paths) {
      await page.goto(address + path);
      expect.soft(await barriers(page), path).toEqual([]);
    }
    await archive.remove();
  }
  await page.close();
});
