import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rangeOf } from './editor-markers.ts';

const LINES = ['const größe = 1;', '', '  oops('];

test('a marker is drawn under the word that begins at its place', () => {
  expect(rangeOf({ line: 1, column: 7, message: 'why' }, LINES)).toEqual({
    ...{ startLineNumber: 1, startColumn: 7, endLineNumber: 1, endColumn: 12 },
    message: 'why',
  });
});

test('where no word begins it is drawn under one character', () => {
  expect(rangeOf({ line: 3, column: 7, message: '' }, LINES)).toMatchObject({ startColumn: 7, endColumn: 8 });
});

test('a place that the text no longer has is drawn at the end of what it has', () => {
  expect(rangeOf({ line: 9, column: 99, message: '' }, LINES)).toMatchObject({
    ...{ startLineNumber: 3, startColumn: 7 },
  });
  expect(rangeOf({ line: 2, column: 5, message: '' }, LINES)).toMatchObject({
    startLineNumber: 2,
    startColumn: 1,
  });
  expect(rangeOf({ line: 1, column: 1, message: '' }, [])).toMatchObject({
    startLineNumber: 1,
    startColumn: 1,
  });
});

test('whatever the place, the range lies in the text and is not empty', () => {
  const number = fc.oneof(fc.integer(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY));
  fc.assert(
    fc.property(number, number, fc.array(fc.string(), { minLength: 1 }), (line, column, lines) => {
      const { startLineNumber, startColumn, endLineNumber, endColumn } = rangeOf(
        { line, column, message: '' },
        lines,
      );
      const text = lines[startLineNumber - 1];
      expect(text).toBeDefined();
      expect(endLineNumber).toBe(startLineNumber);
      expect(startColumn).toBeGreaterThanOrEqual(1);
      expect(startColumn).toBeLessThanOrEqual(Math.max(1, text!.length));
      expect(endColumn).toBeGreaterThan(startColumn);
      expect(endColumn).toBeLessThanOrEqual(Math.max(2, text!.length + 1));
    }),
  );
});
