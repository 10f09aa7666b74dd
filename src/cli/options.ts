import { InvalidArgumentError } from 'commander';

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
