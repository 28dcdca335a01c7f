// What could not be sent yet: it stays on the device, for the person who wrote it, until the server has taken it, once.
import { newKey, Refused, send } from "./api.ts";

export type Waiting = { key: string; path: string; body: unknown };

export class Outbox {
  private readonly name: string;
  private list: Waiting[] = [];
  private busy = false;

  /** Changed is told whenever something was sent, refused or put aside. */
  constructor(person: string, private readonly changed: (refused?: string) => void) {
    this.name = `tongbao-outbox-${person}`;
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.name) ?? "[]");
      if (Array.isArray(kept)) this.list = kept as Waiting[];
    } catch {
      // no storage, or not ours: nothing waits
    }
    window.addEventListener("online", () => void this.flush());
  }

  waiting(): readonly Waiting[] {
    return this.list;
  }

  async post(path: string, body: unknown): Promise<void> {
    this.keep([...this.list, { key: newKey(), path, body }]);
    await this.flush();
  }

  /** Sends what waits, in order, until something fails. */
  async flush(): Promise<void> {
    if (this.busy || this.list.length === 0) return;
    this.busy = true;
    let refused: string | undefined;
    try {
      for (let next = this.list[0]; next; next = this.list[0]) {
        try {
          await send(next.path, next.body, next.key);
        } catch (error) {
          if (!(error instanceof Refused)) break; // the network, the session: later
          refused = error.message;
        }
        const { key } = next;
        this.keep(this.list.filter((w) => w.key !== key));
      }
    } finally {
      this.busy = false;
      this.changed(refused);
    }
  }

  private keep(list: Waiting[]): void {
    this.list = list;
    try {
      localStorage.setItem(this.name, JSON.stringify(list));
    } catch {
      // a browser that keeps nothing has it as long as the page is open
    }
  }
}
