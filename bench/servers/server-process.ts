import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ISOLATE_FLAGS } from '../../src/isolate/sandbox/node-flags.ts';

/** `USER_HZ`, in which Linux counts CPU time; the same on every machine that Node supports. */
const TICKS_PER_SECOND = 100;

/** What every server of a bench is told, as JSON in its first argument. It answers with its ports by IPC. */
export interface ServerPlan {
  sessions: number;
  playersPerSession: number;
  /** Text of a Realtime script; undefined where none is needed. */
  script?: string;
  profile?: 'standard' | 'strict';
}

/** A server under load, with all processes it has started. */
export class ServerProcess {
  readonly ports: number[];
  readonly #child: ChildProcess;

  /** @param file relative to `bench/` */
  static async start(file: string, plan: ServerPlan): Promise<ServerProcess> {
    const child = fork(fileURLToPath(new URL(`../${file}`, import.meta.url)), [JSON.stringify(plan)], {
      execArgv: [...ISOLATE_FLAGS],
    });
    const failed = once(child, 'exit').then(() => Promise.reject(new Error(`${file} has ended`)));
    const [ports] = (await Promise.race([once(child, 'message'), failed])) as [number[]];
    failed.catch(() => {});
    return new ServerProcess(child, ports);
  }

  private constructor(child: ChildProcess, ports: number[]) {
    this.#child = child;
    this.ports = ports;
  }

  /** CPU time of all its processes so far, milliseconds. */
  cpuMs(): number {
    return this.#pids().reduce((sum, pid) => sum + cpuMsOf(pid), 0);
  }

  /** Memory of all its processes, shared pages counted once (proportional set size), megabytes. */
  memoryMb(): number {
    return this.#pids().reduce((sum, pid) => sum + memoryMbOf(pid), 0);
  }

  async stop(): Promise<void> {
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    await exited;
  }

  #pids(): number[] {
    const found = [this.#child.pid!];
    for (const pid of found) found.push(...childrenOf(pid));
    return found;
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function cpuMsOf(pid: number): number {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  return ((Number(afterName[11]) + Number(afterName[12])) / TICKS_PER_SECOND) * 1_000;
}

function memoryMbOf(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return (Number(/^Pss:\s+(\d+) kB/m.exec(rollup)![1]) * 1_024) / 1e6;
}
