import { readFile } from 'node:fs/promises';
import { PlaypenError } from '../errors.ts';
import { LimitBook, type LimitConfig } from '../limits/limit-book.ts';

/**
 * The limits in a JSON file: `{ "host": {…}, "tenants": { id: {…} }, "fleets": { id: {…} } }`.
 * @param path undefined for none: everything has its default
 * @param sessionsPerHost counts unless the file gives one
 * @throws {PlaypenError} `limits_invalid`, with the file and the place in it
 */
export async function readLimits(path: string | undefined, sessionsPerHost: number): Promise<LimitBook> {
  const config = path === undefined ? {} : await readConfig(path);
  try {
    return new LimitBook({ ...config, host: { sessionsPerHost, ...config.host } });
  } catch (error) {
    if (!(error instanceof PlaypenError) || path === undefined) throw error;
    throw new PlaypenError(error.code, `${path}: ${error.detail}`);
  }
}

async function readConfig(path: string): Promise<LimitConfig> {
  try {
    const config: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof config === 'object' && config !== null) return config;
  } catch (error) {
    throw new PlaypenError('limits_invalid', `${path}: ${(error as Error).message}`);
  }
  throw new PlaypenError('limits_invalid', `${path}: it must hold an object`);
}
