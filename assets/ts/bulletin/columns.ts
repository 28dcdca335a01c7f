// The columns of a ranking's head, which has two rows: star metrics stand in a group.

/** The heads by column, from the left. */
export function columnHeads(table: HTMLTableElement): HTMLTableCellElement[] {
  const [first, second] = [...(table.tHead?.rows ?? [])];
  const below = [...(second?.cells ?? [])];
  const out: HTMLTableCellElement[] = [];
  for (const cell of first?.cells ?? []) {
    if (cell.colSpan > 1 || cell.scope === "colgroup") out.push(...below.splice(0, cell.colSpan));
    else out.push(cell);
  }
  return out;
}

/** What a cell says as a number: rates without their sign, moves signed; NaN where it says none. */
export function numberIn(cell: HTMLTableCellElement | undefined): number {
  const text = (cell?.firstChild?.textContent ?? "").trim();
  if (/^[↑↓]/.test(text)) return Number(text.slice(1)) * (text[0] === "↑" ? 1 : -1);
  return text === "" ? NaN : Number(text.replace(/%$/, ""));
}
