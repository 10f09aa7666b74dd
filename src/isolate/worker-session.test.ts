import { expect, test } from 'vitest';
import type { IsolateSpec, Result } from './frames.ts';
import { type SessionHome, WorkerSession } from './worker-session.ts';

const SPEC: IsolateSpec = { heapMb: 64, startMs: 1_000, batchMs: 100, profile: 'strict' };
const ANSWER: Result = {
  ...{ status: 'ok', text: '', cpuUs: 1, wallUs: 1, heapUsedKb: 1, commands: new Uint8Array(0) },
};

function open(): WorkerSession {
  const home: SessionHome = {
    ...{ pid: 1, nowUs: () => 0, schedule: () => {}, sendClose: () => {}, noteLimitReached: () => {} },
    sendBatch: session => session.events.take(),
  };
  return new WorkerSession(1, SPEC, 65_536, home);
}

test('says how many events a dispatch has sent', () => {
  const session = open();
  session.events.playerGone(1);
  session.events.playerGone(2);
  expect([session.dispatch(), session.dispatch()]).toEqual([2, 0]);
});

test('events that wait for the answer to a batch are sent, and counted, once', () => {
  const session = open();
  session.events.playerGone(1);
  session.dispatch();
  session.events.playerGone(2);
  expect(session.dispatch()).toBe(0);
  session.handleResult(ANSWER);
  expect(session.dispatch()).toBe(1);
});

test('a session that has to pause sends nothing, however much waits', () => {
  const session = open();
  session.pause(60_000);
  session.events.playerGone(1);
  expect([session.dispatch(), session.events.count]).toEqual([0, 1]);
  session.close();
});
