// What could not be sent yet: it stays on the device, for the person who wrote it, until the server has taken it, once. What
// the server refused stays as well, where somebody wrote it: they may change it and send it again.
import { Expired, newKey, Refused, send, type Task, type Visibility } from "./api.ts";
import { Kept } from "./kept.ts";

export type Waiting = { key: string; path: string; body: { body?: string; visibility?: Visibility; [field: string]: unknown }; task?: Task; refused?: string };

/** How a round of sending ended. */
export type Outcome = { sent: Waiting[]; refused: Waiting[]; expired: boolean };

const again = 15_000; // ms until what waits is tried again

export class Outbox {
  private readonly kept: Kept<Waiting[]>;
  private busy = false;
  private timer = 0;

  /** Done is told how each round ended. */
  constructor(person: string, private readonly done: (outcome: Outcome) => void) {
    this.kept = new Kept(`tongbao-outbox-${person}`, []);
    window.addEventListener("online", () => void this.flush());
  }

  all(): Waiting[] {
    return this.kept.get();
  }

  async post(path: string, body: Waiting["body"], task?: Task): Promise<void> {
    this.kept.change((was) => [...was, { key: newKey(), path, body, ...(task ? { task } : {}) }]);
    await this.flush();
  }

  drop(key: string): void {
    this.kept.change((was) => was.filter((w) => w.key !== key));
  }

  /** Sends what waits, in order, until the network or the session fails. */
  async flush(): Promise<void> {
    const next = (): Waiting | undefined => this.all().find((w) => !w.refused);
    if (this.busy || !next()) return;
    this.busy = true;
    clearTimeout(this.timer);
    const outcome: Outcome = { sent: [], refused: [], expired: false };
    try {
      for (let w = next(); w; w = next()) {
        const { key } = w;
        try {
          await send(w.path, w.body, key);
          outcome.sent.push(w);
        } catch (error) {
          outcome.expired = error instanceof Expired;
          if (!(error instanceof Refused)) break;
          const refused = { ...w, refused: error.message };
          outcome.refused.push(refused);
          if (w.task) {
            this.kept.change((was) => was.map((o) => (o.key === key ? refused : o)));
            continue;
          }
        }
        this.drop(key);
      }
    } finally {
      this.busy = false;
      if (next() && !outcome.expired) this.timer = window.setTimeout(() => void this.flush(), again);
      this.done(outcome);
    }
  }
}
