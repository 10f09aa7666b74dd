/** What bounds the figures of a plot. */
export interface PlotLimit {
  value: number;
  /** `in 200 ms`: what is bounded, where a word is needed. */
  label: string;
  /**
   * `always`: the plot reaches up to it, so that what is left is seen. `near`: only where the figures come near it; until
   * then they would be a line at the bottom.
   */
  shown: 'always' | 'near';
}

const NEAR_SHARE = 0.25;
/** Room for the limit's name above its line. */
const HEADROOM = 1.17;

/** Whether the limit is within the plot of figures up to `largest`. */
export function isLimitDrawn(limit: PlotLimit | undefined, largest: number): limit is PlotLimit {
  if (limit === undefined || limit.value <= 0) return false;
  return limit.shown === 'always' || largest >= limit.value * NEAR_SHARE;
}

/** The upper end of a plot. `smallestTop` keeps figures that are next to nothing from looking like mountains. */
export function plotTop(largest: number, limit: PlotLimit | undefined, smallestTop: number): number {
  const highest = Math.max(largest, isLimitDrawn(limit, largest) ? limit.value : 0, smallestTop);
  return highest * HEADROOM;
}

/** Of columns with gaps. */
export function largestOf(columns: readonly (readonly (number | null)[])[]): number {
  let largest = 0;
  for (const column of columns)
    for (const value of column) if (value !== null && value > largest) largest = value;
  return largest;
}

/** Where values stand alone between gaps, so that no line shows them. */
export function isolatedIndices(values: readonly (number | null | undefined)[]): number[] {
  const isThere = (index: number): boolean => values[index] != null;
  return [...values.keys()].filter(index => isThere(index) && !isThere(index - 1) && !isThere(index + 1));
}
