/** A relay host in a process of its own, which its parent gives orders. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createBirpc } from 'birpc';
import { transform } from 'esbuild';
import { pino } from 'pino';
import { PlaypenError } from '../../src/errors.ts';
import { RelayHost } from '../../src/host/relay-host.ts';
import type { IsolateProfile } from '../../src/isolate/frames.ts';
import { bundleRuntime } from '../../src/isolate/runtime-bundle.ts';
import { LimitBook } from '../../src/limits/limit-book.ts';
import type { Limits } from '../../src/limits/limits.ts';
import { StackMapper } from '../../src/scripts/stack-mapper.ts';
import { actScript } from './act-script.ts';
import { type LoopLag, LoopWatch } from './loop-watch.ts';

export interface RelayOptions {
  workers: number;
  limits: Partial<Limits>;
}

/** What a relay host has and holds. */
export interface RelayState {
  sessions: number;
  isolates: number;
  workerPids: number[];
  /** Whatever it has started, and what those have started. */
  processes: number;
  descriptors: number;
  threads: number;
  /** Heap and buffers in use after a collection. */
  heapBytes: number;
  rssBytes: number;
}

export interface NewSession {
  id: string;
  workerPid: number | undefined;
}

/** What the parent may ask. */
export interface RelayCalls {
  start(options: RelayOptions): Promise<{ port: number }>;
  /** @param number what the events about the session are told with */
  createSession(number: number, code: string, profile: IsolateProfile): NewSession;
  terminate(id: string): void;
  updateMatchmakerData(id: string): void;
  state(): RelayState;
  workerPids(): number[];
  beginWatch(): void;
  endWatch(): LoopLag;
  overallLag(): LoopLag;
  stop(): Promise<void>;
}

/** What the parent is told. */
export interface RelayEvents {
  started(number: number): void;
  ended(number: number, code: string, detail: string): void;
}

const SPARE_POLL_MS = 20;

let host: RelayHost | undefined;
const watch = new LoopWatch();
const stackMapper = await someStackMapper();

const calls: RelayCalls = {
  async start({ workers, limits }) {
    host = new RelayHost({
      host: '127.0.0.1',
      port: 0,
      udpFirstPort: 0,
      workers,
      runtimeSource: await bundleRuntime(),
      limits: new LimitBook({ host: limits }),
      // One tenant's, so that sessions of both profiles share its workers.
      trust: { tier: 'tenant', tenantId: 'sandbox' },
      log: pino({ level: 'info', base: null }, pino.destination({ dest: '/dev/null', sync: true })),
    });
    const { sessions } = host;
    await host.startWorkers();
    // It is one of the processes that have to be there again after each act.
    while (host.spareWorkers < 1) await setTimeout(SPARE_POLL_MS);
    return host.listen({
      async login(connection, request) {
        const { playerSessionId } = request;
        const session = sessions.get(playerSessionId);
        if (session === undefined) throw new PlaypenError('session_not_accepting');
        await session.connect(connection, { playerSessionId, playerId: 'player', playerData: '' }, request);
      },
    });
  },
  createSession(number, code, profile) {
    const hash = createHash('sha256').update(code).digest('hex');
    const session = host!.createSession({
      script: { hash, code, mapStack: text => stackMapper.map(text) },
      profile,
    });
    session.started.then(
      () => parent.started.asEvent(number),
      () => {},
    );
    void session.ended.then(({ code, detail }) => parent.ended.asEvent(number, code, detail));
    return { id: session.id, workerPid: session.workerPid };
  },
  terminate(id) {
    void host!.sessions.get(id)?.terminate('session_terminated');
  },
  updateMatchmakerData(id) {
    host!.sessions.get(id)?.updateMatchmakerData('{"teams":[]}', 'MATCHMAKING_DATA_UPDATED', 'ticket');
  },
  state() {
    (globalThis.gc as () => void)();
    const { heapUsed, external, rss } = process.memoryUsage();
    return {
      sessions: host!.sessions.size,
      isolates: host!.isolateCount,
      workerPids: host!.workerPids,
      processes: countDescendants(process.pid),
      // The folder that is being read is one of them.
      descriptors: readdirSync('/proc/self/fd').length - 1,
      threads: readdirSync('/proc/self/task').length,
      heapBytes: heapUsed + external,
      rssBytes: rss,
    };
  },
  workerPids: () => host!.workerPids,
  beginWatch: () => watch.begin(),
  endWatch: () => watch.end(),
  overallLag: () => watch.overall,
  async stop() {
    await host?.stop();
    process.disconnect?.();
  },
};

const parent = createBirpc<RelayEvents, RelayCalls>(calls, {
  post: data => process.send?.(data),
  on: listener => process.on('message', listener),
});
process.on('disconnect', () => process.exit(0));

/** Of those that its main thread has started, and they in theirs. */
function countDescendants(pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return children.reduce((sum, child) => sum + 1 + countDescendants(Number(child)), 0);
  } catch {
    // It has ended meanwhile.
    return 0;
  }
}

/** Stacks are mapped as they are for any script; that they are mapped to another script's names harms nobody. */
async function someStackMapper(): Promise<StackMapper> {
  const code = actScript({
    family: '',
    name: '',
    tries: '',
    blast: 'callback',
    codes: [],
    profile: 'strict',
    place: 'onMessage',
    players: 0,
    messages: 0,
    lastsMs: 0,
    calls: [],
  });
  const { map } = await transform(code, { sourcemap: 'external', sourcefile: 'act.js' });
  return new StackMapper(map);
}
