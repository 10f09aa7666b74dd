import { expect, test } from 'vitest';
import { logLine } from './log-line.ts';
import { readLogLines } from './read-log-lines.ts';

const record = (fields: object): string => JSON.stringify({ level: 30, time: 1_700_000_000_123, ...fields });

test('what was written is read back: who wrote it, when, and all of its lines', () => {
  const text = [
    logLine(record({ msg: 'player connected', peerId: 1 })),
    logLine(
      record({ level: 50, source: 'script', msg: 'Error: no\n  at f\n2026-01-01T00:00:00.000Z info fake' }),
    ),
    logLine(record({ msg: 'over' })),
  ].join('');
  expect(readLogLines(text)).toEqual([
    { at: 1_700_000_000_123, level: 'info', source: 'system', text: 'player connected {"peerId":1}' },
    {
      ...{ at: 1_700_000_000_123, level: 'error', source: 'script' },
      text: 'Error: no\n  at f\n2026-01-01T00:00:00.000Z info fake',
    },
    { at: 1_700_000_000_123, level: 'info', source: 'system', text: 'over' },
  ]);
});

test('a record whose beginning was cut off is left out', () => {
  const whole = logLine(record({ msg: 'whole' }));
  expect(readLogLines(`    the rest of one\n${whole}`)).toMatchObject([{ text: 'whole' }]);
  expect(readLogLines('')).toEqual([]);
});
