import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = resolve(import.meta.dirname, '../..');

/** What each target is: its module says what it reads. */
export const TARGETS = ['commands', 'events', 'frames', 'packets', 'session'] as const;
export type TargetName = (typeof TARGETS)[number];

/** Where coverage counts: what is tested, and the rules it is held to, but not the engine. */
export const INSTRUMENTED = ['src/', 'runtime-api/'].map(folder => join(ROOT, folder));

/** Far longer than any run takes, on a busy machine too. */
export const HANG_MS = 10_000;

/** @param name one of {@link TARGETS} */
export function targetUrl(name: TargetName): string {
  return pathToFileURL(join(import.meta.dirname, 'targets', `${name}.ts`)).href;
}
