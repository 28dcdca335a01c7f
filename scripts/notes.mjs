// How long 500 notes take to be drawn in a bulletin once the server has answered, as time of the processor (others may use the
// machine). A step is a script and the styles and the layout that are new then. The first step reads the answer and marks all
// that the window shows; as named ranges it marks everything. As elements, as below Chromium 105, the rest follows in steps of
// its own while the browser is idle: the longest step, and all of them together, stand beside it. Both the first and the longest
// have the limit. At last the size of the script as it travels. Usage: notes.mjs
import { chromium } from "@playwright/test";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const root = join(import.meta.dirname, "..");
const program = join(root, "bin/tongbao");
const archive = mkdtempSync(join(tmpdir(), "tongbao-notes-"));
const notes = 500;
const turns = 21;
const limits = { ms: 10, kB: 12 };

cpSync(join(root, "examples/fuxin"), archive, { recursive: true, filter: (path) => !path.includes(".tongbao") });
const run = (...args) => execFileSync(program, ["-C", archive, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
const password = /密码：(\S+)/.exec(run("user", "add", "lingdao", "--role", "leader", "--generate"))[1];
const server = spawn(program, ["-C", archive, "serve", "--addr", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "ignore"] });
const url = await new Promise((resolve) => {
  let said = "";
  server.stdout.on("data", (chunk) => {
    said += chunk;
    if (said.includes("Ctrl+C")) resolve(/http:\/\/\S+/.exec(said)[0]);
  });
});
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
const first = await context.newPage();
await first.goto(`${url}sign-in/`);
await first.getByLabel("用户名").fill("lingdao");
await first.getByLabel("密码", { exact: true }).fill(password);
await first.getByRole("button", { name: "登录" }).click();
await first.waitForURL(url);
await first.goto(`${url}bulletins/2021q3/`);
await first.evaluate(write, notes);
await first.close();

let slow = false;
for (const way of ["ranges", "elements"]) {
  const all = [];
  for (let i = 0; i < turns; i++) {
    const { named, ...times } = await drawn(way);
    if (named !== (way === "ranges")) throw new Error(`not marked as ${way}`);
    all.push(times);
  }
  const median = (what) => middle(all.map((times) => times[what])).toFixed(1).padStart(5);
  slow ||= median("first") > limits.ms || median("longest") > limits.ms;
  console.log(`${notes} notes as ${way.padEnd(8)} window drawn ${median("first")} ms (script ${median("script")})   longest step ${median("longest")} ms   all ${median("sum")} ms in ${median("steps")} steps, ${median("span")} ms by the clock (median of ${turns}; limit of a step ${limits.ms} ms)`);
}
const folder = join(archive, ".tongbao/public/js");
const script = readFileSync(join(folder, readdirSync(folder).find((name) => name.startsWith("notes."))));
const size = gzipSync(script, { level: 9 }).length / 1000;
slow ||= size > limits.kB;
console.log(`script of notes ${(script.length / 1000).toFixed(1)} kB, compressed ${size.toFixed(2)} kB (limit ${limits.kB} kB)${slow ? "\nexceeded" : ""}`);
await browser.close();
server.kill();
rmSync(archive, { recursive: true, force: true });
process.exit(slow ? 1 : 0);

/** One page that has come to rest gets the notes: ms of each kind of step, and whether the browser names ranges. */
async function drawn(way) {
  const page = await context.newPage();
  if (way === "elements") await page.addInitScript("delete CSS.highlights");
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/api/notes?*", async (route) => {
    const response = await route.fetch();
    await held;
    await route.fulfill({ response });
  });
  await page.goto(`${url}bulletins/2021q3/`);
  await page.waitForTimeout(500);
  await browser.startTracing(page, { categories: ["devtools.timeline", "v8.execute"] });
  release();
  await page.waitForFunction(() => performance.getEntriesByName("notes").length > 0, undefined, { polling: 100 });
  if (way === "elements") await page.waitForFunction((count) => new Set([...document.querySelectorAll("[data-notes].note")].flatMap((e) => e.dataset.notes.split(" "))).size === count, notes, { polling: 100 });
  await page.waitForTimeout(200);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  const named = await page.evaluate(() => "highlights" in CSS);
  await page.close();
  return { ...stepsOf(traceEvents), named };
}

/** The first step is the longest script that an answer starts, the others those of idle time; each has the styles and the
 * layout that come after it and before the next. What is laid out within a script is part of it. */
function stepsOf(events) {
  const cpu = (e) => (e.tdur ?? e.dur ?? 0) / 1000;
  const end = (e) => e.ts + (e.dur ?? 0);
  const named = (...names) => events.filter((e) => names.includes(e.name)).sort((a, b) => a.ts - b.ts);
  const first = named("RunMicrotasks").reduce((a, b) => (cpu(b) > cpu(a) ? b : a));
  const scripts = [first, ...named("FireIdleCallback").filter((e) => e.pid === first.pid && e.ts > first.ts)];
  const layout = named("UpdateLayoutTree", "Layout").filter((e) => e.pid === first.pid);
  const steps = scripts.map((script, i) => layout.filter((e) => e.ts >= end(script) && e.ts < (scripts[i + 1]?.ts ?? Infinity)).reduce((sum, e) => sum + cpu(e), cpu(script)));
  return { first: steps[0], script: cpu(first), longest: Math.max(...steps), sum: steps.reduce((a, b) => a + b), steps: steps.length, span: (end(scripts[scripts.length - 1]) - first.ts) / 1000 };
}

function middle(list) {
  return list.sort((a, b) => a - b)[list.length >> 1];
}

/** Half of the notes on words of paragraphs, overlapping here and there, half on figures. */
async function write(count) {
  const all = window.tongbaoText();
  const cells = all.filter((p) => p.key.includes("/") && p.text);
  const words = all.filter((p) => !p.key.includes("/") && [...p.text].length > 20);
  for (let i = 0; i < count; i++) {
    const p = i % 2 ? cells[(i * 7) % cells.length] : words[(i / 2) % words.length];
    const text = [...p.text];
    const start = (i * 5) % (text.length - 12 > 0 ? text.length - 12 : 1);
    const target = { bulletin: "2021q3", edition: 0, section: p.section, passage: p.key, ...(i % 2 ? {} : { start, end: start + 12, quote: { exact: text.slice(start, start + 12).join("") } }) };
    const answer = await fetch("/api/notes", { method: "POST", headers: { "Content-Type": "application/json", "Idempotency-Key": `bench-${i}` }, body: JSON.stringify({ target, kind: i % 4 < 2 ? "comment" : "highlight", body: i % 4 < 2 ? "请核对" : "", visibility: "private" }) });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }
}
