import { type Browser, type Page, test } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Archive } from "./archive.ts";

const root = join(import.meta.dirname, "..");
const docs = join(root, "docs/screenshots");
const help = join(root, "content/help/readers");

const desktop = { width: 1440, height: 960 };
const tablet = { width: 820, height: 1120 };
const phone = { width: 390, height: 780 };

type Shot = {
  path: string;
  size: typeof desktop;
  dark?: boolean;
  large?: boolean;
  before?: (page: Page) => Promise<unknown>;
};

/** A figure with cells, its paragraph at the top of the picture. */
async function openEvidence(page: Page): Promise<void> {
  const figure = page.locator('#problems a[data-fact="network.low-stars"]');
  await figure.click();
  await page.locator("#evidence .scroll").waitFor();
  await page.locator("#problems").evaluate((section) => section.scrollIntoView());
}

const shots: Record<string, Shot> = {
  "home-desktop": { path: "", size: desktop },
  "home-phone": { path: "", size: phone },
  "bulletin-desktop": { path: "bulletins/2021q3/", size: desktop },
  "evidence-desktop": { path: "bulletins/2021q3/", size: desktop, before: openEvidence },
  "bulletin-tablet": { path: "bulletins/2021q3/#network-county", size: tablet },
  "bulletin-phone": { path: "bulletins/2021q3/#overview", size: phone },
  "bulletin-dark": { path: "bulletins/2021q3/#network-county", size: desktop, dark: true },
  "bulletin-large": { path: "bulletins/2021q3/#overview", size: tablet, large: true },
  "unit-desktop": { path: "units/fumeng/", size: desktop },
  "unit-phone": { path: "units/fumeng/", size: phone },
  "rankings-desktop": { path: "rankings/", size: desktop },
  "search-desktop": { path: `search/?q=${encodeURIComponent("阜蒙县 满意率")}`, size: desktop },
};

const helpShots: Record<string, Shot> = {
  home: { path: "", size: { width: 1120, height: 620 } },
  evidence: { path: "bulletins/2021q3/", size: { width: 1120, height: 620 }, before: openEvidence },
  unit: { path: "units/fumeng/", size: { width: 1120, height: 760 } },
  rankings: { path: "rankings/", size: { width: 1120, height: 760 } },
};

let archive: Archive;
let url: string;

test.beforeAll(async () => {
  archive = Archive.whole();
  url = await archive.serve();
});

test.afterAll(() => archive.remove());

for (const [name, shot] of Object.entries(shots)) {
  test(name, ({ browser }) => take(browser, shot, join(docs, `${name}.webp`)));
}

for (const [name, shot] of Object.entries(helpShots)) {
  test(`help ${name}`, ({ browser }) => take(browser, shot, join(help, `${name}.webp`)));
}

test("pages of the print", async ({ browser }) => {
  const folder = mkdtempSync(join(tmpdir(), "tongbao-print-"));
  const pdf = join(folder, "2021q3.pdf");
  archive.run("pdf", "2021q3", "--out", pdf);
  for (const number of ["1", "5"]) {
    execFileSync("pdftoppm", ["-r", "60", "-png", "-f", number, "-l", number, pdf, join(folder, "page")]);
    const file = readdirSync(folder).find((f) => f.endsWith(".png"))!;
    const page = await browser.newPage();
    writeFileSync(join(docs, `print-${number}.webp`), await webp(page, readFileSync(join(folder, file))));
    rmSync(join(folder, file));
    await page.close();
  }
  rmSync(folder, { recursive: true });
});

async function take(browser: Browser, shot: Shot, file: string): Promise<void> {
  const context = await browser.newContext({ viewport: shot.size, colorScheme: shot.dark ? "dark" : "light", reducedMotion: "reduce" });
  const page = await context.newPage();
  if (shot.large) await page.addInitScript(() => localStorage.setItem("tongbao-look", '{"size":"large"}'));
  await page.goto(url + shot.path, { waitUntil: "networkidle" });
  await shot.before?.(page);
  await page.waitForLoadState("networkidle");
  const png = await page.screenshot({ animations: "disabled" });
  await context.close();
  const blank = await browser.newPage();
  writeFileSync(file, await webp(blank, png));
  await blank.close();
}

/** The browser itself makes the small picture: no tool of its own is needed. */
async function webp(page: Page, png: Buffer): Promise<Buffer> {
  const data = await page.evaluate(async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext("2d")!.drawImage(image, 0, 0);
    return canvas.toDataURL("image/webp", 0.72);
  }, `data:image/png;base64,${png.toString("base64")}`);
  return Buffer.from(data.split(",")[1]!, "base64");
}
