/*
 * Protocol Buffers base-128 varints. A varint of the wire format holds up to 64 bits in at most ten bytes;
 * every number of this protocol is a 32-bit one, so only the low 32 bits are ever kept.
 */

/** The most bytes a varint may take. */
export const MAX_VARINT_BYTES = 10;
/** The most bytes a varint that must fit 32 bits (a tag, a length) may take. */
export const MAX_VARINT32_BYTES = 5;

/** How many bytes `value`, an integer from 0 to 2^32 - 1, takes as a varint. */
export function uint32Bytes(value: number): number {
  if (value < 0x80) return 1;
  if (value < 0x4000) return 2;
  if (value < 0x200000) return 3;
  return value < 0x10000000 ? 4 : 5;
}

/** How many bytes `value`, a signed 32-bit integer, takes as an `int32`: negative ones are extended to 64 bits. */
export function int32Bytes(value: number): number {
  return value < 0 ? MAX_VARINT_BYTES : uint32Bytes(value);
}

/** Maps a signed 32-bit integer to an unsigned one so that small magnitudes stay small (`sint32`). */
export function zigzag(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0;
}

/** The inverse of {@link zigzag}; takes any 32 bits. */
export function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}
