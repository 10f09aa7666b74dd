import { InvalidArgumentError } from 'commander';
import type { WorkerUsers } from '../isolate/sandbox/worker-users.ts';

/** A TCP or UDP port; 0 lets the system choose. */
export function parsePort(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65_535)
    throw new InvalidArgumentError('It must be a number from 0 to 65535.');
  return port;
}

/** Parses a count from 1 to `max`. */
export function parseCount(max: number): (value: string) => number {
  return value => {
    const count = Number(value);
    if (!/^\d+$/.test(value) || count < 1 || count > max) {
      throw new InvalidArgumentError(`It must be a number from 1 to ${max}.`);
    }
    return count;
  };
}

/** Ids as the kernel has them; the highest stands for none. */
const MAX_ID = 0xffff_fffe;

/** Parses a range of user ids, `first-last`, without root's. */
export function parseIdRange(value: string): WorkerUsers {
  const [first = 0, last = 0] = /^(\d+)-(\d+)$/.exec(value)?.slice(1).map(Number) ?? [];
  if (first < 1 || last < first || last > MAX_ID) {
    throw new InvalidArgumentError('It must be two ids above 0, the lower one first, such as 70000-79999.');
  }
  return { first, count: last - first + 1 };
}

/** Of an ARN, and of a location. */
const REGION = /^[A-Za-z0-9-]{1,32}$/;

export function parseRegion(value: string): string {
  if (REGION.test(value)) return value;
  throw new InvalidArgumentError('It must have 1 to 32 letters, digits and hyphens, such as us-west-2.');
}

/** A time; fractions are allowed, and a day is the most. */
export function parseSeconds(value: string): number {
  const seconds = Number(value);
  if (/^\d+(\.\d+)?$/.test(value) && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('It must be a number of seconds from 0 to 86400.');
}
