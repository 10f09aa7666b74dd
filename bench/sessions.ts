import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { RelayHost } from '../src/host/relay-host.ts';
import type { IsolateProfile } from '../src/isolate/frames.ts';
import { bundleRuntime } from '../src/isolate/runtime-bundle.ts';
import { LimitBook } from '../src/limits/limit-book.ts';
import type { GameSession } from '../src/session/game-session.ts';
import type { SessionScript } from '../src/session/script-options.ts';
import { printRow } from './report.ts';

const STARTS = 60;
const IDLE_SESSIONS = 100;
/** Long enough for a worker to fill up its warm isolates again. */
const REFILL_MS = 60;

const SCRIPT: SessionScript = {
  hash: 'minimal',
  code: 'let session; exports.ssExports = { init(rtSession) { session = rtSession; } };',
  mapStack: text => text,
};

/** How long a game session takes to become active, cold and warm, and what an idle one weighs. */
export async function benchSessions(): Promise<void> {
  for (const profile of ['standard', 'strict'] as const) await benchProfile(profile);
}

async function benchProfile(profile: IsolateProfile): Promise<void> {
  const host = await startHost();
  const cold: number[] = [];
  for (let i = 0; i < STARTS; i++)
    cold.push(await timeStart(host, { ...SCRIPT, hash: `cold ${i}` }, profile));
  printRow(`session start, cold, ${profile}`, cold, 'ms');

  const warm: number[] = [];
  host.keepWarm(SCRIPT, profile);
  for (let i = 0; i < STARTS; i++) {
    await new Promise(resolve => setTimeout(resolve, REFILL_MS));
    warm.push(await timeStart(host, SCRIPT, profile));
  }
  printRow(`session start, warm, ${profile}`, warm, 'ms');
  const weightMb = await weighSessions(host, profile);
  printRow(`memory per idle session, all processes, ${profile}`, [weightMb], 'MB');
  await host.stop();
}

async function startHost(): Promise<RelayHost> {
  const host = new RelayHost({
    host: '127.0.0.1',
    port: 0,
    udpFirstPort: 0,
    runtimeSource: await bundleRuntime(),
    limits: new LimitBook({ host: { sessionsPerHost: 1_000, sessionsPerWorker: 1_000 } }),
    log: pino({ level: 'silent' }),
    workers: 1,
  });
  await host.startWorkers();
  await host.listen({ login: () => Promise.reject(new Error('nobody plays here')) });
  return host;
}

async function timeStart(host: RelayHost, script: SessionScript, profile: IsolateProfile): Promise<number> {
  const startedMs = performance.now();
  const session = host.createSession({ script, profile });
  await session.started;
  const tookMs = performance.now() - startedMs;
  await session.terminate('session_terminated');
  return tookMs;
}

/** Megabytes of proportional memory that one more session adds, with everything else in place. */
async function weighSessions(host: RelayHost, profile: IsolateProfile): Promise<number> {
  const pids = [process.pid, ...host.workerPids];
  const beforeBytes = memoryBytes(pids);
  const sessions: GameSession[] = [];
  for (let i = 0; i < IDLE_SESSIONS; i++) {
    const session = host.createSession({ script: SCRIPT, profile });
    await session.started;
    sessions.push(session);
  }
  return (memoryBytes(pids) - beforeBytes) / IDLE_SESSIONS / 1e6;
}

/** Proportional set size (Linux): what the processes hold, shared pages counted once. */
function memoryBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
    return sum + Number(/^Pss:\s+(\d+) kB/m.exec(rollup)![1]) * 1024;
  }, 0);
}
