// What can be explored: static files beside the page, made when the site is built (site/series/explore.go).

export type Period = { key: string; label: string; short: string; sample?: boolean; apart?: boolean };
export type Metric = { key: string; label: string; kind: string; unit: string; better: string };
export type Unit = { id: string; name: string };
/** breaks are the places in the kind's periods that cannot be compared with the ones before. */
export type Table = { key: string; channel: string; group: string; metrics: Metric[]; units: Unit[]; breaks: number[] };
export type Kind = { kind: string; periods: Period[]; tables: Table[] };
/** A list for each unit of its values by period; null where it has none. */
export type Values = (number | null)[][];

/** Reads files once each; a failed one is asked for again the next time. */
export class Source {
  private readonly asked = new Map<string, Promise<unknown>>();
  constructor(private readonly base: string) {}

  index(): Promise<Kind[]> {
    return this.get("index.json") as Promise<Kind[]>;
  }

  values(kind: string, table: string, metric: string): Promise<Values> {
    return this.get(`${kind}/${table}/${metric}.json`) as Promise<Values>;
  }

  /** A file beside the index. */
  get(name: string): Promise<unknown> {
    let answer = this.asked.get(name);
    if (!answer) {
      answer = fetch(this.base + name).then((response) => {
        if (!response.ok) throw new Error(String(response.status));
        return response.json() as Promise<unknown>;
      });
      this.asked.set(name, answer);
      answer.catch(() => this.asked.delete(name));
    }
    return answer;
  }
}
