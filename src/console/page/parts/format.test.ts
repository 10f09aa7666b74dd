import { expect, test } from 'vitest';
import * as format from './format.ts';

test('counts stay short however large they are', () => {
  expect([0, 999, 12_345, 123_456, 12_345_678].map(format.count)).toEqual([
    ...['0', '999', '12,345', '123k', '12.3M'],
  ]);
});

test('small figures keep a decimal, and what is not nothing is not shown as nothing', () => {
  expect([0, 0.01, 0.25, 9.94, 12.3].map(format.decimal)).toEqual(['0', '<0.1', '0.3', '9.9', '12']);
});

test('amounts carry their unit', () => {
  expect(format.milliseconds(0.5)).toBe('0.5 ms');
  expect(format.milliseconds(1_500)).toBe('1.5 s');
  expect(format.mebibytes(64)).toBe('64 MiB');
  expect(format.mebibytes(20_480)).toBe('20.0 GiB');
  expect(format.bytes(512)).toBe('512 B');
  expect(format.bytes(1536)).toBe('1.5 KiB');
  expect(format.bytes(64 * 1024 * 1024)).toBe('64 MiB');
  expect(format.percent(0.505)).toBe('51%');
});

test('durations are told in their two largest units', () => {
  expect([-1, 59, 61, 3_700, 90_000].map(format.duration)).toEqual([
    ...['0 s', '59 s', '1 min 1 s', '1 h 1 min', '1 d 1 h'],
  ]);
});

test('ids are cut to what tells them apart', () => {
  const uuid = '1b4e28ba-2fa1-11d2-883f-0016d3cca427';
  expect(format.shortId(`arn:aws:gamelift:eu::gamesession/fleet-1/gsess-${uuid}`)).toBe('gsess-1b4e28ba');
  expect(format.shortId(uuid)).toBe('1b4e28ba');
  expect(format.shortId('dev-1')).toBe('dev-1');
  expect(format.shortId('x'.repeat(60))).toHaveLength(28);
  expect(format.shortId('ends/')).toBe('ends/');
});

test('what the server says becomes a sentence', () => {
  expect(format.sentence('there is no such game session')).toBe('There is no such game session.');
  expect(format.sentence('The server does not answer.')).toBe('The server does not answer.');
  expect(format.sentence('')).toBe('');
});

test('one is one, and all else is many', () => {
  expect([0, 1, 2].map(n => format.plural(n, 'player'))).toEqual(['0 players', '1 player', '2 players']);
});
