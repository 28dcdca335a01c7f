// A table as a workbook: the few parts of Office Open XML (ECMA-376) that one sheet of figures needs, texts inline.
import type { Cell } from "./csv.ts";
import { zip } from "./zip.ts";

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packaged = "http://schemas.openxmlformats.org/package/2006";
const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

/** The first row is the head: bold, and in sight while the sheet scrolls. A text such as 91.96% becomes a number shown as such. */
export function xlsx(sheet: string, rows: Cell[][]): Blob {
  const parts: [string, string][] = [
    ["[Content_Types].xml", `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}styles+xml"/></Types>`],
    ["_rels/.rels", `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`],
    ["xl/workbook.xml", `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${escape(sheetName(sheet))}" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    ["xl/_rels/workbook.xml.rels", `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`],
    ["xl/styles.xml", `<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="10" applyNumberFormat="1"/></cellXfs></styleSheet>`],
    ["xl/worksheets/sheet1.xml", worksheet(rows)],
  ];
  return new Blob([zip(parts.map(([name, body]) => [name, head + body]))], { type: `${type}sheet` });
}

function worksheet(rows: Cell[][]): string {
  const body = rows.map((row, r) => `<row r="${r + 1}">${row.map((cell, c) => cellOf(cell, column(c) + String(r + 1), r === 0)).join("")}</row>`).join("");
  const view = '<sheetViews><sheetView workbookViewId="0"><pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>';
  return `<worksheet xmlns="${main}">${view}<cols><col min="1" max="1" width="26" customWidth="1"/></cols><sheetData>${body}</sheetData></worksheet>`;
}

function cellOf(cell: Cell, place: string, bold: boolean): string {
  if (cell === null) return "";
  const style = bold ? ' s="1"' : "";
  const rate = typeof cell === "string" ? /^(\d+(?:\.\d+)?)%$/.exec(cell) : null;
  if (rate) return `<c r="${place}" s="2"><v>${Number((Number(rate[1]) / 100).toPrecision(12))}</v></c>`;
  if (typeof cell === "number") return `<c r="${place}"${style}><v>${cell}</v></c>`;
  return `<c r="${place}" t="inlineStr"${style}><is><t xml:space="preserve">${escape(cell)}</t></is></c>`;
}

/** A, B, … Z, AA. */
function column(n: number): string {
  return n < 26 ? String.fromCharCode(65 + n) : column(Math.floor(n / 26) - 1) + column(n % 26);
}

/** At most 31 characters, without those a sheet's name must not have. */
function sheetName(name: string): string {
  return name.replace(/[[\]:*?/\\]/g, " ").slice(0, 31);
}

function escape(text: string): string {
  const named: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
  // Control characters have no place in XML 1.0.
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[&<>"]/g, (c) => named[c] ?? c);
}
