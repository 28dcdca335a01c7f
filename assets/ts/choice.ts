// What a reader has chosen about the look: kept in this browser alone.

/** size "large" is 长者模式; theme "" follows the system. */
export type Choice = { size: "" | "large"; theme: "" | "light" | "dark" };

const key = "tongbao-look";

/** The choice kept in this browser; the default where there is none or storage is refused. */
export function stored(): Choice {
  const choice: Choice = { size: "", theme: "" };
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "{}") as Partial<Record<string, unknown>>;
    if (kept.size === "large") choice.size = "large";
    if (kept.theme === "light" || kept.theme === "dark") choice.theme = kept.theme;
  } catch {
    // Storage that is switched off or holds something else: the default look.
  }
  return choice;
}

/** Keeps the choice for the next page. Where storage is refused it lasts for this page. */
export function keep(choice: Choice): void {
  try {
    localStorage.setItem(key, JSON.stringify(choice));
  } catch {
    // Nothing is lost but the memory of it.
  }
}

/** Shows the choice: the styles look for these two attributes. */
export function apply(root: HTMLElement, choice: Choice): void {
  set(root, "data-size", choice.size);
  set(root, "data-theme", choice.theme);
}

function set(root: HTMLElement, name: string, value: string): void {
  if (value) root.setAttribute(name, value);
  else root.removeAttribute(name);
}
