// What there is to print, asked for with the reader's own eyes.
import type { Instruction, Note } from "./kinds.ts";

async function get<T>(path: string): Promise<T> {
  const answer = await fetch(path, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as T;
}

const query = (bulletin: string, edition: number): string => `bulletin=${encodeURIComponent(bulletin)}&edition=${edition}`;

export const api = {
  /** Notes with words of their own, or an answer: a mark alone needs no number. */
  async notes(bulletin: string, edition: number): Promise<Note[]> {
    const { notes } = await get<{ notes: Note[] }>(`/api/notes?${query(bulletin, edition)}`);
    return notes.filter((n) => n.body || n.replies.length > 0);
  },

  /** Instructions in force, those that another took the place of left out. */
  async instructions(bulletin: string, edition: number): Promise<Instruction[]> {
    const { instructions } = await get<{ instructions: Instruction[] }>(`/api/instructions?${query(bulletin, edition)}`);
    return instructions.filter((i) => (i.state === "signed" || i.state === "closed") && !i.corrected);
  },
};
