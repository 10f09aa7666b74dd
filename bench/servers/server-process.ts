import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ProcessFigures } from '../../src/isolate/process-figures.ts';
import { ISOLATE_FLAGS } from '../../src/isolate/sandbox/node-flags.ts';
import { childrenOf } from '../../src/isolate/test/proc.ts';
import type { Limits } from '../../src/limits/limits.ts';

/** What every server of a bench is told, as JSON in its first argument. It answers with its ports by IPC. */
export interface ServerPlan {
  sessions: number;
  playersPerSession: number;
  /** Text of a Realtime script; undefined where none is needed. */
  script?: string;
  profile?: 'standard' | 'strict';
  /** Of a relay host: what differs from the limits a bench has. */
  limits?: Partial<Limits>;
}

/** Those `npm start` has, for all contenders; workers have their own. */
const SERVER_FLAGS = [...ISOLATE_FLAGS, '--max-semi-space-size=64'];

/** A server under load, with all processes it has started. */
export class ServerProcess {
  readonly ports: number[];
  readonly #child: ChildProcess;

  /** @param file relative to `bench/`, or a path */
  static async start(file: string, plan: ServerPlan): Promise<ServerProcess> {
    const child = fork(resolve(import.meta.dirname, '..', file), [JSON.stringify(plan)], {
      execArgv: SERVER_FLAGS,
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
    return this.#pids().reduce((sum, pid) => {
      using figures = new ProcessFigures(pid);
      return sum + figures.cpuMs;
    }, 0);
  }

  /** Proportional set size (Linux): what its processes hold, pages they share counted once. */
  memoryBytes(): number {
    return this.#pids().reduce((sum, pid) => sum + residentBytes(pid), 0);
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

export function residentBytes(pid: number): number {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Pss:\s+(\d+) kB/m.exec(rollup)![1]) * 1024;
}
