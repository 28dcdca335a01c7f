// What is being written stays on the device, for each thing that is written on, until it is saved or thrown away.
import type { Task, Visibility } from "./api.ts";
import { Kept } from "./kept.ts";

export type Draft = { task: Task; body: string; visibility: Visibility };

/** The same for the same thing that is written on. */
export function nameOfTask(task: Task): string {
  if (task.kind !== "new") return JSON.stringify(task);
  const { section = "", passage = "", through = "", start = 0, end = 0 } = task.target;
  return JSON.stringify([section, passage, through, start, end]);
}

export class Drafts {
  private readonly kept: Kept<Record<string, Draft>>;

  constructor(person: string, bulletin: string) {
    this.kept = new Kept(`tongbao-drafts-${person}-${bulletin}`, {});
  }

  all(): Draft[] {
    return Object.values(this.kept.get());
  }

  of(task: Task): Draft | undefined {
    return this.kept.get()[nameOfTask(task)];
  }

  put(draft: Draft): void {
    if (draft.body.trim()) this.kept.change((was) => ({ ...was, [nameOfTask(draft.task)]: draft }));
    else this.drop(draft.task);
  }

  drop(task: Task): void {
    this.kept.change(({ [nameOfTask(task)]: _, ...rest }) => rest);
  }
}
