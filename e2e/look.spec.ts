import { expect, test } from "./archive.ts";

test("large type and dark are remembered on the next page", async ({ page, site }) => {
  await page.goto(site.url);
  const size = (): Promise<string> => page.locator("body").evaluate((body) => getComputedStyle(body).fontSize);
  const plain = parseFloat(await size());
  await page.getByRole("button", { name: "长者模式" }).click();
  await expect(page.getByRole("button", { name: "长者模式" })).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "深色" }).click();
  await page.goto(`${site.url}bulletins/2021q3/`);
  expect(parseFloat(await size())).toBeCloseTo(plain * 1.25, 1);
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("button", { name: "长者模式" }).click();
  expect(parseFloat(await size())).toBeCloseTo(plain, 1);
});

test("the reader's dark is the system's dark", async ({ browser, site }) => {
  const colours = async (scheme: "light" | "dark", theme: string): Promise<string[]> => {
    const page = await browser.newPage({ colorScheme: scheme });
    await page.addInitScript((t) => localStorage.setItem("tongbao-look", JSON.stringify({ theme: t })), theme);
    await page.goto(`${site.url}help/style/`);
    const all = await page.locator(".swatch").evaluateAll((list) => list.map((e) => getComputedStyle(e).backgroundColor));
    await page.close();
    return all;
  };
  const light = await colours("light", "");
  const dark = await colours("dark", "");
  expect(light).toHaveLength(18);
  expect(dark).not.toEqual(light);
  expect(await colours("light", "dark")).toEqual(dark);
  expect(await colours("dark", "light")).toEqual(light);
});

test("the looks are not offered without script", async ({ browser, site }) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto(site.url);
  await expect(page.getByRole("button", { name: "长者模式" })).toBeHidden();
  await page.close();
});

test("home says what changed, and the feed lists the bulletins", async ({ page, site }) => {
  await page.goto(site.url);
  await expect(page.locator(".latest .figures")).toContainText("95.76%");
  const feed = await page.locator('link[type="application/atom+xml"]').evaluate((l: HTMLLinkElement) => l.href);
  const text = await (await page.request.get(feed)).text();
  const entries = [...text.matchAll(/<entry>.*?<title>(.*?)<.*?href="(.*?)"/gs)].map((m) => m.slice(1));
  expect(entries).toEqual([["三季度阜新市12345政务服务热线平台网络和热线运行及办理情况", "bulletins/2021q3/"]]);
});

test("a reader's first page weighs at most 100 kB, with all that it asks for", async ({ browser, site }) => {
  for (const path of ["", "bulletins/2021q3/", "units/fumeng/", "rankings/"]) {
    const context = await browser.newContext(); // an empty cache
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    let bytes = 0;
    network.on("Network.loadingFinished", (e) => (bytes += e.encodedDataLength));
    await network.send("Network.enable");
    await page.goto(site.url + path, { waitUntil: "networkidle" });
    expect(bytes, path).toBeGreaterThan(4_000);
    expect(bytes, path).toBeLessThanOrEqual(100_000);
    await context.close();
  }
});

test("a table that goes on beyond the screen has a shade there, and none at its end", async ({ browser, site }) => {
  const page = await browser.newPage({ viewport: { width: 820, height: 1120 } });
  await page.goto(`${site.url}bulletins/2021q3/`);
  const table = page.locator("#network-county .scroll");
  const shade = async (): Promise<number> => { // of the right edge beside the paper, in a row without words
    const box = (await table.boundingBox())!;
    const clip = { x: box.x + box.width - 3, y: box.y + box.height - 8, width: 2, height: 4 };
    const png = (await page.screenshot({ clip })).toString("base64");
    return page.evaluate(async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement("canvas").getContext("2d")!;
      canvas.drawImage(image, 0, 0);
      return 255 - canvas.getImageData(0, 0, 1, 1).data[0]!;
    }, `data:image/png;base64,${png}`);
  };
  await table.scrollIntoViewIfNeeded();
  expect(await shade()).toBeGreaterThan(20);
  await table.evaluate((box) => box.scrollTo(box.scrollWidth, 0));
  expect(await shade()).toBeLessThan(5);
  await page.close();
});
