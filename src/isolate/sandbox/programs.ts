import { type ExecFileException, execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { SHELL } from './shell.ts';

/** Milliseconds on most machines; a busy one must not have a weaker sandbox for it. */
const TRIAL_MS = 60_000;

/** The path of a program that the system may have. */
export async function findProgram(name: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '/usr/bin:/bin').split(delimiter)) {
    const path = join(folder, name);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}

/**
 * What a program prints.
 * @throws {Error} with what it says on standard error, when its exit code is not 0
 */
export async function outputOf(program: string, ...args: string[]): Promise<string> {
  const options = { env: {}, cwd: '/', timeout: TRIAL_MS };
  return (await promisify(execFile)(program, args, options)).stdout;
}

/**
 * A command that runs the rest of its command line with fewer privileges, and without a way to new ones: programs that
 * are set to run as another user have no effect. Empty where there is none: `setpriv` of util-linux is not everywhere, and other
 * ones of that name can do less.
 * @param ownUser whether the worker becomes another user later, and may read its modules before, whoever owns them
 */
export async function findPrivilegeDropper(ownUser: 'becomes' | 'keeps'): Promise<string[]> {
  const program = await findProgram('setpriv');
  if (program === undefined) return [];
  const isRoot = ownUser === 'becomes';
  const capabilities = ['-all', '+setuid', '+setgid', '+dac_override', '+dac_read_search'];
  const command = [
    program,
    '--no-new-privs',
    ...(isRoot ? ['--inh-caps=-all', `--bounding-set=${capabilities.join(',')}`] : []),
  ];
  return outputOf(command[0]!, ...command.slice(1), SHELL, '-c', ':').then(
    () => command,
    (error: ExecFileException) => {
      if (error.killed) throw error;
      return [];
    },
  );
}
