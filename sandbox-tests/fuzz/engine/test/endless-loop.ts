import type { FuzzTarget } from '../target.ts';

/** Never comes back from inputs that begin with 7. */
export const target: FuzzTarget = {
  maxBytes: 16,
  seeds: [Uint8Array.of(6)],
  dictionary: [],
  run(input) {
    while (input[0] === 7) input[1] = input[1]! + 1;
  },
};
