// Any piece of text is found, in the page as by the program.
import { expect, test } from "@playwright/test";
import { Index } from "../assets/ts/search/index.ts";
import { type Hit, type Options, search } from "../assets/ts/search/query.ts";
import { Archive, helper } from "./archive.ts";

let archive: Archive;
let url: string;

test.beforeAll(async () => {
  archive = Archive.whole();
  url = await archive.serve();
});

test.afterAll(() => archive.remove());

type Asked = { query: string; options: Options };
type Answer = { count: number; about: boolean; loose: boolean; instead?: string; missing?: boolean; hits: Hit[] };

// An archive of a year is one file that is looked through; one of seven years has shards and a tail.
for (const years of [1, 7]) {
  test(`the page's reader and the program's agree on ${years === 1 ? 1000 : 2000} queries in an archive of ${years} years`, async () => {
    test.setTimeout(120_000);
    const larger = years === 1 ? archive : Archive.repeated(4 * years - 1);
    const address = years === 1 ? url : await larger.serve();
    try {
      const index = await Index.open(`${address}search/`);
      expect(index.generation.manifest.shards > 0).toBe(years > 1);
      const asked = await drawn(index, years === 1 ? 1000 : 2000);
      const theirs = helper("searchall", larger.dir, JSON.stringify(asked)) as Answer[];
      for (const [i, { query, options }] of asked.entries()) {
        const mine = await search(index, query, options);
        const short = (a: Answer): unknown => [a.count, a.about, a.loose, a.instead ?? "", a.missing ?? false, a.hits.map((h) => [h.path, h.section ?? "", h.kind, h.channel ?? "", h.text, h.marks])];
        expect(short(mine), `${query} ${JSON.stringify(options)}`).toEqual(short(theirs[i]!));
      }
      if (years > 1) {
        await withFilesMissing(address);
        await afterAnotherDeployment(index, address);
      }
    } finally {
      if (larger !== archive) await larger.remove();
    }
  });
}

const all = { limit: 1000, periods: "", kind: "" };

/** Whatever file is missing or damaged: results are as they were, or say so and give only hits that are true. */
async function withFilesMissing(address: string): Promise<void> {
  const queries = ["多部门联动解决酒吧噪音扰民", "县", "拖欠农民工的工资怎么办", "阜新蒙古族自治县", "滿意率"];
  const ask = async (limit = 20): Promise<Answer[]> => {
    const index = await Index.open(`${address}search/`);
    const out: Answer[] = [];
    for (const q of queries) out.push(await search(index, q, { ...all, limit }));
    return out;
  };
  const marked = (h: Hit): string => JSON.stringify([h.path, h.marks]);
  const every = (await ask(1000)).map((r) => new Set(r.hits.map(marked)));
  const asked = new Set<string>();
  const whole = await fetchedBy((name) => void asked.add(name), () => ask());
  let [said, helped] = [0, 0];
  for (const [i, name] of [...asked].filter((n) => n !== "manifest.bin").entries()) {
    if (/^[st]\d/.test(name) && i % 6) continue; // of the many shards and texts a part
    for (const answer of [() => new Response("", { status: 404 }), () => new Response("\x1f\x8bnot what was written")]) {
      const hurt = await fetchedBy((n) => (n === name ? answer() : undefined), () => ask());
      for (const [k, r] of hurt.entries()) {
        if (!r.missing) expect(r, `${name}: ${queries[k]}`).toEqual(whole[k]);
        else if (r.count > 0) expect(r.about, `${name}: ${queries[k]}`).toBe(true);
        expect(r.loose && !whole[k]!.loose, `${name}: ${queries[k]} is said to stand nowhere`).toBe(false);
        if (!r.loose) for (const h of r.hits) expect(every[k]!.has(marked(h)), `${name}: ${queries[k]}`).toBe(true);
        if (r.missing) said++;
        if (r.missing && r.hits.length > 0) helped++;
      }
    }
  }
  expect(said).toBeGreaterThan(10);
  expect(helped).toBeGreaterThan(5);
}

/** A reader that was opened before takes the deployment that is there now. */
async function afterAnotherDeployment(index: Index, address: string): Promise<void> {
  const now = await search(await Index.open(`${url}search/`), "退回农民工保证金", all);
  const reader = await Index.open(`${address}search/`);
  const then = await fetchedBy(async (name) => fetch(`${url}search/${name}`), () => search(reader, "退回农民工保证金", all));
  expect(then).toEqual(now);
  expect(now.count).not.toBe((await search(index, "退回农民工保证金", all)).count);
}

/** Does something while files of the index are answered otherwise, where otherwise has an answer. */
async function fetchedBy<T>(otherwise: (name: string) => Response | undefined | void | Promise<Response>, act: () => Promise<T>): Promise<T> {
  const real = globalThis.fetch;
  let inside = false;
  globalThis.fetch = async (input, init) => {
    if (inside) return real(input, init);
    inside = true;
    const answer = otherwise(String(input).split("/").pop()!);
    inside = false;
    return (await answer) ?? real(input, init);
  };
  try {
    return await act();
  } finally {
    globalThis.fetch = real;
  }
}

/** Pieces of one to eight characters, pairs of them, and words no text has, under filters and orders, from a fixed seed. */
async function drawn(index: Index, n: number): Promise<Asked[]> {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  const one = (...from: string[]): string => from[random(from.length)] ?? "";
  const { generation } = index;
  const numbers = generation.slots + (await generation.tail()).docs.length;
  const piece = async (): Promise<string> => {
    const place = await index.document(random(numbers)).catch(() => undefined);
    if (!place) return piece(); // a number that no document has
    const text = [...place.doc.t];
    const at = random(text.length);
    return text.slice(at, at + 1 + random(8)).join("");
  };
  const out: Asked[] = [];
  for (const query of ["", " ", "ＡＢ　酒吧", "𠮷", "İ", "阜新蒙古族自治县", "阜新蒙古族自治县 满意率", "滿意率為", "開發區環境", "後續", "网络平台交办情况"]) {
    for (const sort of ["", "fit"]) out.push({ query, options: { limit: 10, periods: "", kind: "", sort } });
  }
  while (out.length < n) {
    const kind = random(12);
    let query = await piece();
    if (kind >= 6 && kind < 8) query += ` ${await piece()}`;
    else if (kind === 8) query += `的${await piece()}怎么办`;
    else if (kind === 9) query = traditional(query);
    else if (kind === 10) query = query.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
    const plain = random(2) === 0;
    const options: Options = {
      limit: 1 + random(12),
      offset: plain ? 0 : random(3) * 5,
      periods: plain ? "" : one("", "2021", "2020q4", "20", "1900"),
      kind: plain ? "" : one("", "", "text", "case", "ranking", "title", "instruction"),
      channel: plain ? "" : one("", "", "network", "hotline", "letters"),
      section: plain ? "" : one("", "", "", ...index.sections()),
      unit: plain ? "" : one("", "", "", "市公安局", "彰武县", "阜蒙縣"),
      sort: one("", "time", "fit", "fit"),
    };
    out.push({ query, options });
  }
  return out;
}

function traditional(text: string): string {
  const pairs = ["縣县", "區区", "辦办", "滿满", "為为", "環环", "熱热", "線线", "網网", "絡络", "訴诉", "單单", "數数", "個个", "總总", "後后", "於于"];
  return [...text].map((c) => pairs.find((pair) => pair[1] === c)?.[0] ?? c).join("");
}

test("from the box in the head to the paragraph", async ({ page }) => {
  await page.goto(`${url}units/`);
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "查找内容" })).toBeFocused();
  await page.keyboard.type("酒吧噪音");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/search\/\?q=/);
  await expect(page.getByRole("status")).toHaveText("1处含有“酒吧噪音”。");
  await expect(page.locator("mark")).toHaveText(["酒吧噪音"]);
  await page.getByRole("link", { name: "高星件情况" }).click();
  await expect(page).toHaveURL(/bulletins\/2021q3\/#high-stars$/);
  await expect(page.getByText("多部门联动解决酒吧噪音扰民")).toBeInViewport();
  await page.goBack();
  await expect(page.getByRole("combobox", { name: "查找内容" })).toHaveValue("酒吧噪音");
  await expect(page.locator("mark")).toHaveCount(1);
});

test("as one types, by year and kind, and further", async ({ page }) => {
  await page.goto(`${url}search/`);
  const box = page.getByRole("combobox", { name: "查找内容" });
  await box.fill("阜蒙县");
  await expect(page.getByRole("status")).toHaveText(/^约\d+处含有“阜蒙县”/);
  await expect(page.locator(".where")).toHaveCount(10);
  await page.getByRole("button", { name: "再看一些" }).click();
  await expect(page.locator(".where")).toHaveCount(20);
  await page.getByText("筛选和排序").click();
  await page.getByLabel("时间").selectOption("2020");
  await expect(page.locator("[data-part=hits] h2")).toHaveText(["2020年四季度"]);
  await page.getByLabel("类别").selectOption({ label: "排名表" });
  await expect(page).toHaveURL(/period=2020&kind=ranking/);
  await expect(page.locator(".where").first()).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("类别")).toHaveValue("ranking");
});

test("by quarter, channel, section, unit and fit, kept in the address", async ({ page }) => {
  await page.goto(`${url}search/?q=${encodeURIComponent("满意率")}&period=2021q2&channel=hotline&section=problems&sort=fit`);
  await expect(page.locator("[data-part=hits] h2")).toHaveText(["2021年二季度"]);
  for (const where of await page.locator(".where").allTextContents()) expect(where).toBe("诉求办理中存在的问题");
  await expect(page.getByLabel("栏目")).toHaveValue("problems");
  await page.getByLabel("栏目").selectOption("");
  await page.getByLabel("单位").fill("市国资委");
  await expect(page).toHaveURL(/unit=%E5%B8%82%E5%9B%BD%E8%B5%84%E5%A7%94/);
  await expect(page.locator(".excerpt").first()).toContainText("市国资委");
});

test("where nothing is found, what finds something is offered", async ({ page }) => {
  await page.goto(`${url}search/?q=${encodeURIComponent("酒吧噪音")}&period=2020`);
  await expect(page.getByRole("status")).toHaveText("没有找到“酒吧噪音”。");
  await page.getByRole("link", { name: "在全部范围查找“酒吧噪音”（1处）" }).click();
  await expect(page.getByRole("status")).toHaveText("1处含有“酒吧噪音”。");
});

test("a question finds what comes near, and what is nowhere is said", async ({ page }) => {
  await page.goto(`${url}search/?q=${encodeURIComponent("退回农民工的保证金怎么办")}`);
  await expect(page.getByRole("status")).toContainText("没有原样出现");
  await expect(page.locator(".excerpt").first()).toContainText("退回农民工保证金28.4万元");
  await page.goto(`${url}search/?q=${encodeURIComponent("火星探测")}`);
  await expect(page.getByRole("status")).toContainText("没有找到“火星探测”");
});

test("a unit is found by a name it had", async ({ page }) => {
  await page.goto(`${url}search/?q=${encodeURIComponent("阜新蒙古族自治县 满意率")}`);
  await expect(page.getByRole("status")).toContainText("按登记的名称查找“阜蒙县 满意率”");
  await expect(page.locator("mark").first()).toHaveText("阜蒙县");
});

test("recent searches stay on the device and can be forgotten", async ({ page }) => {
  await page.goto(`${url}search/`);
  await page.getByRole("combobox", { name: "查找内容" }).fill("路灯");
  await page.getByRole("button", { name: "查找" }).click();
  await expect(page.getByRole("status")).toContainText("路灯");
  await page.goto(`${url}search/`);
  await expect(page.getByRole("link", { name: "路灯" })).toBeVisible();
  await page.getByRole("button", { name: "清空" }).click();
  await expect(page.getByRole("link", { name: "路灯" })).toHaveCount(0);
});

for (const [what, answer] of Object.entries({ missing: { status: 404 }, damaged: { status: 200, body: "\x1f\x8bnot what was written" } })) {
  test(`a ${what} shard is said, and never another answer`, async ({ page }) => {
    await page.route(/search\/(s\d+|tail)-[0-9a-f]+\.bin/, (route) => route.fulfill(answer));
    await page.goto(`${url}search/?q=${encodeURIComponent("酒吧噪音")}`);
    await expect(page.getByRole("status")).toContainText("没有读到检索文件");
    await expect(page.locator(".where")).toHaveCount(0);
    await page.unroute(/search\/(s\d+|tail)-[0-9a-f]+\.bin/);
    await page.getByRole("button", { name: "重试" }).click();
    await expect(page.getByRole("status")).toContainText("1处含有");
  });
}

test("text of a query is only text", async ({ page }) => {
  const said: string[] = [];
  page.on("console", (m) => said.push(m.text()));
  await page.goto(`${url}search/?q=${encodeURIComponent('<img src=x onerror=alert(1)>"')}`);
  await expect(page.getByRole("status")).toContainText("<img src=x onerror=alert(1)>");
  expect(said).toEqual([]);
});

test("with scripts off the page says what to do", async ({ browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(`${url}search/`);
  await expect(page.getByText("查找需要浏览器脚本")).toBeVisible();
  await expect(page.getByRole("combobox", { name: "查找内容" })).toBeHidden();
  await page.close();
});
