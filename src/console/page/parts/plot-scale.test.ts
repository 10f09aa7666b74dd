import { expect, test } from 'vitest';
import { isLimitDrawn, isolatedIndices, largestOf, type PlotLimit, plotTop } from './plot-scale.ts';

const limit = (shown: PlotLimit['shown']): PlotLimit => ({ value: 200, label: '200 ms', shown });

test('a limit that is always shown is within the plot, however far away', () => {
  expect(plotTop(3, limit('always'), 1)).toBeGreaterThan(200);
});

test('another one is left out until figures come near it', () => {
  expect(isLimitDrawn(limit('near'), 3)).toBe(false);
  expect(plotTop(3, limit('near'), 1)).toBeLessThan(10);
  expect(isLimitDrawn(limit('near'), 60)).toBe(true);
  expect(plotTop(60, limit('near'), 1)).toBeGreaterThan(200);
});

test('figures above their limit are within the plot', () => {
  expect(plotTop(500, limit('always'), 1)).toBeGreaterThan(500);
});

test('next to nothing does not fill the plot', () => {
  expect(plotTop(0.01, undefined, 1)).toBeGreaterThanOrEqual(1);
});

test('gaps do not count', () => {
  expect(largestOf([[1, null, 3], [null]])).toBe(3);
  expect(largestOf([])).toBe(0);
});

test('a value alone between gaps is found, and shown though no line goes there', () => {
  expect(isolatedIndices([1, null, 2, 3, null, 4])).toEqual([0, 5]);
  expect(isolatedIndices([])).toEqual([]);
});
