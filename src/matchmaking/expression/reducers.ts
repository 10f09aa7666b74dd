import type { FunctionName } from './expression.ts';

/** Lists of numbers, taken together; values that are not there (of empty teams) do not count. */
type NumberLists = readonly (readonly (number | undefined)[])[];
/** @returns undefined where there is no value: of no numbers at all */
export type Reducer = (lists: NumberLists) => number | undefined;

type ReducerName = Exclude<FunctionName, 'count' | 'flatten' | 'set_intersection'>;

/** The functions that make one number of many. The standard deviation is that of a population. */
export const REDUCERS: Readonly<Record<ReducerName, Reducer>> = { min, max, avg, median, sum, stddev };

function min(lists: NumberLists): number | undefined {
  let least: number | undefined;
  for (const list of lists) {
    for (const value of list) {
      if (value !== undefined && (least === undefined || value < least)) least = value;
    }
  }
  return least;
}

function max(lists: NumberLists): number | undefined {
  let most: number | undefined;
  for (const list of lists) {
    for (const value of list) {
      if (value !== undefined && (most === undefined || value > most)) most = value;
    }
  }
  return most;
}

function sum(lists: NumberLists): number {
  let total = 0;
  for (const list of lists) {
    for (const value of list) total += value ?? 0;
  }
  return total;
}

function avg(lists: NumberLists): number | undefined {
  let total = 0;
  let count = 0;
  for (const list of lists) {
    for (const value of list) {
      if (value === undefined) continue;
      total += value;
      count++;
    }
  }
  return count === 0 ? undefined : total / count;
}

function median(lists: NumberLists): number | undefined {
  const sorted = lists
    .flat()
    .filter(value => value !== undefined)
    .sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)];
  return sorted.length === 0 ? undefined : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function stddev(lists: NumberLists): number | undefined {
  const mean = avg(lists);
  if (mean === undefined) return undefined;
  return Math.sqrt(
    avg(lists.map(list => list.map(value => (value === undefined ? undefined : (value - mean) ** 2))))!,
  );
}
