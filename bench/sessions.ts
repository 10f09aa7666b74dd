import { pino } from 'pino';
import { RelayHost } from '../src/host/relay-host.ts';
import type { IsolateProfile } from '../src/isolate/frames.ts';
import { bundleRuntime } from '../src/isolate/runtime-bundle.ts';
import { LimitBook } from '../src/limits/limit-book.ts';
import type { GameSession } from '../src/session/game-session.ts';
import type { SessionScript } from '../src/session/script-options.ts';
import type { Report } from './report/report.ts';
import { residentBytes, ServerProcess } from './servers/server-process.ts';

const STARTS = 40;
const IDLE_SESSIONS = 100;
const PROCESSES = 11;
/** Long enough for a worker to fill up its warm isolates again. */
const REFILL_MS = 60;

const SCRIPT: SessionScript = {
  hash: 'minimal',
  code: 'let session; exports.ssExports = { init(rtSession) { session = rtSession; } };',
  mapStack: text => text,
};

/** How long a game session takes to become active, cold and warm, and what an idle one weighs. */
export async function benchSessions(report: Report): Promise<void> {
  for (const profile of ['standard', 'strict'] as const) await benchProfile(report, profile);
  const processMb = await weighProcesses();
  report.row('memory per process, one for each session', [processMb], 'MB');
  const strict = report.rows.find(({ what }) => what === memoryRow('strict'))!;
  report.row('sessions in the memory of one process, strict', [processMb / strict.median], '×', {
    atLeast: 20,
  });
}

async function benchProfile(report: Report, profile: IsolateProfile): Promise<void> {
  const host = await startHost();
  const cold: number[] = [];
  for (let i = 0; i < STARTS; i++)
    cold.push(await timeStart(host, { ...SCRIPT, hash: `cold ${i}` }, profile));
  report.row(`session start, cold, ${profile}`, cold, 'ms', { atMost: 15 });

  const warm: number[] = [];
  host.keepWarm(SCRIPT, profile);
  for (let i = 0; i < STARTS; i++) {
    await new Promise(resolve => setTimeout(resolve, REFILL_MS));
    warm.push(await timeStart(host, SCRIPT, profile));
  }
  report.row(`session start, warm, ${profile}`, warm, 'ms', { atMost: 2 });
  report.row(memoryRow(profile), [await weighSessions(host, profile)], 'MB', { atMost: 2.5 });
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

function memoryRow(profile: IsolateProfile): string {
  return `memory per idle session, all processes, ${profile}`;
}

function memoryBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + residentBytes(pid), 0);
}

/** What one more process weighs that has the script of one session, its player's socket, and nothing else. */
async function weighProcesses(): Promise<number> {
  const plan = { playersPerSession: 1, script: SCRIPT.code };
  const weigh = async (sessions: number): Promise<number> => {
    const server = await ServerProcess.start('yardsticks/process-per-session.ts', { ...plan, sessions });
    try {
      return server.memoryBytes();
    } finally {
      await server.stop();
    }
  };
  return ((await weigh(PROCESSES)) - (await weigh(1))) / (PROCESSES - 1) / 1e6;
}
