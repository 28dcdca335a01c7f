// The sheet with what was written on it: notes numbered at their places with a list at the end, instructions in the head's block.
// What the reader may not see is not there. It is put into the page while it is printed, and taken away afterwards.
import { api } from "./print/api.ts";
import { appendix } from "./print/appendix.ts";
import { block } from "./print/block.ts";
import { none, type Choice, chosen, keep } from "./print/choice.ts";
import type { Instruction, Note, Words } from "./print/kinds.ts";
import { say } from "./say.ts";

class Printed {
  private readonly words: Words;
  private readonly article: HTMLElement;
  private readonly status: HTMLElement | null;
  private readonly boxes: HTMLInputElement[];
  private choice: Choice;
  private notes: Note[] = [];
  private instructions: Instruction[] = [];
  private undo: (() => void)[] = [];

  constructor(private readonly root: HTMLElement, article: HTMLElement) {
    this.article = article;
    this.words = JSON.parse(root.dataset.words ?? "{}") as Words;
    this.status = root.querySelector('[data-part="counted"]');
    this.boxes = [...root.querySelectorAll<HTMLInputElement>("input[name]")];
    this.choice = chosen();
    for (const box of this.boxes) {
      box.checked = this.choice[box.name as keyof Choice];
      box.addEventListener("change", () => {
        this.choice = { ...this.choice, [box.name]: box.checked };
        keep(this.choice);
        void this.load();
      });
    }
    window.addEventListener("beforeprint", () => this.put());
    window.addEventListener("afterprint", () => this.take());
    // What was written meanwhile is on the sheet as well: it is asked for again before a sheet is printed, as far as a page is told.
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "p" && !none(this.choice)) {
        event.preventDefault();
        void this.load().then(() => window.print());
      }
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.load();
    });
  }

  /** Asks for what was chosen. The page says how much there is, and that it is ready (data-printing). */
  async load(): Promise<void> {
    const { root, choice, words } = this;
    const period = root.dataset.period ?? "";
    const edition = Number(root.dataset.edition ?? 0);
    let said = "";
    let state = "ready";
    try {
      [this.notes, this.instructions] = await Promise.all([choice.notes ? api.notes(period, edition) : [], choice.instructions ? api.instructions(period, edition) : []]);
      const counts = [choice.notes ? say(words.countNotes, this.notes.length) : "", choice.instructions ? say(words.countInstructions, this.instructions.length) : ""];
      said = counts.filter(Boolean).join(words.and);
    } catch {
      [this.notes, this.instructions] = [[], []];
      said = words.failed;
      state = "failed";
    }
    if (this.status) this.status.textContent = said;
    document.documentElement.dataset.printing = state;
  }

  private put(): void {
    this.take();
    if (this.choice.instructions && this.instructions.length) this.undo.push(block(this.article, this.instructions, this.words));
    if (this.choice.notes && this.notes.length) this.undo.push(appendix(this.article, this.notes, this.words));
  }

  private take(): void {
    for (const back of this.undo.splice(0).reverse()) back();
  }
}

const root = document.querySelector<HTMLElement>("[data-print-notes]");
const article = document.querySelector<HTMLElement>("[data-bulletin] > article");
if (root && article) void new Printed(root, article).load();
