/** One bar of a histogram: values from `from` on, below the `from` of the next. */
export interface Bar {
  readonly from: number;
  readonly count: number;
}

/** The value that a share of all values does not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

/** Bars of equal, round width; of whole numbers, of 1 at least. */
export function histogram(values: readonly number[], mostBars: number): Bar[] {
  if (values.length === 0) return [];
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  const leastWidth = values.every(Number.isInteger) ? 1 : 0;
  const width = roundUp(Math.max((most - least) / mostBars, leastWidth));
  const first = Math.floor(least / width);
  const counts = new Array<number>(Math.floor(most / width) - first + 1).fill(0);
  for (const value of values) counts[Math.floor(value / width) - first]!++;
  return counts.map((count, index) => ({ from: (first + index) * width, count }));
}

/** The next of 1, 2, 5, 10, 20, 50, … and 0.1, 0.2, 0.5, … */
function roundUp(width: number): number {
  if (width <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(width));
  return power * [1, 2, 5, 10].find(step => step * power >= width)!;
}
