import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requireBoundedJson } from './json-bounds.ts';

const isBounded = (text: string, depth: number, items: number): boolean => {
  try {
    requireBoundedJson(Buffer.from(text), { depth, items });
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return false;
  }
};

test.each([
  ['{"a":[1]}', 2, true],
  ['{"a":[1]}', 1, false],
  ['"[[[["', 0, true],
  ['"\\"[[[["', 0, true],
  ['"\\\\"[', 0, false],
  ['"\\\\\\"[[[["', 0, true],
  ['"never ends [[[[', 0, true],
])('%s within a depth of %d: %s', (text, depth, expected) => {
  expect(isBounded(text, depth, 100)).toBe(expected);
});

test('whatever JSON has is counted, and nothing in its strings', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const text = JSON.stringify(value);
      const { depth, items } = measured(value);
      expect(isBounded(text, depth, items * 2 + 1)).toBe(true);
      if (depth > 0) expect(isBounded(text, depth - 1, items * 2 + 1)).toBe(false);
    }),
  );
});

function measured(value: unknown): { depth: number; items: number } {
  if (typeof value !== 'object' || value === null) return { depth: 0, items: 1 };
  const parts = Object.values(value).map(measured);
  return {
    depth: 1 + Math.max(0, ...parts.map(({ depth }) => depth)),
    items: 1 + parts.reduce((sum, { items }) => sum + items, 0),
  };
}
