import type { FuzzTarget } from '../target.ts';

/** Fills the heap for inputs that begin with 7. */
export const target: FuzzTarget = {
  maxBytes: 16,
  seeds: [Uint8Array.of(6)],
  dictionary: [],
  run(input) {
    const kept: number[][] = [];
    while (input[0] === 7) kept.push(new Array(100_000).fill(input[0]));
  },
};
