import { mkdtemp, readFile, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resolveLimits } from '../limits/limits.ts';
import { SessionLogs } from './session-logs.ts';

const ID = 'arn:aws:gamelift:local::gamesession/fleet-1/gsess-1';
const DAY_MS = 86_400_000;

let directory: string;
let nowMs: number;
let logs: SessionLogs;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'playpen-logs-'));
  nowMs = Date.now();
  logs = logsWith({});
});

afterEach(async () => {
  await logs.close();
  await rm(directory, { recursive: true });
});

function logsWith(limits: { sessionLogBytes?: number; logFollowersPerSession?: number }): SessionLogs {
  return new SessionLogs({
    directory,
    limits: resolveLimits(limits),
    log: pino({ level: 'silent' }),
    now: () => nowMs,
  });
}

async function written(): Promise<string> {
  const files = await logs.files(ID);
  return (await Promise.all(files.map(file => readFile(file, 'utf8')))).join('');
}

/** A follower that takes everything, with a promise for the text it has got when the log is complete. */
function follower() {
  const whole = Promise.withResolvers<string>();
  let text = '';
  return {
    text: whole.promise,
    push: (more: string) => {
      text += more;
      return true;
    },
    end: () => whole.resolve(text),
  };
}

test('a log says when, how bad, and whether the script said it', async () => {
  const { logger, close } = logs.open(ID);
  logger.child({ source: 'script' }).warn('hello');
  logger.info({ peerId: 3 }, 'player gone');
  await close();
  expect(await written()).toMatch(
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z warn \[script\] hello\n\S+ info player gone \{"peerId":3\}\n$/,
  );
});

test('a script cannot write a line that looks like one of the system', async () => {
  const { logger, close } = logs.open(ID);
  logger.child({ source: 'script' }).info('a\n2026-01-01T00:00:00.000Z info game session ended');
  await close();
  const [, second] = (await written()).split('\n');
  expect(second).toBe('    2026-01-01T00:00:00.000Z info game session ended');
});

test('a log stays within its bytes and keeps the newest lines', async () => {
  await logs.close();
  logs = logsWith({ sessionLogBytes: 20_000 });
  const { logger, close } = logs.open(ID);
  for (let i = 0; i < 1_000; i++) {
    logger.info(`line ${i} ${'x'.repeat(100)}`);
    if (i % 20 === 0) await logs.follow(ID, { push: () => false, end: () => {} });
  }
  await close();
  const text = await written();
  expect(text.length).toBeLessThanOrEqual(20_000);
  expect(text).toContain('line 999 ');
  const numbers = [...text.matchAll(/line (\d+) /g)].map(match => Number(match[1]));
  expect(numbers).toEqual(numbers.map((_, i) => numbers[0]! + i));
  expect((await logs.files(ID)).length).toBe(2);
});

test('a follower gets what was written before it came and everything after, once and in order', async () => {
  const { logger, close } = logs.open(ID);
  logger.info('line 1');
  const one = follower();
  const following = logs.follow(ID, one);
  logger.info('line 2');
  expect(await following).toBe(true);
  logger.info('line 3');
  await close();
  expect((await one.text).match(/line \d/g)).toEqual(['line 1', 'line 2', 'line 3']);
});

test('a follower that takes no more is cut off, and the log goes on', async () => {
  const { logger, close } = logs.open(ID);
  const one = { ...follower(), push: () => false };
  await logs.follow(ID, one);
  logger.info('after');
  await close();
  expect(await one.text).toBe('');
  expect(await written()).toContain('after');
});

test('only so many may follow one session', async () => {
  await logs.close();
  logs = logsWith({ logFollowersPerSession: 1 });
  const { close } = logs.open(ID);
  await logs.follow(ID, follower());
  await expect(logs.follow(ID, follower())).rejects.toMatchObject({ code: 'too_many_followers' });
  await close();
});

test('nobody can follow a session that does not run', async () => {
  expect(await logs.follow(ID, follower())).toBe(false);
});

test('logs are kept for their days and no longer, and only their owner can read them', async () => {
  const { logger, close } = logs.open(ID);
  logger.info('x');
  await close();
  const [file] = await logs.files(ID);
  expect((await stat(file!)).mode & 0o777).toBe(0o600);
  nowMs += 13 * DAY_MS;
  await logs.removeOld();
  expect(await logs.files(ID)).toEqual([file]);
  await utimes(file!, nowMs / 1000, (nowMs - 15 * DAY_MS) / 1000);
  await logs.removeOld();
  expect(await logs.files(ID)).toEqual([]);
});

test('an id that would lead out of the folder is refused', () => {
  expect(() => logs.open('arn:aws:gamelift:local::gamesession/../../etc/x')).toThrow(RangeError);
});
