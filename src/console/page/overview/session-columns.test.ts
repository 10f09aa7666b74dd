import { expect, test } from 'vitest';
import { sortRows } from '../parts/sorting.ts';
import { sessionRow } from '../parts/test/rows.ts';
import { matchSessions, SESSION_COLUMNS } from './session-columns.ts';

test('sessions are found by the words of their id, version, fleet and state', () => {
  const rows = [
    sessionRow('gsess-1', { versionLabel: 'spring', fleetId: 'fleet-a' }),
    sessionRow('gsess-2', { cpuAvailableMs: -5 }),
  ];
  const found = (filter: string): string[] => matchSessions(rows, filter).map(({ id }) => id);
  expect(found('')).toEqual(['gsess-1', 'gsess-2']);
  expect(found('SPRING fleet-a')).toEqual(['gsess-1']);
  expect(found('budget')).toEqual(['gsess-2']);
  expect(found('spring budget')).toEqual([]);
});

test('CPU and memory are sorted by their share of the limit', () => {
  const small = sessionRow('small', { cpuMs: 10, limits: { ...sessionRow('x').limits, cpuMsPerSecond: 20 } });
  const large = sessionRow('large', { cpuMs: 50 });
  const sorted = sortRows([large, small], SESSION_COLUMNS.cpu.value, SESSION_COLUMNS.cpu.first);
  expect(sorted.map(({ id }) => id)).toEqual(['small', 'large']);
});

test('those that need attention come first when sorted by state, and the youngest when sorted by age', () => {
  const rows = [sessionRow('well'), sessionRow('ill', { droppedMessages: 1, createdAt: 2_000 })];
  for (const name of ['state', 'age'] as const) {
    const { value, first } = SESSION_COLUMNS[name];
    expect(sortRows(rows, value, first).map(({ id }) => id)).toEqual(['ill', 'well']);
  }
});
