// axe's rules for a page (WCAG 2.2 A and AA and its best practices).
import type { Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What breaks a rule of axe on the page: the rule, how often, the first place. */
export async function barriers(page: Page): Promise<unknown[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    // @ts-expect-error axe is put into the page above
    const result = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return result.violations.map((v: { id: string; nodes: { html: string }[] }) => [v.id, v.nodes.length, v.nodes[0]?.html.slice(0, 200)]);
  });
}
