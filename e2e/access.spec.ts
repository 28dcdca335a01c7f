// Every kind of page passes axe's rules (WCAG 2.2 A and AA and its best practices) in light, dark and large type.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Archive, expect, test } from "./archive.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const pages = ["", "bulletins/", "bulletins/2021q3/", "bulletins/2021q2/", "units/", "units/fumeng/", "units/yancao/", "rankings/", "search/?q=%E9%98%9C%E8%92%99%E5%8E%BF", "help/", "help/readers/", "help/editors/", "help/style/", "404.html"];

const looks = {
  light: { colorScheme: "light", choice: {} },
  dark: { colorScheme: "dark", choice: {} },
  large: { colorScheme: "light", choice: { size: "large" } },
} as const;

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
      await page.evaluate(axe);
      const broken = await page.evaluate(async () => {
        // @ts-expect-error axe is put into the page above
        const result = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
        return result.violations.map((v: { id: string; nodes: { html: string }[] }) => [v.id, v.nodes.length, v.nodes[0]?.html.slice(0, 200)]);
      });
      expect.soft(broken, `${look} ${path}`).toEqual([]);
    }
    await context.close();
  });
}
