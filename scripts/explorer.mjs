// How long the rankings page takes for each interaction in an archive of 40 years: 160 quarters, a ranking of 120 units.
// Prints the median and the longest of ten, from the event to the painted answer, fetching included. Usage: explorer.mjs
import { chromium } from "@playwright/test";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const example = join(root, "examples/fuxin");
const archive = mkdtempSync(join(tmpdir(), "tongbao-explorer-"));
const limit = 100; // ms
const rest = 300; // ms between two interactions: nobody is faster, and the browser has painted by then

for (const name of ["hugo.toml", "tongbao.toml", "units.toml"]) cpSync(join(example, name), join(archive, name));
for (let i = 0; i < 160; i++) quarter(`${1986 + Math.floor(i / 4)}q${(i % 4) + 1}`, i);

const server = spawn(join(root, "bin/tongbao"), ["-C", archive, "serve", "--preview", "--addr", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
const url = await new Promise((resolve) => {
  let said = "";
  server.stdout.on("data", (chunk) => {
    said += chunk;
    const found = /http:\/\/\S+/.exec(said);
    if (found) resolve(found[0]);
  });
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(`${url}rankings/?table=network-department&from=1986q1`);
await page.waitForSelector("[data-ready]");

let slow = false;
for (const [what, act] of Object.entries(interactions())) {
  const times = [];
  for (let i = 0; i < 10; i++) {
    await page.waitForTimeout(rest);
    times.push(await page.evaluate(measure, [act, i]));
  }
  times.sort((a, b) => a - b);
  slow ||= times[9] > limit;
  console.log(`${what.padEnd(28)} median ${times[5].toFixed(0).padStart(4)} ms   longest ${times[9].toFixed(0).padStart(4)} ms`);
}
const size = await page.evaluate(() => [document.querySelectorAll("[data-part=table] tr").length, document.querySelectorAll("[data-part=chart] path").length]);
console.log(`${size[0]} rows, ${size[1]} paths on the page; limit ${limit} ms${slow ? ": exceeded" : ""}`);
await browser.close();
server.kill();
rmSync(archive, { recursive: true, force: true });
process.exit(slow ? 1 : 0);

/** What is done, as code for the page: it gets the turn's number. */
function interactions() {
  const select = (name, values) => `const s = document.querySelector("select[name=${name}]"); const v = ${JSON.stringify(values)}; s.value = v[turn % v.length]; s.dispatchEvent(new Event("change", { bubbles: true }));`;
  return {
    "another metric": select("metric", ["satisfaction_rate", "score", "rank", "close_rate"]),
    "another chart": select("chart", ["dot", "line"]),
    "from another period": select("from", ["2000q1", "1986q1"]),
    "another ranking": select("table", ["hotline-department", "network-department"]),
    "a unit chosen": 'document.querySelectorAll("[data-part=table] input[data-unit]")[turn * 3].click();',
    "sorted by a period": 'document.querySelectorAll("[data-part=table] button.sort")[turn % 12].click();',
    "earlier and later periods": 'document.querySelector(turn % 2 ? "[data-act=later]" : "[data-act=earlier]").click();',
    "only the chosen units": 'document.querySelector("input[name=only]").click();',
    "the choice cleared": 'document.querySelector("[data-act=clear]").click();',
  };
}

/** From the event until the page has changed and is painted. */
async function measure([act, turn]) {
  const part = document.querySelector("[data-explorer]");
  const changed = new Promise((resolve) => {
    const watch = new MutationObserver(() => {
      watch.disconnect();
      resolve();
    });
    watch.observe(part, { childList: true, subtree: true });
    setTimeout(resolve, 1000);
  });
  const start = performance.now();
  Function("turn", act)(turn); // run by the debugger, which the page's policy does not bind
  await changed;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return performance.now() - start;
}

/** One quarter: the example's, with a ranking of 120 units whose figures differ from quarter to quarter. */
function quarter(period, n) {
  for (const part of ["data", "content"]) {
    const from = join(example, part, "bulletins/2021q3");
    const to = join(archive, part, "bulletins", period);
    mkdirSync(to, { recursive: true });
    for (const file of readdirSync(from)) {
      let text = readFileSync(join(from, file), "utf8").replaceAll("2021q3", period).replaceAll("year = 2021", `year = ${period.slice(0, 4)}`);
      if (file === "rankings.json") text = JSON.stringify(larger(JSON.parse(text), n));
      writeFileSync(join(to, file), text);
    }
  }
}

function larger(rankings, n) {
  for (const table of rankings.tables) {
    if (!table.key.endsWith("-department")) continue;
    const model = table.rows[0];
    for (let i = table.rows.length; i < 120; i++) table.rows.push({ ...structuredClone(model), unit: `unit-${i}`, name: `第${i}单位` });
    table.rows.forEach((row, i) => {
      row.rank = ((i * 7 + n * 13) % 120) + 1;
      for (const cell of Object.values(row.cells)) if (typeof cell.value === "number") cell.value = Number((cell.value * (0.9 + ((i * 31 + n * 17) % 20) / 100)).toFixed(2));
    });
  }
  return rankings;
}
