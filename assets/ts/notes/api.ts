// What the server keeps of notes, as the page asks for it.

export type Target = { bulletin: string; edition: number; section?: string; passage?: string; through?: string; quote?: { exact: string; prefix?: string; suffix?: string }; start?: number; end?: number };

/** What was typed, read as Markdown by the server: texts, and elements by their tags. */
export type Words = { text?: string; tag?: string; href?: string; children?: Words[] };

export type Reply = { id: string; body: string; words: Words[]; author: string; at: string; edited: boolean; may?: string[] };

export type Visibility = "private" | "leaders" | "everyone";

/** State is where the note stands in the text that is shown: exact, shifted, edited or lost; passage, through, start and end are its place there. */
export type Note = {
  id: string;
  kind: "highlight" | "comment";
  body: string;
  words: Words[];
  visibility: Visibility;
  author: string;
  office: string;
  at: string;
  edited: boolean;
  revision: number;
  quote: string;
  section: string;
  passage: string;
  through?: string;
  start: number;
  end: number;
  state: string;
  old?: string;
  now?: string;
  resolved: boolean;
  replies: Reply[];
  may?: string[];
};

/** Something that is written: a new note, a note or reply that is changed, a reply. */
export type Task = { kind: "new"; target: Target } | { kind: "edit" | "reply"; note: string } | { kind: "edit-reply"; note: string; reply: string };

/** Refused says that the server will not take it, with the words why. */
export class Refused extends Error {}

/** Expired says that the session is over; anything else that fails may be tried again as it is. */
export class Expired extends Error {}

/** Me is the reader's id; may is what they may do with the bulletin: create, create-everyone, sign, acknowledge. */
export type Notes = { me: string; may?: string[]; acknowledged: boolean; readers: { read?: string[]; unread?: string[] }; notes: Note[] };

export async function notesOf(bulletin: string, edition: number): Promise<Notes> {
  const answer = await fetch(`/api/notes?bulletin=${encodeURIComponent(bulletin)}&edition=${edition}`, { headers: { Accept: "application/json" } });
  if (answer.status === 401) throw new Expired();
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Notes;
}

/** Sends once, whatever happens on the way: the key makes asking again safe. */
export async function send(path: string, body: unknown, key: string): Promise<void> {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json", "Idempotency-Key": key }, body: JSON.stringify(body) });
  if (answer.ok) return;
  const said = (await answer.json().catch(() => ({}))) as { title?: string };
  if (answer.status === 401) throw new Expired();
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) throw new Refused(said.title ?? String(answer.status));
  throw new Error(said.title ?? String(answer.status));
}

/** A key that no other act has. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
}
