// What a sheet shows of notes and instructions, as the server gives it, and the words for it.

import type { Words as Typed } from "../notes/api.ts";

/** Words are the body as elements. */
export type Reply = { words: Typed[]; author: string; at: string };

/** State is where the note stands in the text that is shown; passage, start and end are its place there. */
export type Note = {
  id: string;
  kind: string;
  body: string;
  words: Typed[];
  visibility: string;
  author: string;
  office: string;
  at: string;
  quote: string;
  section: string;
  passage: string;
  start: number;
  end: number;
  state: string;
  old?: string;
  now?: string;
  resolved: boolean;
  replies: Reply[];
};

export type Task = { name: string; lead: boolean; state: string; deadline: string };

/** At is the day of the signature, 2021-10-22. */
export type Instruction = { id: string; number: string; kind: string; text: string; state: string; signer: string; office: string; at: string; corrected: boolean; quote: string; tasks: Task[] };

export type Words = {
  title: string;
  whole: string;
  corrected: string;
  lost: string;
  resolved: string;
  reply: string;
  who: string;
  lead: string;
  joint: string;
  deadline: string;
  failed: string;
  countNotes: string;
  countInstructions: string;
  and: string;
  visibilities: Record<string, string>;
};
