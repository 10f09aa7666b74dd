import type { FuzzTarget } from '../target.ts';

/** A fault behind four bytes. Blindly, one input in four thousand millions gets there; one byte after the other is easy. */
export const target: FuzzTarget = {
  maxBytes: 16,
  seeds: [],
  dictionary: [],
  run(input) {
    if (input[0] === 0x9d) {
      if (input[1] === 0x4f) {
        if (input[2] === 0xc2) {
          if (input[3] === 0x16) throw new Error('the planted fault');
        }
      }
    }
  },
};
