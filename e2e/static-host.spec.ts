import { createServer, type Server } from "node:http";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Archive } from "./archive.ts";
import { expect, test } from "@playwright/test";

// A web server as simple as they come, with the site below a path of an existing intranet.
const types: Record<string, string> = { html: "text/html", css: "text/css", js: "text/javascript", json: "application/json", svg: "image/svg+xml" };

function host(folder: string, below: string): Server {
  return createServer((request, response) => {
    let path = decodeURIComponent(new URL(request.url!, "http://x").pathname);
    try {
      if (!path.startsWith(below)) throw new Error("outside");
      if (path.endsWith("/")) path += "index.html";
      const body = readFileSync(join(folder, path.slice(below.length)));
      response.setHeader("content-type", types[path.split(".").pop()!] ?? "application/octet-stream").end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
}

test("the built folder works under any path of any web server", async ({ page }) => {
  const archive = Archive.example();
  archive.run("ingest", "2021q3");
  archive.run("build", "--output", join(archive.dir, "out"));
  const server = host(join(archive.dir, "out"), "/office/12345/").listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const failed: string[] = [];
  let manifests = 0;
  page.on("response", (r) => {
    if (r.status() >= 400) failed.push(r.url());
  });
  page.on("console", (m) => failed.push(m.text()));
  page.on("request", (r) => {
    if (r.url().endsWith("/search/manifest.bin")) manifests++;
  });
  await page.goto(`${origin}/office/12345/`);
  await page.getByRole("link", { name: "阅读全文" }).click();
  await expect(page).toHaveURL(`${origin}/office/12345/bulletins/2021q3/`);
  await expect(page.locator(".red-head")).toHaveCSS("color", "rgb(179, 18, 27)");
  await page.getByRole("link", { name: "阜新市12345通报库" }).first().click();
  await expect(page).toHaveURL(`${origin}/office/12345/`);
  await page.getByRole("searchbox").fill("阜蒙县");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status")).toContainText("处含有“阜蒙县”");
  expect(manifests).toBe(1); // the page asks for it beside the script, which uses the same answer
  await page.locator(".where a").first().click();
  await expect(page).toHaveURL(/\/office\/12345\/bulletins\/2021q3\/#/);
  await page.locator("#overview a.figure").first().click();
  await expect(page.locator("#evidence")).toContainText("算法");
  expect(failed).toEqual([]);
  server.close();
  await archive.remove();
});
