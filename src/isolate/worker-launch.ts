import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
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
import { nodeFlags, readableFiles } from './sandbox/node-flags.ts';
import { lowerPriority } from './sandbox/priority.ts';
import { findPrivilegeDropper } from './sandbox/programs.ts';
import { resolveWorkerUsers, type SandboxOptions } from './sandbox/sandbox.ts';
import { DIE_FIRST, limitResources, SHELL, shellCommand } from './sandbox/shell.ts';
import type { WorkerUsers } from './sandbox/worker-users.ts';
import type { ProcessEnd } from './spawner/messages.ts';
import { Spawner } from './spawner/spawner.ts';
import type { SpawnedProcess } from './spawner/spawner-process.ts';

const WORKER_FILE = fileURLToPath(new URL(`./worker/main.${SOURCE_EXTENSION}`, import.meta.url));

export interface LaunchedWorker {
  /** Process id of its handle: what is killed, and waited for. */
  readonly pid: number;
  readonly link: Socket;
  /** Its standard error. */
  readonly words: Readable;
  /** Resolves when it has ended, and all that came by the link was read. */
  readonly ended: Promise<ProcessEnd>;
  kill(): void;
  /** Process id of the worker itself, as the host sees it. Undefined when it has ended. */
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
}

/** Starts script workers, each locked in as far as the machine allows. */
export class WorkerLauncher {
  readonly #limits: Limits;
  readonly #means: Means;
  readonly #spawner: Spawner;
  readonly #nodeFlags = nodeFlags();

  /** @throws {PlaypenError} `sandbox_unavailable` when the machine has not what is asked for */
  static async prepare(sandbox: SandboxOptions, limits: Limits): Promise<WorkerLauncher> {
    const users = resolveWorkerUsers(sandbox);
    if (sandbox.kind === 'process') {
      const wrappers = await findPrivilegeDropper(users === undefined ? 'keeps' : 'becomes');
      return new WorkerLauncher(limits, { users, bubblewrap: undefined, wrappers });
    }
    const bubblewrap = await prepareBubblewrap({
      programs: [process.execPath, SHELL],
      readable: readableFiles(),
      ownUser: users === undefined ? 'keeps' : 'becomes',
    });
    const launcher = new WorkerLauncher(limits, { users, bubblewrap, wrappers: bubblewrap.command });
    try {
      await launcher.#tryOut();
    } catch (error) {
      await launcher.close();
      throw error;
    }
    return launcher;
  }

  private constructor(limits: Limits, means: Means) {
    this.#limits = limits;
    this.#means = means;
    this.#spawner = new Spawner(limits.workerStartMs);
  }

  /** Process id of what starts the workers, and is their parent. */
  get spawnerPid(): number | undefined {
    return this.#spawner.pid;
  }

  /** @throws {Error} when it could not be started */
  async launch({ entry = WORKER_FILE, moreFlags = [] }: LaunchOptions = {}): Promise<LaunchedWorker> {
    const started = await this.#spawn([...this.#nodeFlags, ...moreFlags, entry]);
    const { pid, link, words, report, ended } = started;
    const findPid = this.#means.bubblewrap === undefined ? () => pid : () => insidePid(report);
    const workerPid = (): number | undefined => (started.hasEnded ? undefined : findPid());
    return {
      ...{ pid, link, words, ended },
      kill: () => started.kill(),
      workerPid,
      stepBack: () => lowerPriority(workerPid()),
    };
  }

  /** Ends all that were launched. */
  async close(): Promise<void> {
    await this.#spawner.close();
  }

  /** Runs something harmless the same way, so that what does not work is said before a worker is missed. */
  async #tryOut(): Promise<void> {
    const { link, words, ended } = await this.#spawn(['--version']);
    link.resume();
    const [complaint, { code }] = await Promise.all([text(words), ended]);
    if (code === 0) return;
    throw new PlaypenError(
      'sandbox_unavailable',
      `bubblewrap cannot lock anything in here (${complaint.trim() || `exit code ${code}`}); ` +
        'let this user make namespaces, or use --sandbox process',
    );
  }

  #spawn(args: readonly string[]): Promise<SpawnedProcess> {
    const { bubblewrap } = this.#means;
    return this.#spawner.spawn({
      command: this.#commandLine([process.execPath, ...args]),
      ...(bubblewrap === undefined
        ? {}
        : { input: { descriptor: SECCOMP_DESCRIPTOR, bytes: bubblewrap.filter }, report: INFO_DESCRIPTOR }),
    });
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
