import { readdirSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** It counts against other load on the machine; at 19, honest scripts would starve beside it. */
const NICENESS = 5;

/**
 * Lets all others go first where processors are short. Linux keeps niceness for each thread; threads to come take that of
 * the one which makes them. Where the kernel groups processes by their session, niceness counts within the
 * group alone, so the group gets its own.
 */
export function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) setPriority(Number(thread), NICENESS);
    writeFileSync(`/proc/${pid}/autogroup`, `${NICENESS}`);
  } catch {
    // A thread or the process has ended meanwhile, or the kernel makes no such groups.
  }
}
