import { isInteger, toNumber } from '../kernel/primordials.ts';

const INT32_MAX = 0x7fff_ffff;

/** An integer from -2^31 to 2^31 - 1, from a number or a numeric string; undefined for anything else. */
export function toInt32(value: unknown): number | undefined {
  if (typeof value !== 'number' && (typeof value !== 'string' || value === '')) return undefined;
  const number = toNumber(value);
  return isInteger(number) && number >= -INT32_MAX - 1 && number <= INT32_MAX ? number : undefined;
}

/** A peer id: a number, a numeric string, or anything that has one as `peerId`, such as a player. */
export function toPeerId(value: unknown): number | undefined {
  if (typeof value === 'object' && value !== null) return toInt32((value as { peerId?: unknown }).peerId);
  return toInt32(value);
}
