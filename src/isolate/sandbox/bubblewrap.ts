import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { PlaypenError } from '../../errors.ts';
import { findProgram, outputOf } from './programs.ts';
import { seccompFilter } from './seccomp.ts';

/** Descriptors of bubblewrap itself; what runs in it does not get them. */
export const SECCOMP_DESCRIPTOR = 4;
export const INFO_DESCRIPTOR = 5;

export interface BubblewrapOptions {
  /** Programs that are to run inside; their shared libraries are found by `ldd`. */
  programs: readonly string[];
  /** Files and folders to be read inside. */
  readable: readonly string[];
  /** Whether the worker becomes another user itself, for which bubblewrap has to leave it the capabilities. */
  ownUser: 'becomes' | 'keeps';
}

export interface Bubblewrap {
  /** Comes before the command that is to run inside. */
  command: string[];
  filter: Uint8Array;
}

/**
 * Finds bubblewrap and what has to be seen inside.
 * @throws {PlaypenError} `sandbox_unavailable`
 */
export async function prepareBubblewrap(options: BubblewrapOptions): Promise<Bubblewrap> {
  const program = await findProgram('bwrap');
  if (program === undefined) {
    throw new PlaypenError(
      'sandbox_unavailable',
      'bubblewrap is not installed; install it (Debian, Ubuntu, Fedora and Alpine call the package bubblewrap), or use --sandbox process',
    );
  }
  const filter = seccompFilter(process.arch);
  if (filter === undefined) {
    throw new PlaypenError(
      'sandbox_unavailable',
      `there is no seccomp filter for ${process.arch}; use --sandbox process`,
    );
  }
  const libraries = await sharedLibraries(options.programs);
  return { command: [program, ...bubblewrapArguments(options, libraries)], filter };
}

function bubblewrapArguments(
  { programs, readable, ownUser }: BubblewrapOptions,
  libraries: readonly string[],
): string[] {
  const bind = (path: string): string[] => ['--ro-bind', path, path];
  const bindIfThere = (path: string): string[] => ['--ro-bind-try', path, path];
  return [
    ...['--cap-drop', 'ALL'],
    // As root there is none of it for users: ids in it are those outside, and the worker changes to its own.
    ...(ownUser === 'becomes'
      ? ['CAP_SETUID', 'CAP_SETGID', 'CAP_DAC_READ_SEARCH'].flatMap(name => ['--cap-add', name])
      : ['--unshare-user']),
    ...['--unshare-pid', '--unshare-net', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...['--hostname', 'playpen', '--die-with-parent'],
    // No /proc and no /tmp: nothing in a worker needs them. libuv keeps this open as a spare descriptor.
    ...['--dev-bind', '/dev/null', '/dev/null'],
    ...[...programs, ...libraries].flatMap(bind),
    ...['/etc/ld.so.cache', ...readable].flatMap(bindIfThere),
    ...['--remount-ro', '/', '--chdir', '/'],
    // Scripts read the same local time as outside, although the machine's settings are not to be seen.
    ...['--setenv', 'TZ', Intl.DateTimeFormat().resolvedOptions().timeZone],
    ...['--seccomp', `${SECCOMP_DESCRIPTOR}`, '--info-fd', `${INFO_DESCRIPTOR}`, '--'],
  ];
}

/** Paths of the shared libraries and the loader that programs are linked with. */
async function sharedLibraries(programs: readonly string[]): Promise<string[]> {
  try {
    const output = await outputOf('ldd', ...programs);
    const paths = output.matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm);
    return [...new Set([...paths].map(match => match[1]!))];
  } catch (error) {
    const reason = error instanceof Error ? error.message.trim() : error;
    throw new PlaypenError(
      'sandbox_unavailable',
      `ldd does not say which shared libraries Node.js needs (${reason}); use --sandbox process`,
    );
  }
}

/** Before Linux 5.14, the processes of all namespaces count for the user who made them. */
export function hasOwnProcessCount(): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number);
  return major > 5 || (major === 5 && minor >= 14);
}

/**
 * The process id, as seen from outside, of what runs in bubblewrap: the only child of the first process inside.
 * Undefined when it has ended.
 * @param info what bubblewrap wrote to its info descriptor; empty when it ended before
 */
export function insidePid(info: string): number | undefined {
  try {
    const firstPid = (JSON.parse(info) as { 'child-pid': number })['child-pid'];
    return (
      Number.parseInt(readFileSync(`/proc/${firstPid}/task/${firstPid}/children`, 'utf8'), 10) || undefined
    );
  } catch {
    return undefined;
  }
}
