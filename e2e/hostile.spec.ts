import { Archive } from "./archive.ts";
import { expect, test } from "@playwright/test";

// Text of an export is never code: 500 hostile texts as unit names, as reasons and in sentences go through the whole path,
// from the CSV to the page, and come out as the very same text.
const seeds = [
  "{{< youtube dQw4w9WgXcQ >}}", "{{< nosuch >}}", "{{% nosuch %}}", "{{</* x */>}}", "{{ .Site.Title }}", "{{ readFile \"hugo.toml\" }}",
  "<script>window.pwned=1</script>", "<img src=http://evil.example/x onerror=\"window.pwned=1\">", "</td></tr></table><h1>x", "</bdi></p><iframe src=//evil.example>",
  "<!-- comment -->", "<svg onload=window.pwned=1>", "&lt;b&gt;", "&amp;amp;", "&#60;script&#62;", "\"><script>window.pwned=1</script>", "' onmouseover='window.pwned=1",
  "**bold** _em_ `code`", "```js\nwindow.pwned=1\n```", "~~~ {onclick=window.pwned=1}", "# heading", "1. one", "- item", "> quote", "---\ntitle: x\n---", "+++\ndraft = true\n+++",
  "[x](javascript:window.pwned=1)", "![x](http://evil.example/a.png)", "[x]: http://evil.example", "http://evil.example/?a=b&c=d", "<http://evil.example>", "a@evil.example",
  "{#network-county data-digest=\"0\"}", "{onclick=\"window.pwned=1\"}", "{.class}", "| a | b |", "\\*not\\*", "C:\\dir\\file", "$x^2$", ":smile:", "a  b   c", "[^1]: note",
  "_content.gotmpl", "index.md", "_index.md", "../../../etc/passwd", "..\\..\\x", "/etc/passwd", "con", "aux.txt", "nul", "a?b", "a\"b", "a'b", "'apostrophe'", "UPPER", "upper", ".hidden", "#hash#",
  "左\u202e右反转", "\u2066隔离", "零\u200b宽", "\u200f从右", "שלום עליכם", "ﬁ ligature", "喆䶮𠮷", "👨‍👩‍👧‍👦", "=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3",
  "[333](fact:network-county/fumeng/assigned)", "fact:nothing", "\"quoted, with comma\"", "x".repeat(300), "长".repeat(200), ">".repeat(200), "*a_".repeat(80), "[a](".repeat(60),
];

const count = 250; // of names, and of reasons

const numbered = (i: number) => `${seeds[i % seeds.length]} 之${i}`;
const field = (text: string) => `"${text.replaceAll('"', '""')}"`;
// White space is folded by HTML, and by us before; closed directions add invisible marks.
const visible = (text: string) => text.replace(/[\u202c\u2069]/g, "").replace(/\s+/g, " ").trim();

let archive: Archive;
let url: string;

test.beforeAll(async () => {
  archive = Archive.fresh("示例市");
  const names = Array.from({ length: count }, (_, i) => `${i + 1},${field(numbered(i))},${count - i},95%,90%,${((20000 - i) / 1000).toFixed(2)}`);
  const cases = Array.from({ length: count }, (_, i) => `${i + 1},${field(`${6000000 + i}`)},${field(numbered(i))},25,${field(numbered(i + 7))}`);
  archive.write("exports/2021q3/县区网络.csv", ["县区网络诉求办理情况,,,,,", "名次,受理单位,交办总量,办结率,满意率,综评分", ...names].join("\r\n"));
  archive.write("exports/2021q3/高星件.csv", ["序号,诉求编号,部门名称,评星,评星原因", ...cases].join("\r\n"));
  const said = Array.from({ length: count }, (_, i) => `2021-8-2,${field(numbered(i))},${field(numbered(i + 7))}`);
  archive.write("exports/2021q3/领导批示登记.csv", ["批示时间,批示领导,批示内容", ...said].join("\r\n"));
  archive.run("ingest", "2021q3");
  url = await archive.serve();
});

test.afterAll(() => archive.remove());

test("500 hostile texts come out as the same text, and do nothing", async ({ page }) => {
  const wrong: string[] = [];
  page.on("request", (r) => {
    if (!r.url().startsWith(url)) wrong.push(r.url());
  });
  page.on("console", (m) => wrong.push(m.text()));
  page.on("dialog", (d) => wrong.push(d.message()));
  await page.goto(url);
  await page.getByRole("link", { name: "阅读全文" }).click();
  await expect(page.locator("article > section.section")).toHaveCount(8); // the page is there to its end
  await expect(page.getByRole("contentinfo")).toBeVisible();

  const names = await page.locator("#network-county tbody th.unit bdi").allTextContents();
  const reasons = await page.locator("#high-stars table td.text bdi").allTextContents();
  const paragraphs = await page.locator("#instructions .prose p").allTextContents();
  expect(names).toHaveLength(count);
  expect(reasons).toHaveLength(count);
  expect(paragraphs).toHaveLength(count);
  const byRank = Array.from({ length: count }, (_, i) => visible(numbered(i)));
  expect(names.map(visible)).toEqual(byRank);
  expect(reasons.map(visible)).toEqual(Array.from({ length: count }, (_, i) => visible(numbered(i + 7))));
  paragraphs.forEach((text, i) => {
    expect(visible(text)).toBe(visible(`2021年8月2日，${numbered(i)}作出批示，要点为：${numbered(i + 7)}。`));
  });

  // The sentences that name units name them as they are.
  const prose = visible((await page.locator("#network .prose").textContent())!);
  expect(prose).toContain(visible(numbered(0)));

  expect(await page.evaluate(() => (window as unknown as { pwned?: number }).pwned)).toBeUndefined();
  await expect(page.locator("main script, main iframe, main img, main svg, main [onclick], main [onerror]")).toHaveCount(0);
  // Every section is still there: no text has closed one.
  await expect(page.locator("article > section.section")).toHaveCount(8);
  expect(wrong).toEqual([]);
});
