// The judge of old browsers (scripts/floor.mjs) finds what is too new, in styles and in scripts.
import { expect, test } from "@playwright/test";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

test("what Chromium 83 does not know is named with its line", () => {
  const folder = mkdtempSync(join(tmpdir(), "tongbao-floor-"));
  mkdirSync(join(folder, "ts"));
  writeFileSync(join(folder, "new.css"), ".a { inset: 0; overflow: hidden; }\n.a:has(.b) { display: flex; gap: 1rem; }\n.a { .b { height: 100dvh; } }\n");
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: join(root, "assets/tsconfig.json"), include: ["ts/*.ts"] }));
  writeFileSync(join(folder, "ts/new.ts"), 'document.body.append("");\ndocument.body.replaceChildren();\nAbortSignal.timeout(1);\ndocument.querySelector("a:is(b, i)");\n');
  const { status, stderr } = spawnSync("node", [join(root, "scripts/floor.mjs"), folder, folder], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  expect(status).toBe(1);
  expect(stderr.trim().split("\n").map((line) => /new\.(css:\d+: .*) is newer|new\.(ts:\d+: .*) is newer/.exec(line)?.slice(1).join(""))).toEqual([
    "css:1: inset", "css:2: :has", "css:2: gap of flex boxes", "css:3: .b within .a", "css:3: a unit of height: 100dvh",
    "ts:2: Element.replaceChildren", "ts:3: AbortSignal.timeout", "ts:4: :is",
  ]);
});
