// Our search beside Pagefind on the same artificial archives, in the same run, in a real browser; Pagefind once with a record
// a bulletin and, in a small archive, once with one a section. Prints recall, exactness, questions, bytes, times and what indexing costs.
// Usage: search.mjs BULLETINS…   (scripts/bench installs Pagefind and builds .cache/searchpeers and .cache/searchindex)
import { chromium } from "@playwright/test";
import { spawnSync } from "node:child_process";
import { createServer } from "node:http";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";

const cache = join(import.meta.dirname, "../.cache");
const peers = join(cache, "searchpeers");
const indexer = join(cache, "searchindex");
const pagefind = join(cache, "pagefind/node_modules/.bin/pagefind");
const sectionsUpTo = 400; // bulletins; beyond, a record a section takes Pagefind longer in all but ten queries' bytes, and most of the whole run
const timed = 10; // queries in a fresh browser each

/** What the head of a results page can say beforehand of either: the files of fixed name that the first query will need. */
const hints = {
  ours: `<link rel="modulepreload" href="/reader.js"><link rel="preload" as="fetch" crossorigin href="/search/manifest.bin">`,
  pagefind: `<link rel="modulepreload" href="/pagefind/pagefind.js"><link rel="preload" as="script" href="/pagefind/pagefind-worker.js"><link rel="preload" as="fetch" crossorigin href="/pagefind/wasm.unknown.pagefind">`,
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });

for (const n of process.argv.slice(2).map(Number)) await measure(n);
await browser.close();

async function measure(n) {
  const dir = join(cache, "search", String(n));
  rmSync(dir, { recursive: true, force: true });
  console.log(`\n== ${n} bulletins`);
  cost([peers, "pages", String(n), dir]);
  const { pieces, questions } = JSON.parse(readFileSync(join(dir, "queries.json"), "utf8"));
  const engines = [{ name: "ours", dir: join(dir, "ours"), ...cost([indexer, join(dir, "data"), join(dir, "ours/search")]) }];
  cost([peers, "script", join(dir, "ours")]);
  for (const level of n > sectionsUpTo ? ["page"] : ["page", "section"]) {
    const to = join(dir, `pagefind-${level}`);
    engines.push({ name: `Pagefind ${level}`, dir: to, level, ...cost([pagefind, "--site", join(dir, level), "--output-path", join(to, "pagefind"), "--quiet"]) });
  }
  for (const e of engines) Object.assign(e, size(e.dir));
  const first = pick(pieces.filter((p) => p.length >= 2), timed);
  for (const e of engines) Object.assign(e, { quiet: [], slow: [], repeated: [], bytes: [], ten: 0 });
  // Engines take turns, so that whatever else the machine does falls on all alike.
  for (const query of first) {
    for (const e of engines) {
      const one = await fresh(e, [query], 0);
      e.bytes.push(one.bytes);
      e.quiet.push(one.times[0]);
      e.slow.push((await fresh(e, [query], 40)).times[0]);
    }
  }
  for (const e of engines) {
    e.ten = (await fresh(e, first, 0)).bytes;
    e.repeated = (await fresh(e, [...first, ...first, ...first], 0)).times.slice(first.length);
    await quality(e, pieces, questions, dir);
  }
  report(engines);
  console.log(spawnSync(peers, ["recall", String(n)], { encoding: "utf8", cwd: join(cache, "..") }).stdout.trim());
}

function cost(command) {
  const made = spawnSync(peers, ["cost", ...command], { encoding: "utf8", cwd: join(cache, ".."), maxBuffer: 1 << 28 });
  if (made.status !== 0) throw new Error(made.stderr);
  return JSON.parse(made.stderr.trim().split("\n").pop());
}

function pick(from, n) {
  return Array.from({ length: n }, (_, i) => from[Math.floor((i * from.length) / n)]);
}

function size(dir) {
  const all = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
  return { files: all.length, published: all.reduce((sum, f) => sum + statSync(join(f.parentPath, f.name)).size, 0) };
}

/** A server of one folder that packs scripts, as most do, and says how many bytes it sent; with a delay a request, and then 10 Mbit/s over all of them. Its page is the one given. */
function serve(dir, delay, html = "<!DOCTYPE html><title>search</title>") {
  const types = { js: "text/javascript", html: "text/html", json: "application/json", wasm: "application/wasm" };
  let free = 0; // when the line is free again
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const file = join(dir, path);
    const found = path !== "/" && existsSync(file);
    const plain = path === "/" ? Buffer.from(html) : found ? readFileSync(file) : Buffer.alloc(0);
    const body = path.endsWith(".js") ? gzipSync(plain) : plain;
    const send = () => {
      server.bytes += path === "/" ? 0 : body.length;
      response.writeHead(path === "/" || found ? 200 : 404, { "content-type": types[path.split(".").pop()] ?? (path === "/" ? "text/html" : "application/octet-stream"), "cache-control": "max-age=3600", ...(body === plain ? {} : { "content-encoding": "gzip" }) }).end(body);
    };
    if (!delay) return send();
    const now = performance.now();
    free = Math.max(free, now + delay) + (body.length * 8) / 10_000;
    setTimeout(send, free - now);
  });
  server.bytes = 0;
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/**
 * Queries one after another in a browser that knows nothing yet, each with ten excerpts. The first is in the address of the page
 * that is opened, as a search box elsewhere leads to it, and is timed from when that page arrives.
 */
async function fresh(engine, queries, delay) {
  const ask = engine.level ? askPagefind : askOurs;
  const html = `<!DOCTYPE html><meta charset="utf-8"><title>search</title>${engine.level ? hints.pagefind : hints.ours}<script type="module">window.answers = (${ask})(${JSON.stringify({ queries })})</script>`;
  const server = await serve(engine.dir, delay, html);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const times = await page.evaluate(() => window.answers);
  await context.close();
  server.close();
  return { times: times.map((t) => t.ms), bytes: server.bytes, hits: times.map((t) => t.hits) };
}

async function askOurs({ queries }) {
  const out = [];
  let index, find;
  for (const query of queries) {
    const start = out.length > 0 ? performance.now() : performance.getEntriesByType("navigation")[0].responseStart;
    if (!index) {
      const reader = await import("/reader.js");
      index = await reader.Index.open("/search/");
      find = reader.search;
    }
    const r = await find(index, query, { limit: 10, periods: "", kind: "" });
    out.push({ ms: performance.now() - start, hits: r.hits.map((h) => h.text) });
  }
  return out;
}

async function askPagefind({ queries }) {
  const out = [];
  let engine;
  for (const query of queries) {
    const start = out.length > 0 ? performance.now() : performance.getEntriesByType("navigation")[0].responseStart;
    engine ??= await import("/pagefind/pagefind.js");
    const r = await engine.search(query);
    const hits = await Promise.all(r.results.slice(0, 10).map((one) => one.data()));
    out.push({ ms: performance.now() - start, hits: hits.map((h) => h.url), all: r.results.map((one) => one.id) });
  }
  return out;
}

/** Recall over all results, exactness of the ten shown, and how many of those shown for questions are about what was asked. */
async function quality(engine, pieces, questions, dir) {
  const server = await serve(engine.dir, 0);
  const page = await (await browser.newContext()).newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const ask = (queries) => page.evaluate(engine.level ? askPagefind : askOurs, { queries });
  const texts = engine.level ? records(join(dir, engine.level)) : undefined;
  const urls = engine.level ? fragments(join(engine.dir, "pagefind/fragment")) : undefined;
  let [shown, exact, found, there] = [0, 0, 0, 0];
  for (const [i, answer] of (await ask(pieces)).entries()) {
    const held = texts && new Set([...texts].filter(([, text]) => text.includes(pieces[i])).map(([url]) => url));
    shown += answer.hits.length;
    exact += answer.hits.filter((h) => (held ? held.has(h) : h.includes(pieces[i]))).length;
    if (!held) continue;
    there += held.size;
    found += new Set(answer.all.map((id) => urls.get(id)).filter((url) => held.has(url))).size;
  }
  let right = 0;
  for (const [i, answer] of (await ask(questions.map((q) => q.query))).entries()) {
    const holds = (text) => questions[i].holds.every((word) => text.includes(word));
    const good = answer.hits.filter((h) => holds(texts ? texts.get(h) : h)).length;
    right += answer.hits.length ? good / answer.hits.length : 0;
  }
  await page.context().close();
  server.close();
  Object.assign(engine, { recall: there ? found / there : undefined, exact: exact / shown, questions: right / questions.length });
}

/** What the pages hold, by address as Pagefind gives it. */
function records(dir) {
  const all = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((f) => f.isFile());
  return new Map(all.map((f) => [join(f.parentPath, f.name).slice(dir.length), readFileSync(join(f.parentPath, f.name), "utf8").replace(/<[^>]*>/g, "")]));
}

/** Addresses of Pagefind's records by their ids, which name files. */
function fragments(dir) {
  const out = new Map();
  for (const name of readdirSync(dir)) {
    const text = gunzipSync(readFileSync(join(dir, name))).toString();
    out.set(name.replace(".pf_fragment", ""), JSON.parse(text.slice(text.indexOf("{"))).url);
  }
  return out;
}

function median(list) {
  return [...list].sort((a, b) => a - b)[list.length >> 1];
}

function report(engines) {
  const rows = {
    "recall, all results": (e) => e.recall ?? NaN,
    "shown hits that are exact": (e) => e.exact,
    "questions, P@10": (e) => e.questions,
    "first query, kB": (e) => median(e.bytes) / 1000,
    "ten queries, kB": (e) => e.ten / 1000,
    "first query, ms": (e) => median(e.quiet),
    "first query, 40 ms and 10 Mbit/s, ms": (e) => median(e.slow),
    "repeated query, ms": (e) => median(e.repeated),
    "indexing, CPU s": (e) => e.cpu,
    "indexing, memory MB": (e) => e.mb,
    "published, MB": (e) => e.published / 1e6,
    "published files": (e) => e.files,
  };
  console.log(["".padEnd(38), ...engines.map((e) => e.name.padStart(17)), "ours / the better".padStart(20)].join(""));
  for (const [what, of] of Object.entries(rows)) {
    const values = engines.map(of);
    const best = what.includes(",") && /kB|ms|CPU|MB/.test(what) ? Math.min(...values.slice(1)) : NaN;
    const cell = (v) => (Number.isNaN(v) ? "–" : v >= 1000 ? v.toFixed(0) : v.toPrecision(4));
    console.log([what.padEnd(38), ...values.map((v) => cell(v).padStart(17)), (Number.isNaN(best) ? "" : `1/${(best / values[0]).toFixed(1)}`).padStart(20)].join(""));
  }
}
