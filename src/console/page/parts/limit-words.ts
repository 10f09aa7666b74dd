import type { PostMortem } from '../../../session/post-mortem.ts';
import { bytes, count, decimal, mebibytes, milliseconds } from './format.ts';

/** What ended a session by reaching a limit: `heapMb: 70 MiB of 64 MiB`. Undefined where no limit did. */
export function limitWords({ limit, used, allowed }: PostMortem): string | undefined {
  if (limit === undefined) return undefined;
  if (allowed === undefined) return limit;
  const amount = amountOf(limit);
  return used === undefined
    ? `${limit}: ${amount(allowed)}`
    : `${limit}: ${amount(used)} of ${amount(allowed)}`;
}

/** Units are at the ends of limits' names. */
function amountOf(limit: string): (value: number) => string {
  if (/Ms(PerSecond)?$/.test(limit)) return milliseconds;
  if (/Mb$/.test(limit)) return mebibytes;
  if (/Bytes(Per\w+)?$/.test(limit)) return bytes;
  return value => (Number.isInteger(value) ? count(value) : decimal(value));
}
