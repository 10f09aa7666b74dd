import { expect, it } from 'vitest';
import { entriesOf, entryOf, mainEntryOf } from './launch-path.ts';

it.each([
  ['/local/game/server.js', 'server.js'],
  ['server.js', 'server.js'],
  ['./server.js', 'server.js'],
  ['/local/game/lib/server.js', 'lib/server.js'],
  ['lib/../server.js', 'server.js'],
  ['..server.js', '..server.js'],
])('launch path %s is the file %s', (launchPath, entry) => {
  expect(entryOf(launchPath)).toBe(entry);
});

it.each([
  '/local/game/',
  '/local/game/../server.js',
  '/local/game//etc/passwd',
  '/etc/passwd',
  '../server.js',
  'lib/../../server.js',
  '..',
  '.',
  'lib/',
])('launch path %s is refused', launchPath => {
  expect(() => entryOf(launchPath)).toThrow(expect.objectContaining({ type: 'InvalidRequestException' }));
});

it('the first server process says what game sessions run, all of them what has to be there', () => {
  const ServerProcesses = ['/local/game/b.js', 'a.js', 'b.js'].map(LaunchPath => ({
    LaunchPath,
    ConcurrentExecutions: 1,
  }));
  expect(mainEntryOf({ ServerProcesses })).toBe('b.js');
  expect([...entriesOf({ ServerProcesses })]).toEqual(['b.js', 'a.js']);
  expect(() => mainEntryOf({})).toThrow(expect.objectContaining({ type: 'InvalidRequestException' }));
});
