// What stands behind the figures: the bulletin's data as a file beside the page (site/evidence), asked for when the first
// reader wants to know.

export type Place = { file: string; sheet?: string; row: number };
export type Fact = { label: string; text: string; unit?: string; formula: string; cells?: string[]; places?: Place[] };
type Metric = { key: string; label: string };
type Row = { unit: string; name: string; rank?: number; previous_rank?: number; place: Place; cells: Record<string, { text: string; previous?: string }> };
export type Table = { key: string; channel: string; group: string; place: Place; metrics: Metric[]; hidden?: Metric[]; rows: Row[] };
type Read = { kind: string; channel?: string; group?: string; counts: { rows: number } };
export type File = { summary: { facts: Record<string, Fact> }; rankings: { tables: Table[] }; sources: { files: { tables: Read[] }[] } };

export type Cell = { key: string; unit: string; metric: string; text: string; previous: string; table: Table; row: number };

export class Evidence {
  private asked?: Promise<File>;
  constructor(private readonly address: string) {}

  /** The file; asked for again where it could not be had. */
  get(): Promise<File> {
    this.asked ??= fetch(this.address).then((response) => {
      if (!response.ok) throw new Error(String(response.status));
      return response.json() as Promise<File>;
    });
    const asked = this.asked;
    asked.catch(() => {
      if (this.asked === asked) this.asked = undefined;
    });
    return asked;
  }
}

/** A cell of a ranking by its key, table/unit/metric. */
export function cellOf(file: File, key: string): Cell | undefined {
  const [name, unit, metric = ""] = key.split("/");
  const table = file.rankings.tables.find((t) => t.key === name);
  const row = table?.rows.find((r) => r.unit === unit);
  if (!table || !row) return undefined;
  const at = { key, unit: row.name, table, row: row.place.row };
  if (metric === "rank") return { ...at, metric: "", text: String(row.rank ?? ""), previous: String(row.previous_rank ?? "") };
  const cell = row.cells[metric];
  const label = [...table.metrics, ...(table.hidden ?? [])].find((m) => m.key === metric)?.label ?? metric;
  return cell && { ...at, metric: label, text: cell.text, previous: cell.previous ?? "" };
}

/** How many rows a ranking was read from, whether it was exported as one or counted from cases. */
export function rowsRead(file: File, table: Table): number {
  const all = file.sources.files.flatMap((f) => f.tables ?? []);
  const rows = (list: Read[]): number => list.reduce((n, t) => n + t.counts.rows, 0);
  const exported = all.filter((t) => t.kind === "ranking" && t.channel === table.channel && t.group === table.group);
  return rows(exported) || rows(all.filter((t) => t.kind === "cases"));
}

/** A fact's text with its unit, said once: words such as 持平 take none. */
export function stated(fact: Fact): string {
  const unit = fact.unit && !["%", "百分点", "位"].includes(fact.unit) ? fact.unit : "";
  return /[\d万]$/.test(fact.text) ? fact.text + unit : fact.text;
}
