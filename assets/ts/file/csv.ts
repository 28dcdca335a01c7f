// A table as CSV that spreadsheet programs open as it is: UTF-8 with its mark, CRLF, and no cell that a program would run.

export type Cell = string | number | null;

export function csv(rows: Cell[][]): Blob {
  const text = rows.map((row) => row.map(field).join(",") + "\r\n").join("");
  return new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" });
}

function field(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  // OWASP, CSV injection. What has no base is --- and stays, and so does a signed number.
  const inert = /^[=+\-@\t\r]/.test(cell) && !/^(-+|[+-][\d.]+%?)$/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(inert) ? `"${inert.replace(/"/g, '""')}"` : inert;
}
