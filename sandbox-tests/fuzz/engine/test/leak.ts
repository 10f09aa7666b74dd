import type { FuzzTarget } from '../target.ts';

const kept: Uint8Array[] = [];

/** Keeps some memory of every run. */
export const target: FuzzTarget = {
  maxBytes: 16,
  seeds: [],
  dictionary: [],
  run() {
    kept.push(new Uint8Array(32 * 1024));
  },
};
