import { afterAll } from 'vitest';
import { describeStore } from '../store.suite.ts';
import { SqliteStore } from './sqlite-store.ts';
import { newFolder } from './test/folder.ts';

const folder = newFolder();
afterAll(folder.remove);

describeStore('a store in memory', () => new SqliteStore({ file: ':memory:' }));

let count = 0;
describeStore('a store in a file', () => {
  count += 1;
  return new SqliteStore({ file: folder.path(`${count}.sqlite`) });
});
