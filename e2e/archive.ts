// Makes archives and serves them with the real program, as a person at a terminal would.
import { test as base } from "@playwright/test";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const program = join(import.meta.dirname, "..", "bin", "tongbao");
const example = join(import.meta.dirname, "..", "examples", "fuxin");

export class Archive {
  readonly dir = mkdtempSync(join(tmpdir(), "tongbao-e2e-"));
  private server?: ChildProcess;

  /** The example's settings and exports, without what is generated. */
  static example(): Archive {
    const archive = new Archive();
    for (const part of ["hugo.toml", "tongbao.toml", "units.toml", "rules", "exports"]) {
      cpSync(join(example, part), join(archive.dir, part), { recursive: true });
    }
    return archive;
  }

  /** The example with its four quarters as they are. */
  static whole(): Archive {
    const archive = new Archive();
    cpSync(example, archive.dir, { recursive: true, filter: (path) => !path.includes(".tongbao") });
    return archive;
  }

  /** The example's last quarter again and again, so many quarters up to 2021q3. */
  static repeated(quarters: number): Archive {
    const archive = new Archive();
    for (const part of ["hugo.toml", "tongbao.toml", "units.toml", "rules"]) cpSync(join(example, part), join(archive.dir, part), { recursive: true });
    for (let i = 0; i < quarters; i++) {
      const number = 4 * 2021 + 2 - i;
      const period = `${Math.floor(number / 4)}q${(number % 4) + 1}`;
      for (const part of ["data", "content"]) {
        const from = join(example, part, "bulletins", "2021q3");
        for (const file of readdirSync(from)) {
          const text = readFileSync(join(from, file), "utf8").replaceAll("2021q3", period).replaceAll("year = 2021", `year = ${period.slice(0, 4)}`);
          archive.write(join(part, "bulletins", period, file), text);
        }
      }
    }
    return archive;
  }

  /** A new city's archive. */
  static fresh(city: string): Archive {
    const archive = new Archive();
    execFileSync(program, ["init", archive.dir, "--city", city]);
    return archive;
  }

  write(name: string, body: string): void {
    const path = join(this.dir, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, body);
  }

  read(name: string): string {
    return readFileSync(join(this.dir, name), "utf8");
  }

  /** Puts the files of a folder in place of the period's exports. */
  moveExports(folder: string): void {
    const exports = join(this.dir, "exports", "2021q3");
    rmSync(exports, { recursive: true });
    renameSync(join(this.dir, folder), exports);
  }

  run(...args: string[]): string {
    return execFileSync(program, ["-C", this.dir, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  /** The link for the first administrator, where the server has said one. */
  setUp = "";

  /** Serves the archive, to everybody or to people with accounts, and gives its address once the program has said it. */
  serve(to: "everybody" | "accounts" = "everybody"): Promise<string> {
    const preview = to === "everybody" ? ["--preview"] : [];
    const server = spawn(program, ["-C", this.dir, "serve", ...preview, "--addr", "127.0.0.1:0"], { stdio: ["ignore", "pipe", preview.length ? "inherit" : "ignore"] });
    this.server = server;
    return new Promise((resolve, reject) => {
      let said = "";
      server.stdout.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        const url = /http:\/\/\S+/.exec(said)?.[0];
        this.setUp = /http:\/\/\S+\/set-up\/\S+/.exec(said)?.[0] ?? "";
        if (url && said.includes("Ctrl+C")) resolve(url);
      });
      server.on("exit", (code) => reject(new Error(`serve ended with ${code}: ${said}`)));
    });
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Ends the server; the archive can be served again. */
  async stop(): Promise<void> {
    const server = this.server;
    if (server && server.exitCode === null) {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await ended;
    }
  }
}

/** What one of the helpers in Go beside these tests prints, as JSON. */
export function helper(name: string, argument: string, input = ""): unknown {
  const options = { cwd: join(import.meta.dirname, ".."), input, encoding: "utf8", maxBuffer: 1 << 28, env: { ...process.env, GOTOOLCHAIN: "auto", CGO_ENABLED: "0" } } as const;
  return JSON.parse(execFileSync("go", ["run", `./e2e/${name}`, argument], options));
}

/** The sheets of a workbook by name, as excelize reads them: row by row, what each cell shows. */
export function readWorkbook(file: string): Record<string, string[][]> {
  return helper("readxlsx", file) as Record<string, string[][]>;
}

type Fixtures = { site: { archive: Archive; url: string } };

/** Tests that share one served copy of the example per worker, and fail on console errors and foreign requests. */
export const test = base.extend<{ watched: void }, Fixtures>({
  site: [
    async ({}, use) => {
      const archive = Archive.example();
      archive.run("ingest", "2021q3");
      await use({ archive, url: await archive.serve() });
      await archive.remove();
    },
    { scope: "worker" },
  ],
  watched: [
    async ({ page, site }, use) => {
      const wrong: string[] = [];
      page.on("console", (m) => {
        if (m.type() === "error" || m.type() === "warning") wrong.push(`console: ${m.text()}`);
      });
      page.on("pageerror", (e) => wrong.push(`error: ${e.message}`));
      page.on("request", (r) => {
        if (!r.url().startsWith(site.url)) wrong.push(`request: ${r.url()}`);
      });
      await use();
      base.expect(wrong).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect } from "@playwright/test";
