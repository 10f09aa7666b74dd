/** Middle and ends of a list of measurements. */
export interface Summary {
  median: number;
  min: number;
  max: number;
  count: number;
}

export function summarize(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: sorted[Math.floor(sorted.length / 2)]!,
    min: sorted[0]!,
    max: sorted.at(-1)!,
    count: sorted.length,
  };
}

/** Prints one row: what, median, spread, unit. */
export function printRow(what: string, values: readonly number[], unit: string): void {
  const { median, min, max, count } = summarize(values);
  const figures = `${median.toFixed(2)} ${unit}`.padStart(14);
  console.log(`${what.padEnd(52)} ${figures}   (${min.toFixed(2)} to ${max.toFixed(2)}, n = ${count})`);
}
