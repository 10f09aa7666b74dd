import type { FuzzTarget } from '../target.ts';

/** Does something different for each range of bytes, and has no fault. */
export const target: FuzzTarget = {
  maxBytes: 16,
  seeds: [],
  dictionary: [],
  run(input) {
    const ranges = [0, 0, 0];
    for (const byte of input) {
      if (byte > 200) ranges[0]!++;
      else if (byte > 100) ranges[1]!++;
      else ranges[2]!++;
    }
  },
};
