import { setImmediate as turn } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import { resolveLimits } from '../../limits/limits.ts';
import type { ConsoleSnapshot } from '../protocol.ts';
import { EventStream } from './event-stream.ts';
import { SnapshotFeed } from './snapshot-feed.ts';

const EMPTY: ConsoleSnapshot = { at: 0, sessions: [], sessionsLeftOut: 0, ended: [], fleets: [] };

function feedWith(snapshotOf: (tenantId: string | undefined) => Promise<ConsoleSnapshot>): SnapshotFeed {
  const limits = resolveLimits({ figureIntervalMs: 5 });
  return new SnapshotFeed({ snapshotOf, limits, log: pino({ level: 'silent' }) });
}

/** A stream whose browser reads nothing. */
function unread() {
  const stream = new EventStream(1024 * 1024);
  return { stream, send: vi.spyOn(stream, 'sendText') };
}

/** A stream whose browser reads everything at once. */
function reading() {
  const stream = new EventStream(1024 * 1024);
  vi.spyOn(stream, 'isRead', 'get').mockReturnValue(true);
  return { stream, send: vi.spyOn(stream, 'sendText').mockReturnValue(true) };
}

afterEach(() => vi.useRealTimers());

const VISITOR = { id: 'v', permissions: ['read'] } as const;

test('who does not read is sent nothing more, and others are', async () => {
  const feed = feedWith(async () => EMPTY);
  const [slow, quick] = [unread(), reading()];
  feed.follow(slow.stream, VISITOR);
  feed.follow(quick.stream, VISITOR);
  await vi.waitFor(() => expect(quick.send.mock.calls.length).toBeGreaterThan(3));
  expect(slow.send).not.toHaveBeenCalled();
  for (const { stream } of [slow, quick]) stream.abandon();
});

test('of a tenant there is one snapshot for all who look, and none is made when the last has gone', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const snapshotOf = vi.fn(async (tenantId: string | undefined) => ({ ...EMPTY, at: Number(tenantId) }));
  const feed = feedWith(snapshotOf);
  const [a, b, c] = [reading(), reading(), reading()];
  feed.follow(a.stream, { ...VISITOR, tenantId: '1' });
  feed.follow(b.stream, { ...VISITOR, tenantId: '1' });
  feed.follow(c.stream, { ...VISITOR, tenantId: '2' });
  const sent = () => [a, b, c].map(({ send }) => send.mock.calls.length);
  await turn();
  expect(sent()).toEqual([1, 1, 1]);
  snapshotOf.mockClear();
  vi.advanceTimersToNextTimer();
  await turn();
  expect(sent()).toEqual([2, 2, 2]);
  expect(snapshotOf.mock.calls).toEqual([['1'], ['2']]);
  for (const [, json] of b.send.mock.calls) expect(JSON.parse(json)).toMatchObject({ at: 1 });
  for (const [, json] of c.send.mock.calls) expect(JSON.parse(json)).toMatchObject({ at: 2 });

  const ends = [a, b, c].map(({ stream }) => new Promise<void>(resolve => stream.onClose(resolve)));
  for (const { stream } of [a, b, c]) stream.abandon();
  await Promise.all(ends);
  expect(vi.getTimerCount()).toBe(0);
});

test('a snapshot that cannot be made is left out, and the next one comes', async () => {
  let count = 0;
  const feed = feedWith(async () => {
    if (count++ < 2) throw new Error('the store is away');
    return EMPTY;
  });
  const { stream, send } = reading();
  feed.follow(stream, VISITOR);
  await vi.waitFor(() => expect(send).toHaveBeenCalled());
  stream.abandon();
});
