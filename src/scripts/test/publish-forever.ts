/**
 * A process that publishes versions into the folder it is given, numbered from the number it is given, until it is
 * killed. It says each number once that version is current.
 */
import { writeSync } from 'node:fs';
import { pino } from 'pino';
import { resolveLimits } from '../../limits/limits.ts';
import { FileStore } from '../file-store.ts';
import { testVersion } from './versions.ts';

const KEPT = 5;
const [directory = '', first = ''] = process.argv.slice(2);
const store = new FileStore({ directory, limits: resolveLimits(), log: pino({ level: 'silent' }) });
await store.open();
for (let number = Number(first); ; number += 1) {
  const version = testVersion(number, { sourceMap: `${number}`.repeat(50_000) });
  await store.put(version);
  await store.setCurrent(version.hash);
  writeSync(1, `${number}\n`);
  for (const { hash } of store.list().slice(KEPT)) await store.remove(hash);
}
