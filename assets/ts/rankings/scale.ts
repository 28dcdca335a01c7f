// The axis of a chart: from values to heights, with round ticks.

export type Scale = { low: number; high: number; ticks: number[] };

/** Whole steps around the values; nothing above the ceiling, where there is one. */
export function nice(values: number[], ceiling = Infinity): Scale {
  let low = Math.min(...values);
  let high = Math.max(...values);
  if (!Number.isFinite(low)) return { low: 0, high: 1, ticks: [] };
  if (low === high) {
    low -= Math.max(Math.abs(low) * 0.05, 1);
    high += Math.max(Math.abs(high) * 0.05, 1);
  }
  const step = stepOf((high - low) / 4);
  const first = Math.floor(low / step);
  const last = Math.ceil(Math.min(high, ceiling) / step);
  const ticks: number[] = [];
  for (let i = first; i <= last; i++) if (i * step <= ceiling) ticks.push(Number((i * step).toFixed(6)));
  return { low: first * step, high: Math.min(last * step, ceiling), ticks };
}

function stepOf(wish: number): number {
  const power = 10 ** Math.floor(Math.log10(wish));
  return ([1, 2, 5].find((m) => m * power >= wish * 0.999) ?? 10) * power;
}
