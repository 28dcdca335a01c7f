// People with accounts, and what they write, as their browsers would send it.
import { type Browser, type BrowserContext, type BrowserContextOptions, expect, type Page } from "@playwright/test";
import type { Archive } from "./archive.ts";

export type Target = { bulletin: string; edition?: number; section?: string; passage?: string; quote?: { exact: string }; start?: number; end?: number };

/** The place of words in a passage of the page that is open, counted in code points as the server counts. */
export async function quoted(page: Page, at: Target, passage: string, exact: string): Promise<Target> {
  const text = await page.locator(`#${passage}`).evaluate((p) => (p.textContent ?? "").replace(/[ \t\n\f\r]+/g, " ").trim());
  const before = text.indexOf(exact);
  if (before < 0) throw new Error(`not in ${passage}: ${exact}`);
  const start = [...text.slice(0, before)].length;
  return { ...at, passage, quote: { exact }, start, end: start + [...exact].length };
}

export class People {
  private readonly passwords = new Map<string, string>();
  url = "";

  constructor(private readonly archive: Archive) {}

  /** Makes an account; more are arguments of `tongbao user add`. */
  add(name: string, role: string, ...more: string[]): void {
    const said = this.archive.run("user", "add", name, "--role", role, ...more, "--generate");
    this.passwords.set(name, /密码：(\S+)/.exec(said)?.[1] ?? "");
  }

  /** A browser in which somebody is signed in. */
  async as(browser: Browser, name: string, options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const context = await browser.newContext({ baseURL: this.url, ...options });
    const answer = await context.request.post("/sign-in", { form: { name, password: this.passwords.get(name) ?? "" }, headers: this.origin() });
    expect(answer.ok()).toBe(true);
    return context;
  }

  /** A page on which somebody is signed in. */
  async page(browser: Browser, name: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await this.as(browser, name, options)).newPage();
    await page.goto("/");
    return page;
  }

  /** A page on which somebody has just opened the bulletin, with its notes. */
  async reading(browser: Browser, name: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await this.as(browser, name, options)).newPage();
    await page.goto("/bulletins/2021q3/");
    await expect(page.getByRole("button", { name: /^批注（/ })).toBeVisible();
    return page;
  }

  /** Makes a note, and gives its id. */
  async note(who: BrowserContext, target: Target, body: string, visibility: "private" | "leaders" | "everyone"): Promise<string> {
    return ((await this.send(who, "/api/notes", { target, kind: body ? "comment" : "highlight", body, visibility })) as { id: string }).id;
  }

  async send(who: BrowserContext, path: string, data: unknown): Promise<unknown> {
    const answer = await who.request.post(path, { data, headers: this.origin() });
    expect(answer.status(), `${path}: ${await answer.text()}`).toBeLessThan(300);
    return answer.json().catch(() => undefined);
  }

  /** Signs an instruction by the form, and gives its id. */
  async instruct(who: BrowserContext, form: Record<string, string>): Promise<string> {
    const answer = await who.request.post("/instructions", { form, headers: this.origin(), maxRedirects: 0 });
    expect(answer.status(), await answer.text()).toBe(303);
    return answer.headers().location!.replace("/instructions/", "");
  }

  /** Does one act on an instruction by its form. */
  async act(who: BrowserContext, id: string, form: Record<string, string>): Promise<void> {
    const page = await (await who.request.get(`/instructions/${id}`)).text();
    const revision = /name="?revision"? value="?(\d+)/.exec(page)?.[1] ?? "";
    const answer = await who.request.post(`/instructions/${id}/do`, { form: { revision, key: String(Math.random()), ...form }, headers: this.origin(), maxRedirects: 0 });
    expect(answer.status(), await answer.text()).toBe(303);
  }

  private origin(): Record<string, string> {
    return { Origin: this.url.replace(/\/$/, ""), Accept: "text/html,*/*" };
  }
}
