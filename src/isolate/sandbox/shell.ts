/** What a worker's command line begins with: a shell is what every system has to set limits that a child inherits. */
export const SHELL = '/bin/sh';

/** The highest there is: whatever the host's own is, the kernel ends a worker first when memory is short. */
const OUT_OF_MEMORY_SCORE = 1_000;

export const DIE_FIRST = `{ echo ${OUT_OF_MEMORY_SCORE} >/proc/self/oom_score_adj; } 2>/dev/null`;

export interface ResourceLimits {
  descriptors: number;
  /** Processes and threads of the worker's user; undefined where others have the same user. */
  threads: number | undefined;
}

/**
 * No core dump, in which other sessions' memory would be; not one byte into any file; no locked memory. Address space cannot
 * be limited: each isolate reserves most of a gigabyte of it.
 */
export function limitResources({ descriptors, threads }: ResourceLimits): string {
  const lines = ['ulimit -c 0', 'ulimit -f 0', 'ulimit -l 0', `ulimit -n ${descriptors}`];
  // Shells differ in the letter for this one.
  if (threads !== undefined) lines.push(`{ ulimit -u ${threads} || ulimit -p ${threads}; } 2>/dev/null`);
  return lines.join('\n');
}

/**
 * Runs a script, and then the command in its place, with an empty environment but for the time zone.
 * @param lastArgument an expression of the shell
 */
export function shellCommand(script: string, command: readonly string[], lastArgument = ''): string[] {
  // Some shells export these.
  const end = `unset PWD OLDPWD SHLVL\nexec "$@" ${lastArgument}`;
  return [SHELL, '-c', `${script}\n${end}`, 'sh', ...command];
}
