import { expect, test } from 'vitest';
import type { Figures, SessionFigures } from '../../metrics/figures.ts';
import { renderFigures, SORT_KEYS } from './table.ts';

const WIDE = { rows: 100, columns: 300 };

function session(id: string, more: Partial<SessionFigures> = {}): SessionFigures {
  return {
    ...{ id, tenantId: '', fleetId: '', scriptHash: '0123456789abcdef', state: 'active', workerPid: 7 },
    ...{ players: 3, maxPlayers: 8, fastChannelShare: 0.5, droppedMessages: 0 },
    ...{ receivedMessages: 10, receivedBytes: 100, sentMessages: 20, sentBytes: 200 },
    ...{ cpuMs: 12, cpuAvailableMs: 900, heapMb: 5, queueEvents: 1, queueBytes: 10 },
    latency: { batches: 9, medianMs: 1, p99Ms: 4.1 },
    limits: {
      ...{ cpuMsPerSecond: 200, cpuBurstMs: 1000, heapMb: 64, queueEvents: 4096, queueBytes: 4096 },
      batchMs: 500,
    },
    ...more,
  };
}

function figures(sessions: SessionFigures[]): Figures {
  const traffic = {
    receivedMessages: 0,
    receivedBytes: 0,
    sentMessages: 0,
    sentBytes: 0,
    droppedMessages: 0,
  };
  return {
    at: 1,
    intervalMs: 1000,
    host: {
      ...{ pid: 1, uptimeSeconds: 3700, cores: 2, cpuMs: 250, residentMb: 100, sessions: 1, players: 3 },
      ...{ workers: 1, spareWorkers: 1, isHealthy: true, ...traffic },
      eventLoopLag: { medianMs: 0, p99Ms: 1.25, maxMs: 3 },
      latency: { batches: 9, medianMs: 1, p99Ms: 4.1 },
      limits: { sessions: 100, workers: 32 },
    },
    workers: [
      {
        ...{ pid: 7, sessions: 1, isolates: 2, residentMb: 80, cpuMs: 500, waitedMs: 0, runningMs: 0 },
        limits: { residentMb: 2048, sessions: 100 },
      },
    ],
    sessions,
  };
}

test('host, worker and game session show what they use and what their limits are', () => {
  const text = renderFigures(figures([session('arn:aws:gamelift::x/fleet-1/gsess-1')]), 'cpu', WIDE).join(
    '\n',
  );
  expect(text).toContain('Playpen, healthy, up 1 h 1 min   1 of 100 game sessions, 3 players');
  expect(text).toContain('host      CPU 25%, 100 MiB, event loop lag p99 1.3 ms');
  expect(text).toMatch(/worker 7 +CPU +50%, 80 of 2048 MiB, 1 game sessions/);
  expect(text).toMatch(/gsess-1 +01234567 +12 of 200 +3\/8 +10 +20 +5 of 64 +1 +4\.1 +50%/);
});

test('game sessions are sorted by the column that is chosen, largest first, and by id where that is the same', () => {
  const sessions = [session('b'), session('a'), session('c', { players: 7 })];
  const order = (sort: 'cpu' | 'players') =>
    renderFigures(figures(sessions), sort, WIDE)
      .filter(line => /^[abc] /.test(line))
      .map(line => line[0]);
  expect(order('cpu')).toEqual(['a', 'b', 'c']);
  expect(order('players')).toEqual(['c', 'a', 'b']);
});

test('no more lines and columns are used than the terminal has', () => {
  const many = figures(Array.from({ length: 500 }, (_, i) => session(`session ${i}`)));
  for (const sort of SORT_KEYS) {
    const lines = renderFigures(many, sort, { rows: 20, columns: 60 });
    expect(lines).toHaveLength(20);
    expect(Math.max(...lines.map(line => line.length))).toBe(60);
  }
});

test('an id can do nothing to the terminal', () => {
  const text = renderFigures(figures([session('\x1b[31mred\x1b[2J')]), 'cpu', WIDE).join('\n');
  expect(text).toContain('red');
  expect(text).not.toContain('\x1b');
});
