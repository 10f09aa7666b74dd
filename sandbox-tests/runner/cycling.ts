import { readdirSync, readFileSync } from 'node:fs';
import type { Limits } from '../../src/limits/limits.ts';
import { Relay, type RelaySession } from './relay.ts';
import { HONEST_SCRIPT } from './victim.ts';

/** Sessions that are alive at the same time. */
const AT_ONCE = 8;
const WORKERS = 2;
/** A busy machine may let an honest script wait. */
const PATIENT_LIMITS: Partial<Limits> = {
  batchMs: 5_000,
  startMs: 20_000,
  isolateMs: 20_000,
  workerStartMs: 60_000,
};

/** What a relay host and its workers hold. */
export interface Holdings {
  hostHeapBytes: number;
  hostRssBytes: number;
  hostDescriptors: number;
  hostThreads: number;
  workerRssBytes: number;
  workerDescriptors: number;
  workerThreads: number;
  isolates: number;
}

export interface CycleOptions {
  /** Cycles before the first look, so that what is made once is there. */
  warmUp: number;
  cycles: number;
  onProgress?(line: string): void;
}

/** Begins and ends game sessions with an honest script, a few at a time, and looks before and after. */
export async function runCycles({ warmUp, cycles, onProgress = () => {} }: CycleOptions) {
  const relay = await Relay.start({ workers: WORKERS, limits: PATIENT_LIMITS });
  await cycle(relay, warmUp);
  const before = await look(relay);
  const steps = 10;
  for (let step = 1; step <= steps; step++) {
    await cycle(relay, Math.round(cycles / steps));
    const { workerRssBytes, hostRssBytes } = await look(relay);
    const [workers, host] = [workerRssBytes, hostRssBytes].map(bytes => (bytes / 2 ** 20).toFixed(0));
    onProgress(
      `${Math.round((cycles * step) / steps)} cycles: workers ${workers} MiB, host ${host} MiB resident`,
    );
  }
  const after = await look(relay);
  await relay.stop();
  return { before, after, perCycle: (what: keyof Holdings) => (after[what] - before[what]) / cycles };
}

async function cycle(relay: Relay, count: number): Promise<void> {
  let left = count;
  const one = async (): Promise<void> => {
    while (left-- > 0) await playOnce(relay);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
}

async function playOnce(relay: Relay): Promise<void> {
  const session: RelaySession = await relay.createSession(HONEST_SCRIPT, 'strict');
  const failed = await session.started;
  if (failed !== undefined) throw new Error(`a session did not start: ${failed.code} ${failed.detail}`);
  await relay.terminate(session);
  await session.ended;
}

async function look(relay: Relay): Promise<Holdings> {
  const host = await relay.state();
  const sum = (read: (pid: number) => number): number =>
    host.workerPids.reduce((total, pid) => total + read(pid), 0);
  return {
    hostHeapBytes: host.heapBytes,
    hostRssBytes: host.rssBytes,
    hostDescriptors: host.descriptors,
    hostThreads: host.threads,
    workerRssBytes: sum(residentBytes),
    workerDescriptors: sum(pid => readdirSync(`/proc/${pid}/fd`).length),
    workerThreads: sum(pid => readdirSync(`/proc/${pid}/task`).length),
    isolates: host.isolates,
  };
}

function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;
}
