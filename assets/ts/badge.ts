// How many things wait for the reader, beside the link to the desk (工作台) on every page, live. Pages without that link, and
// readers without an account, have none.
import { html } from "./dom.ts";
import { say } from "./say.ts";

const settle = 500; // ms without another event until the server is asked

/** Fills in the count at the link [data-desk] below root, and what the home page and the desk itself say of it. */
export function badge(root: Document): void {
  const link = root.querySelector<HTMLElement>("[data-desk]");
  if (link) new Badge(root, link).start();
}

class Badge {
  private stream?: EventSource;
  private timer = 0;

  constructor(private readonly root: Document, private readonly link: HTMLElement) {}

  start(): void {
    void this.look();
    this.listen();
    // A browser has few connections to one server: a page that nobody looks at gives its own back.
    this.root.addEventListener("visibilitychange", () => {
      if (this.root.hidden) {
        this.stream?.close();
        this.stream = undefined;
        return;
      }
      void this.look();
      this.listen();
    });
  }

  private listen(): void {
    if (this.root.hidden || this.stream) return;
    this.stream = new EventSource("/api/events");
    for (const topic of ["instruction", "note", "reading", "resync"]) this.stream.addEventListener(topic, () => this.soon());
  }

  private soon(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.look(), settle);
  }

  private async look(): Promise<void> {
    try {
      const answer = await fetch("/api/desk", { headers: { Accept: "application/json" } });
      if (answer.ok) this.show(((await answer.json()) as { count: number }).count);
    } catch {
      // without a connection the number stays as it was
    }
  }

  private show(count: number): void {
    this.link.querySelector(".badge")?.remove();
    if (count > 0) this.link.append(html("span", { class: "badge" }, html("span", { "aria-hidden": "true" }, String(count)), html("span", { class: "unseen" }, say(this.link.dataset.desk ?? "", count))));
    const line = this.root.querySelector<HTMLElement>("[data-desk-line]");
    if (line) {
      line.hidden = count === 0;
      (line.firstElementChild as HTMLElement).textContent = say(line.dataset.deskLine ?? "", count);
    }
    const page = this.root.querySelector<HTMLElement>("[data-desk-page]");
    const changed = this.root.querySelector<HTMLElement>("[data-desk-changed]");
    if (page && changed) changed.hidden = page.dataset.deskPage === String(count);
  }
}
