// Lighthouse on the pages that are read most. Prints scores, largest contentful paint and weight; fails below 98 or above 100 kB.
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { URL: site, TOOLS: tools, CHROMIUM: chromium = "/usr/bin/chromium" } = process.env;
const entry = createRequire(join(tools, "node_modules/")).resolve("lighthouse");
const { default: lighthouse, desktopConfig } = await import(pathToFileURL(entry).href);

const port = 9331;
const browser = spawn(chromium, [
  "--headless", `--remote-debugging-port=${port}`, `--user-data-dir=${mkdtempSync(join(tmpdir(), "audit-"))}`,
  "--disable-gpu", "--no-first-run", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
], { stdio: "ignore" });
await ready();

const floor = 98;
const heaviest = 100; // kB over the wire, with everything a page asks for
let failed = false;
for (const path of ["", "bulletins/2021q3/", "units/fumeng/", "rankings/", "search/?q=%E9%98%9C%E8%92%99%E5%8E%BF"]) {
  for (const form of ["desktop", "mobile"]) {
    const run = await lighthouse(site + path, { port, onlyCategories: ["performance", "accessibility", "best-practices"], logLevel: "error" },
      form === "desktop" ? desktopConfig : undefined);
    const { categories, audits } = run.lhr;
    const scores = Object.values(categories).map((c) => Math.round(c.score * 100));
    const lcp = Math.round(audits["largest-contentful-paint"].numericValue);
    const weight = Math.round(audits["total-byte-weight"].numericValue / 1000);
    failed ||= scores.some((s) => s < floor) || weight > heaviest;
    console.log(`${form.padEnd(8)} /${path.padEnd(20)} ${scores.join(" ")}  LCP ${lcp} ms  ${weight} kB  CLS ${audits["cumulative-layout-shift"].displayValue}`);
    for (const a of Object.values(audits)) {
      const counts = Object.values(categories).some((c) => c.auditRefs.some((r) => r.id === a.id && r.weight > 0));
      if (counts && a.score !== null && a.score < 0.9) console.log(`         ${a.id}: ${a.displayValue ?? a.title} ${JSON.stringify(a.details?.items?.[0] ?? "").slice(0, 300)}`);
    }
  }
}
browser.kill();
process.exit(failed ? 1 : 0);

async function ready() {
  for (;;) {
    try {
      return await fetch(`http://127.0.0.1:${port}/json/version`);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
