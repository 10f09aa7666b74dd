import type { FunctionName } from './expression.ts';

/** Values that are not there (averages of empty teams) do not count. */
type Numbers = readonly (number | undefined)[];
/** @returns undefined where there is no value: of no numbers at all */
export type Reducer = (numbers: Numbers) => number | undefined;

type ReducerName = Exclude<FunctionName, 'count' | 'flatten' | 'set_intersection'>;

/** The functions that make one number of many. The standard deviation is that of a population. */
export const REDUCERS: Readonly<Record<ReducerName, Reducer>> = { min, max, avg, median, sum, stddev };

function min(numbers: Numbers): number | undefined {
  let least: number | undefined;
  for (const value of numbers) {
    if (value !== undefined && (least === undefined || value < least)) least = value;
  }
  return least;
}

function max(numbers: Numbers): number | undefined {
  let most: number | undefined;
  for (const value of numbers) {
    if (value !== undefined && (most === undefined || value > most)) most = value;
  }
  return most;
}

function sum(numbers: Numbers): number {
  let total = 0;
  for (const value of numbers) total += value ?? 0;
  return total;
}

function avg(numbers: Numbers): number | undefined {
  let total = 0;
  let count = 0;
  for (const value of numbers) {
    if (value === undefined) continue;
    total += value;
    count++;
  }
  return count === 0 ? undefined : total / count;
}

function median(numbers: Numbers): number | undefined {
  const sorted = numbers.filter(value => value !== undefined).sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)];
  return sorted.length === 0 ? undefined : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function stddev(numbers: Numbers): number | undefined {
  const mean = avg(numbers);
  if (mean === undefined) return undefined;
  return Math.sqrt(avg(numbers.map(value => (value === undefined ? undefined : (value - mean) ** 2)))!);
}
