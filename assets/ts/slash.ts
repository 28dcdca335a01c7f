// The key / goes to the search box, where there is room for one.

export function slash(root: Document): void {
  root.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || target.closest("input, select, textarea, [contenteditable]")) return;
    const boxes = [...root.querySelectorAll<HTMLInputElement>('input[type="search"]')];
    const box = boxes.reverse().find((b) => b.offsetParent !== null); // the page's own before the head's
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
}
