import { expect, test } from 'vitest';
import type { SessionFigures } from '../../../metrics/figures.ts';
import { healthOf } from './health.ts';
import { sessionRow } from './test/rows.ts';

const health = (more: Partial<SessionFigures>) => healthOf(sessionRow('a', more));

test('a session well within its limits shows its state', () => {
  expect(health({})).toEqual({ tone: 'good', text: 'active' });
  expect(health({ state: 'starting' })).toEqual({ tone: 'idle', text: 'starting' });
});

test('the worst is told first', () => {
  expect(health({ droppedMessages: 1, cpuAvailableMs: -1 }).text).toBe('dropping messages');
  expect(health({ cpuAvailableMs: 0, heapMb: 64 }).text).toBe('CPU budget spent');
  expect(health({ queueEvents: 4_000 }).text).toBe('queue nearly full');
  expect(health({ queueBytes: 4_000 }).text).toBe('queue nearly full');
  expect(health({ heapMb: 60 })).toEqual({ tone: 'warn', text: 'memory nearly full' });
  expect(health({ cpuMs: 190 })).toEqual({ tone: 'warn', text: 'near its CPU limit' });
});
