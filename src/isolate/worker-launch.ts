import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { PlaypenError } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import { SOURCE_EXTENSION } from '../package-files.ts';
import {
  type Bubblewrap,
  hasOwnProcessCount,
  INFO_DESCRIPTOR,
  insidePid,
  prepareBubblewrap,
  SECCOMP_DESCRIPTOR,
} from './sandbox/bubblewrap.ts';
import { inheritableDescriptors } from './sandbox/descriptors.ts';
import { nodeFlags, readableFiles } from './sandbox/node-flags.ts';
import { lowerPriority } from './sandbox/priority.ts';
import { findPrivilegeDropper } from './sandbox/programs.ts';
import { resolveWorkerUsers, type SandboxOptions } from './sandbox/sandbox.ts';
import { DIE_FIRST, limitResources, SHELL, shellCommand } from './sandbox/shell.ts';
import type { WorkerUsers } from './sandbox/worker-users.ts';

const WORKER_FILE = fileURLToPath(new URL(`./worker/main.${SOURCE_EXTENSION}`, import.meta.url));

/** Descriptor of the worker's end of the socketpair. */
const LINK_DESCRIPTOR = 3;

export interface LaunchedWorker {
  /** Killing it ends the worker; its `close` comes when the worker has ended. */
  child: ChildProcess;
  link: Socket;
  /** Process id of the worker itself, as the host sees it. Undefined while it is not known, and when it has ended. */
  workerPid(): number | undefined;
  /** Lets all others go first from now on. While it starts, it runs none but our own code, and is waited for. */
  stepBack(): void;
}

/** What tests put in the worker's place, to try what somebody could who has taken it over. */
export interface LaunchOptions {
  /** The module to run. */
  entry?: string;
  /** Flags for Node, after the worker's own. */
  moreFlags?: readonly string[];
}

/** What this machine has to offer. */
interface Means {
  users: WorkerUsers | undefined;
  bubblewrap: Bubblewrap | undefined;
  /** Commands that run the rest of their command line in their place. */
  wrappers: string[];
  /** Descriptors that a child would inherit. */
  leaks: number[];
}

/** Starts script workers, each locked in as far as the machine allows. */
export class WorkerLauncher {
  #limits: Limits;
  #means: Means;

  /** @throws {PlaypenError} `sandbox_unavailable` when the machine has not what is asked for */
  static async prepare(sandbox: SandboxOptions, limits: Limits): Promise<WorkerLauncher> {
    const users = resolveWorkerUsers(sandbox);
    const leaks = inheritableDescriptors();
    if (sandbox.kind === 'process') {
      const wrappers = await findPrivilegeDropper(users === undefined ? 'keeps' : 'becomes');
      return new WorkerLauncher(limits, { users, bubblewrap: undefined, wrappers, leaks });
    }
    const bubblewrap = await prepareBubblewrap({
      programs: [process.execPath, SHELL],
      readable: readableFiles(),
      ownUser: users === undefined ? 'keeps' : 'becomes',
    });
    const launcher = new WorkerLauncher(limits, { users, bubblewrap, wrappers: bubblewrap.command, leaks });
    await launcher.#tryOut();
    return launcher;
  }

  private constructor(limits: Limits, means: Means) {
    this.#limits = limits;
    this.#means = means;
  }

  launch({ entry = WORKER_FILE, moreFlags = [] }: LaunchOptions = {}): LaunchedWorker {
    const child = this.#spawn([...nodeFlags(), ...moreFlags, entry]);
    let findPid = (): number | undefined => child.pid;
    if (this.#means.bubblewrap !== undefined) {
      const inside = insidePid(pipeAt(child, INFO_DESCRIPTOR));
      findPid = () => inside.current();
    }
    const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
    const workerPid = (): number | undefined => (hasEnded() ? undefined : findPid());
    return {
      child,
      link: pipeAt(child, LINK_DESCRIPTOR),
      workerPid,
      stepBack: () => lowerPriority(workerPid()),
    };
  }

  /** Runs something harmless the same way, so that what does not work is said before a worker is missed. */
  async #tryOut(): Promise<void> {
    const child = this.#spawn(['--version']);
    pipeAt(child, INFO_DESCRIPTOR).resume();
    const [complaint, [code]] = await Promise.all([text(child.stderr!), once(child, 'close')]);
    if (code === 0) return;
    throw new PlaypenError(
      'sandbox_unavailable',
      `bubblewrap cannot lock anything in here (${complaint.trim() || `exit code ${code}`}); ` +
        'let this user make namespaces, or use --sandbox process',
    );
  }

  #spawn(args: readonly string[]): ChildProcess {
    const { bubblewrap, leaks } = this.#means;
    const [program, ...rest] = this.#commandLine([process.execPath, ...args]);
    const pipes = [
      2,
      LINK_DESCRIPTOR,
      ...(bubblewrap === undefined ? [] : [SECCOMP_DESCRIPTOR, INFO_DESCRIPTOR]),
    ];
    const nothing = openSync('/dev/null', 'r');
    const stdio = Array.from({ length: Math.max(...pipes, ...leaks) + 1 }, (_, descriptor) => {
      if (pipes.includes(descriptor)) return 'pipe';
      return leaks.includes(descriptor) ? nothing : 'ignore';
    }) satisfies StdioOptions;
    // A session of its own has no terminal, to which something could be typed from inside.
    const child = spawn(program!, rest, { env: {}, cwd: '/', detached: true, stdio });
    closeSync(nothing);
    if (bubblewrap !== undefined) {
      const filter = pipeAt(child, SECCOMP_DESCRIPTOR);
      // It ends before it has read it all where it cannot work at all, and says why.
      filter.on('error', () => {});
      filter.end(bubblewrap.filter);
    }
    return child;
  }

  #commandLine(command: readonly string[]): string[] {
    const { users, bubblewrap, wrappers } = this.#means;
    const isCounted = users !== undefined || (bubblewrap !== undefined && hasOwnProcessCount());
    const limits = limitResources({
      descriptors: this.#limits.workerDescriptors,
      threads: isCounted ? this.#limits.workerThreads : undefined,
    });
    // The shell's process id, which the process it becomes keeps: one user for each worker.
    const user = users === undefined ? '' : `"$((${users.first} + $$ % ${users.count}))"`;
    if (bubblewrap === undefined) {
      return shellCommand(`${DIE_FIRST}\n${limits}`, [...wrappers, ...command], user);
    }
    // Processes are counted for each namespace of users, and so the limit is set in the worker's.
    return shellCommand(DIE_FIRST, [...wrappers, ...shellCommand(limits, command)], user);
  }
}

/** Node's types know of five descriptors at most. */
function pipeAt({ stdio }: ChildProcess, descriptor: number): Socket {
  return (stdio as readonly unknown[])[descriptor] as Socket;
}
