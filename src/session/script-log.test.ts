import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LimitHits } from '../limits/limit-hits.ts';
import { resolveLimits } from '../limits/limits.ts';
import { ScriptLog } from './script-log.ts';

const SCRIPT = { hash: '', code: '', mapStack: (text: string) => text.replace('bundle.js:1', 'author.ts:7') };

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

function scriptLog(logBytesPerSecond: number): { log: ScriptLog; lines: string[] } {
  const lines: string[] = [];
  const logger = pino({}, { write: text => void lines.push((JSON.parse(text) as { msg: string }).msg) });
  return { log: new ScriptLog(logger, SCRIPT, resolveLimits({ logBytesPerSecond }), new LimitHits()), lines };
}

test('lines name the author’s own places, and the last error is kept', () => {
  const { log, lines } = scriptLog(1_000);
  log.write('error', 'Error at bundle.js:1');
  log.write('info', 'fine');
  expect(lines).toEqual(['Error at author.ts:7', 'fine']);
  expect(log.lastError).toBe('Error at author.ts:7');
});

test('lines beyond the budget of a second are counted, and the next one that has room says how many', () => {
  const { log, lines } = scriptLog(70);
  const line = '0123456789'.repeat(7);
  for (let i = 0; i < 5; i++) log.write('info', line);
  expect(lines).toEqual([line]);
  vi.advanceTimersByTime(1_000);
  log.write('info', 'on');
  expect(lines.slice(1)).toEqual(['4 log lines were dropped: too many in a second', 'on']);
});

test('empty lines are not free', () => {
  const { log, lines } = scriptLog(64 * 5);
  for (let i = 0; i < 100; i++) log.write('info', '');
  expect(lines).toHaveLength(5);
});
