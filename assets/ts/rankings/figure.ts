// How a value is written: as the ranking tables write it.
import type { Metric } from "./data.ts";

export function write(value: number | null | undefined, metric: Metric): string {
  if (value === null || value === undefined) return "—";
  if (metric.kind === "rate") return value === 100 ? "100%" : `${value.toFixed(2)}%`;
  if (metric.kind === "score") return value.toFixed(2);
  return String(value);
}

/** Compares values so that the better stands first, or the worse, and what is missing last. */
export function better(a: number | null | undefined, b: number | null | undefined, metric: Metric, worstFirst = false): number {
  if (a === null || a === undefined) return b === null || b === undefined ? 0 : 1;
  if (b === null || b === undefined) return -1;
  return (metric.better === "low") === worstFirst ? b - a : a - b;
}
