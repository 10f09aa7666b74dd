import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ISOLATE_FLAGS } from '../src/isolate/sandbox/node-flags.ts';
import { resolveLimits } from '../src/limits/limits.ts';
import type { Report } from './report/report.ts';

const ROUNDS = 5;
const FULL_HEAPS = fileURLToPath(new URL('servers/full-heaps.ts', import.meta.url));
/** What a worker that is later than this is killed for. */
const SLACK_MS = resolveLimits().watchdogSlackMs;

/** What a process of `servers/full-heaps.ts` has found: by how much each script was late, milliseconds. */
export type Overruns = readonly number[];

/** Each pair of processes runs one after the other. A new one each time: what one script leaves behind is not the next one's. */
export async function benchOverrun(report: Report): Promise<void> {
  const worst = new Map<string, number[]>();
  const late = new Map<string, number>();
  const contenders = { 'as workers': [], 'markers on threads': ['--concurrent-marking'] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, flags] of Object.entries(contenders)) {
      const overruns = await fillHeaps(flags);
      worst.set(name, [...(worst.get(name) ?? []), Math.max(...overruns)]);
      late.set(name, (late.get(name) ?? 0) + overruns.filter(ms => ms > SLACK_MS).length);
    }
  }
  for (const [name, values] of worst) report.row(`latest stop, ${name}`, values, 'ms');
  const [own, threads] = [...worst.values()];
  report.row(
    'latest stop, as workers to markers on threads',
    own!.map((ms, round) => ms / threads![round]!),
    '×',
  );
  for (const [name, count] of late) report.row(`later than watchdogSlackMs, ${name}`, [count], 'scripts');
}

async function fillHeaps(flags: readonly string[]): Promise<Overruns> {
  const child = fork(FULL_HEAPS, { execArgv: [...ISOLATE_FLAGS, ...flags] });
  const failed = once(child, 'exit').then(() => Promise.reject(new Error(`${FULL_HEAPS} has ended`)));
  const [overruns] = (await Promise.race([once(child, 'message'), failed])) as [Overruns];
  failed.catch(() => {});
  child.disconnect();
  await once(child, 'exit');
  return overruns;
}
