// What a reader wants on the sheet: kept in this browser alone. The address may ask for it instead (?print=notes,instructions), as
// `tongbao pdf` does; that is not kept.

export type Choice = { notes: boolean; instructions: boolean };

const key = "tongbao-print";

export function chosen(): Choice {
  const wish = new URLSearchParams(location.search).get("print");
  if (wish !== null) {
    const parts = wish.split(",");
    return { notes: parts.includes("notes"), instructions: parts.includes("instructions") };
  }
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Record<string, unknown>>;
    return { notes: kept.notes === true, instructions: kept.instructions === true };
  } catch {
    return { notes: false, instructions: false };
  }
}

export function keep(choice: Choice): void {
  try {
    localStorage.setItem(key, JSON.stringify(choice));
  } catch {
    // Nothing is lost but the memory of it.
  }
}

export const none = (choice: Choice): boolean => !choice.notes && !choice.instructions;
