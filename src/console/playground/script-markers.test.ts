import { expect, test } from 'vitest';
import { displayPath } from '../../scripts/paths.ts';
import { markersIn } from './script-markers.ts';

const EDITED = { path: '/game/src/arena.js', root: '/game', max: 2 };

test('the bundler’s messages about the file are its markers, others’ are not', () => {
  const text = [
    '/game/src/arena.js:3:7: Expected ";" but found "y"',
    '  3 | let x y;',
    '/game/src/other.js:1:1: Something else',
    '/game/src/arena.js:9:1: a message: with colons',
  ].join('\n');
  expect(markersIn(text, EDITED)).toEqual([
    { line: 3, column: 7, message: 'Expected ";" but found "y"' },
    { line: 9, column: 1, message: 'a message: with colons' },
  ]);
  expect(markersIn(`${text}\n/game/src/arena.js:10:1: third`, EDITED)).toHaveLength(2);
});

test('a stack has one marker: the first place in the file', () => {
  const text = [
    'TypeError: no way',
    '    at helper (src/other.js:1:1)',
    '    at f (src/arena.js:12:3)',
    '    at src/arena.js:40:1',
    '',
    'src/arena.js:12:3',
    '  12 |   throw',
  ].join('\n');
  expect(markersIn(text, EDITED)).toEqual([{ line: 12, column: 3, message: 'TypeError: no way' }]);
});

test('the file is known by its path as one would type it', () => {
  const path = `${process.cwd()}/deep/arena.js`;
  const text = `${displayPath(path)}:1:2: here`;
  expect(markersIn(text, { path, root: '/elsewhere', max: 5 })).toMatchObject([{ line: 1, column: 2 }]);
});

test('a text without places has none', () => {
  expect(markersIn('the script was too slow\nat: 1:2', EDITED)).toEqual([]);
});
