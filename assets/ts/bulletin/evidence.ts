// What stands behind the figures: a file beside the page, made when the site is built (site/evidence), asked for when the
// first reader wants to know.

export type Place = { file: string; sheet: string; row: number };
export type Fact = { label: string; text: string; formula: string; cells?: string[]; more?: number; places?: Place[] };
export type Row = { name: string; at: number; cells: Record<string, string>; previous?: Record<string, string> };
export type Table = { file: string; sheet: string; read: number; metrics: Record<string, string>; rows: Record<string, Row> };
export type File = { facts: Record<string, Fact>; tables: Record<string, Table> };

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
  const [name = "", unit = "", metric = ""] = key.split("/");
  const table = file.tables[name];
  const row = table?.rows[unit];
  const text = row?.cells[metric];
  if (!table || !row || text === undefined) return undefined;
  return { key, unit: row.name, metric: table.metrics[metric] ?? metric, text, previous: row.previous?.[metric] ?? "", table, row: row.at };
}
