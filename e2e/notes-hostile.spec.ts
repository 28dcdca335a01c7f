// What people write is text: 1,000 payloads in every field that is kept and shown again, by everybody who may see it.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { Archive } from "./archive.ts";
import { People } from "./people.ts";
import { payloads } from "./payloads.ts";

let archive: Archive;
let url: string;
let people: People;

test.describe.configure({ mode: "serial", timeout: 300_000 }); // thousands of requests

test.beforeAll(async () => {
  archive = Archive.whole();
  people = new People(archive);
  for (const [name, role, ...more] of [["lingdao", "leader"], ["bianji", "editor"], ["fumeng", "unit", "--unit", "fumeng"], ["guanli", "administrator"]] as const) {
    people.add(name, role, ...more);
  }
  url = people.url = await archive.serve("accounts");
});

test.afterAll(() => archive.remove());

/** A signed-in page that keeps what should not happen: dialogs, requests elsewhere, errors, complaints of the policy. */
async function as(browser: Browser, name: string): Promise<{ page: Page; wrong: string[] }> {
  const page = await (await people.as(browser, name)).newPage();
  const wrong: string[] = [];
  page.on("request", (r) => { if (!r.url().startsWith(url)) wrong.push(r.url()); });
  page.on("console", (m) => wrong.push(m.text()));
  page.on("pageerror", (e) => wrong.push(e.message));
  page.on("dialog", (d) => wrong.push(d.message()));
  await page.goto("/");
  return { page, wrong };
}

/** Unfollowed saves the page that a redirect leads to. */
type Sent = { path: string; json?: unknown; form?: Record<string, string>; unfollowed?: boolean };

/** Sends as the page's own scripts and forms do, in order, and gives what was answered. */
async function send(page: Page, list: Sent[]): Promise<{ status: number; url: string; text: string }[]> {
  return page.evaluate(async (all) => {
    const out: { status: number; url: string; text: string }[] = [];
    for (const [i, one] of all.entries()) {
      const json = one.json !== undefined;
      const answer = await fetch(one.path, {
        method: "POST",
        redirect: one.unfollowed ? "manual" : "follow",
        headers: { "Content-Type": json ? "application/json" : "application/x-www-form-urlencoded", "Idempotency-Key": `${one.path} ${i}` },
        body: json ? JSON.stringify(one.json) : new URLSearchParams(one.form).toString(),
      });
      out.push({ status: answer.status, url: answer.url, text: json ? await answer.text() : "" });
    }
    return out;
  }, list);
}

const letters = (text: string): string => (text.replace(/^```\w+/, "").match(/[\p{L}\p{N}]+/gu) ?? []).join(""); // the language of a block of code is one of its marks
const seen = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Writes the addresses of links behind them, where they are not the words of the link. */
async function addresses(page: Page): Promise<void> {
  await page.locator(":is(.body, .typed) a").evaluateAll((all) => {
    for (const a of all) if (a.getAttribute("href") !== a.textContent) a.after(a.getAttribute("href")!);
  });
}

async function harmless(page: Page, wrong: string[]): Promise<void> {
  await page.mouse.move(300, 300);
  expect(await page.evaluate(() => (window as unknown as { pwned?: number }).pwned)).toBeUndefined();
  await expect(page.locator("main script, main iframe, main object, main embed, main style, main template, main [onclick], main [onerror], main [onload], main [style*=fixed], a[href^='javascript' i], a[href^='data' i]")).toHaveCount(0);
  await expect(page.getByRole("contentinfo")).toHaveCount(1); // no text has closed what is around it
  expect(wrong).toEqual([]);
}

test("notes and replies", async ({ browser }) => {
  const leader = await as(browser, "lingdao");
  const bulletin = { bulletin: "2021q3", edition: 0 };
  const notes = await send(leader.page, payloads.map((body) => ({ path: "/api/notes", json: { target: bulletin, kind: "comment", body, visibility: "everyone" } })));
  expect(notes.filter((a) => a.status !== 201)).toEqual([]);
  const ids = notes.map((a) => (JSON.parse(a.text) as { id: string }).id);
  const replies = await send(leader.page, payloads.map((body, i) => ({ path: `/api/notes/${ids[i]}/replies`, json: { body } })));
  expect(replies.filter((a) => a.status !== 201)).toEqual([]);

  const editor = await as(browser, "bianji");
  await editor.page.goto(`${url}bulletins/2021q3/`);
  await editor.page.getByRole("button", { name: `批注（${payloads.length}）` }).click();
  // A note is Markdown: its marks are gone, its letters are all there; those of an address may stand in its link.
  await addresses(editor.page);
  const said = await editor.page.locator(".note-card").evaluateAll((cards) => cards.map((c) => c.querySelector(":scope > .body")!.textContent!));
  expect(said.map(letters)).toEqual(payloads.map(letters));
  expect((await editor.page.locator(".note-card blockquote[data-reply] > .body").allTextContents()).map(letters)).toEqual(payloads.map(letters));
  const elements = await editor.page.locator(".note-card .body").evaluateAll((all) => [...new Set(all.flatMap((e) => [...e.querySelectorAll("*")].map((x) => x.localName)))].sort());
  expect(["a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"]).toEqual(expect.arrayContaining(elements));
  await harmless(editor.page, editor.wrong);

  // So does the list show it.
  const listed: string[] = [];
  for (let page = 1; listed.length < 2 * payloads.length; page++) {
    await editor.page.goto(`${url}notes/?page=${page}`);
    await addresses(editor.page);
    listed.push(...(await editor.page.locator(".note-list .typed").allTextContents()));
    await harmless(editor.page, editor.wrong);
  }
  expect(listed.map(letters).sort()).toEqual([...payloads, ...payloads].map(letters).sort());
  for (const who of [leader, editor]) await who.page.context().close();
});

test("instructions, and what units say to them", async ({ browser }) => {
  const leader = await as(browser, "lingdao");
  const signed = await send(leader.page, payloads.map((text, i) => ({ path: "/instructions", form: { bulletin: "2021q3", edition: "0", kind: "handle", text, lead: "fumeng", key: `x${i}` } })));
  expect(signed.filter((a) => !/\/instructions\/[a-z0-9]+$/.test(a.url))).toEqual([]);
  const address = signed[0]!.url;

  const unit = await as(browser, "fumeng");
  const steps = [{ act: "receive", text: "" }, ...payloads.map((text) => ({ act: "progress", text }))];
  const done = await send(unit.page, steps.map((s, i) => ({ path: `${address}/do`, unfollowed: true, form: { ...s, unit: "fumeng", key: `y${i}`, revision: String(i + 1) } })));
  expect(done.filter((a) => a.status !== 0)).toEqual([]); // a redirect; a refusal has a page

  await leader.page.goto(address);
  await addresses(leader.page);
  const said = await leader.page.locator(".typed").allTextContents();
  expect(said.map(letters)).toEqual(payloads.map(letters));
  await harmless(leader.page, leader.wrong);

  for (const [i, one] of signed.entries()) {
    if (i % 10 !== Math.floor(i / 10) % 10) continue; // of a page's own there is but one field: a tenth, of every wrapping
    await leader.page.goto(one.url);
    expect(seen((await leader.page.locator(".instruction-text").textContent())!)).toBe(seen(payloads[i]!));
    await harmless(leader.page, leader.wrong);
  }

  const listed: string[] = [];
  for (let page = 1; listed.length < payloads.length; page++) {
    await leader.page.goto(`${url}instructions/?page=${page}`);
    listed.push(...(await leader.page.locator("table.ledger tbody th").allTextContents()));
    await harmless(leader.page, leader.wrong);
  }
  expect(new Set(listed.map((t) => seen(t).slice(0, 20)))).toEqual(new Set(payloads.map((t) => seen(t).slice(0, 20))));
  for (const who of [leader, unit]) await who.page.context().close();
});

test("names and offices of people", async ({ browser }) => {
  const administrator = await as(browser, "guanli");
  const rows = administrator.page.locator("table.users tbody tr");
  const people = 40;
  const added = await send(administrator.page, Array.from({ length: people }, (_, i) => ({ path: "/users/add", form: { name: `ren${i}`, display: "", office: "", role: "reader" } })));
  expect(added.filter((a) => a.status !== 200)).toEqual([]);
  await administrator.page.goto(`${url}users/`);
  const ids: string[] = [];
  for (let i = 0; i < people; i++) ids.push((await rows.filter({ has: administrator.page.getByRole("rowheader", { name: `ren${i}`, exact: true }) }).locator('form[action$="/edit"] input[name="user"]').getAttribute("value"))!);
  const texts = payloads.map((t) => [...t.replace(/[\r\n\t\u200b]+/g, " ")].slice(0, 100).join("")); // a name is one line of what can be seen, and no longer
  for (let from = 0; from < texts.length; from += people) {
    const some = texts.slice(from, from + people);
    await send(administrator.page, some.map((text, i) => ({ path: "/users/edit", unfollowed: true, form: { user: ids[i]!, display: text, office: text } })));
    await administrator.page.goto(`${url}users/`);
    for (const column of [1, 2]) {
      const shown = await rows.evaluateAll((all, c) => all.map((tr) => [tr.children[0]!.textContent!, tr.children[c]!.textContent!]), column);
      const by = new Map(shown.map(([name, text]) => [name, text]));
      expect(some.map((_, i) => seen(by.get(`ren${i}`)!))).toEqual(some.map(seen));
    }
    await harmless(administrator.page, administrator.wrong);
  }
  await administrator.page.context().close();
});

test("what is asked in an address", async ({ browser }) => {
  const leader = await as(browser, "lingdao");
  for (const path of ["instructions/?words=", "notes/?words=", "instructions/?signer=", "search/?q=", "instructions/?bulletin=", "instructions/new?bulletin=2021q3&edition=0&exact="]) {
    for (const text of payloads.filter((_, i) => i % 25 === Math.floor(i / 40))) await leader.page.goto(url + path + encodeURIComponent(text));
    await harmless(leader.page, leader.wrong);
  }
  await leader.page.context().close();
});
