import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { describeStore } from '../store.suite.ts';
import { SqliteStore } from './sqlite-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'playpen-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

describeStore('a store in memory', () => new SqliteStore({ file: ':memory:' }));

let count = 0;
describeStore('a store in a file', () => {
  count += 1;
  return new SqliteStore({ file: join(folder, `${count}`, 'service.sqlite') });
});
