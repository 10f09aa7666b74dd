import type { FuzzTarget } from '../target.ts';

/** Makes room for as much as its first byte announces, in units of 16 KiB, before it looks for the bytes. */
export const target: FuzzTarget = {
  maxBytes: 16,
  seeds: [],
  dictionary: [],
  run(input) {
    const room = new Uint8Array((input[0] ?? 0) * 16 * 1024);
    if (room.length > 1) room[0] = input[1] ?? 0;
  },
};
