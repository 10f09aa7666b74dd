import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Ids of a process's threads. */
export function threadsOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).map(Number);
}

/** Ids of the processes that its main thread has started. */
export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

/** The lines of a thread's `status`, by name. */
export function statusOf(pid: number, thread = pid): Record<string, string> {
  const text = readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8');
  return Object.fromEntries(text.split('\n').map(line => line.split(':\t').map(part => part.trim())));
}

/** Soft and hard limits by their names, as the kernel writes them. */
export function limitsOf(pid: number): Record<string, [soft: string, hard: string]> {
  const lines = readFileSync(`/proc/${pid}/limits`, 'utf8').matchAll(/^(Max.*?) {2,}(\S+) +(\S+)/gm);
  return Object.fromEntries([...lines].map(([, name, soft, hard]) => [name!, [soft!, hard!]]));
}

/** What each descriptor is. */
export function descriptorsOf(pid: number): Record<string, string> {
  const folder = `/proc/${pid}/fd`;
  const entries = readdirSync(folder).flatMap(descriptor => {
    try {
      return [[descriptor, readlinkSync(`${folder}/${descriptor}`)]];
    } catch {
      // The one by which the folder was read.
      return [];
    }
  });
  return Object.fromEntries(entries);
}

export function outOfMemoryScoreOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8'));
}

/** False for one that has ended, also while nobody has waited for it. */
export function isRunning(pid: number): boolean {
  try {
    return !/^Z/.test(statusOf(pid).State!);
  } catch {
    return false;
  }
}
