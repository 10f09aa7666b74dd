import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ISOLATE_FLAGS } from '../src/isolate/sandbox/node-flags.ts';
import { resolveLimits } from '../src/limits/limits.ts';
import type { Report } from './report/report.ts';

const ROUNDS = 5;
const FULL_HEAPS = fileURLToPath(new URL('servers/full-heaps.ts', import.meta.url));
/** What a worker that is later than this is killed for. */
const SLACK_MS = resolveLimits().watchdogSlackMs;

/** By how much scripts are stopped late whose heaps are full. What matters is the latest: it may cost a worker. */
export async function benchOverrun(report: Report): Promise<void> {
  const own: number[] = [];
  const threads: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    own.push(...(await fillHeaps([])));
    threads.push(...(await fillHeaps(['--concurrent-marking'])));
  }
  report.row('late by, as workers', own, 'ms');
  report.row('late by, markers on threads', threads, 'ms');
  report.row('the latest, as workers to markers on threads', [Math.max(...own) / Math.max(...threads)], '×');
  report.row('later than watchdogSlackMs, as workers', [tooLate(own)], '%');
  report.row('later than watchdogSlackMs, markers on threads', [tooLate(threads)], '%');
}

/** In a process of its own: what one script leaves behind is not the next one's. */
async function fillHeaps(flags: readonly string[]): Promise<number[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [...ISOLATE_FLAGS, ...flags, FULL_HEAPS]);
  return JSON.parse(stdout) as number[];
}

function tooLate(overruns: readonly number[]): number {
  return (100 * overruns.filter(ms => ms > SLACK_MS).length) / overruns.length;
}
