import { expect, test } from 'vitest';
import { RecentList } from '../parts/recent-list.ts';
import { type Level, matchLines } from './log-filter.ts';

const line = (level: string, text: string) => ({ at: 1, level, source: 'script', text });
const lines = new RecentList<ReturnType<typeof line>>(9).add([
  line('debug', 'Ada moves'),
  line('info', 'ada enters'),
  line('error', 'uncaught'),
  line('own', 'of a level that nobody knows'),
]).items;
const found = (text: string, least: Level) => matchLines(lines, text, least).map(({ item }) => item.text);

test('lines are found by their text, whatever its case', () => {
  expect(found('ADA', 'trace')).toEqual(['Ada moves', 'ada enters']);
});

test('lines below a level are left out, and those of no known level are not', () => {
  expect(found('', 'warn')).toEqual(['uncaught', 'of a level that nobody knows']);
});
