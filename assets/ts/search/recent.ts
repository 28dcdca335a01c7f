// What was searched for lately, kept on this device only.

const key = "tongbao-searches";
const most = 8;

export function recent(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? kept.filter((q): q is string => typeof q === "string").slice(0, most) : [];
  } catch {
    return []; // no storage, or not ours
  }
}

export function remember(query: string): void {
  try {
    localStorage.setItem(key, JSON.stringify([query, ...recent().filter((q) => q !== query)].slice(0, most)));
  } catch {
    // a browser that keeps nothing searches all the same
  }
}

export function forget(): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}
