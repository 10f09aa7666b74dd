/**
 * The players of a bench, all in this one process: sends at an even rate, and counts what comes back. Told what to do by
 * IPC, see `load-plan.ts`.
 */
import type { GeneratorReply, GeneratorRequest, LoadPlan, LoadResult, LoadWindow } from './load-plan.ts';
import { LoadPlayer, type Tally } from './load-player.ts';

const TICK_MS = 1;
/** Logins under way at once. */
const JOINS_AT_ONCE = 16;
/** Busier than this, it may be late itself. */
const BUSY_SHARE = 0.9;
const SENT_SHARE = 0.98;

const tally: Tally = { received: 0, latenciesMs: [] };
let players: LoadPlayer[] = [];

process.on('message', (request: GeneratorRequest) => {
  answer(request).catch((error: unknown) => reply({ kind: 'failed', message: String(error) }));
});
process.on('uncaughtException', error => reply({ kind: 'failed', message: String(error) }));
process.on('disconnect', () => process.exit());

async function answer(request: GeneratorRequest): Promise<void> {
  if (request.kind === 'connect') {
    players = await joinAll(request.plan);
    reply({ kind: 'connected' });
  } else if (request.kind === 'run') {
    reply({ kind: 'done', result: await run(request.window) });
  } else {
    for (const player of players) player.leave();
    process.exit();
  }
}

/** Player by player of all sessions in turn, so that those who send one after another do so in different ones. */
async function joinAll({ sessions, playersPerSession, ...plan }: LoadPlan): Promise<LoadPlayer[]> {
  const wanted = Array.from({ length: sessions * playersPerSession }, (_, n) => n);
  const joined: LoadPlayer[] = [];
  const joinOne = async (): Promise<void> => {
    for (let n = wanted.shift(); n !== undefined; n = wanted.shift()) {
      const whole = { sessions, playersPerSession, ...plan };
      joined[n] = await LoadPlayer.join(whole, n % sessions, Math.floor(n / sessions), tally);
    }
  };
  await Promise.all(Array.from({ length: JOINS_AT_ONCE }, joinOne));
  return joined;
}

async function run(window: LoadWindow): Promise<LoadResult> {
  const { messagesPerSecondPerPlayer, rampMs = 0, warmUpMs, measuredMs } = window;
  const perMs = (messagesPerSecondPerPlayer * players.length) / 1_000;
  const startMs = performance.now();
  let sent = 0;
  let next = 0;
  let dueMs = startMs;
  const sendersAt = (passedMs: number): number => {
    return passedMs < rampMs ? Math.ceil((players.length * passedMs) / rampMs) || 1 : players.length;
  };
  const sendDue = (): void => {
    for (const nowMs = performance.now(); dueMs <= nowMs; sent++) {
      const senders = sendersAt(dueMs - startMs);
      next = next < senders ? next : 0;
      players[next++]!.send(dueMs);
      dueMs += players.length / senders / perMs;
    }
  };
  const ticks = setInterval(sendDue, TICK_MS);
  await until(startMs + warmUpMs);
  const before = { sent, received: tally.received, cpu: process.cpuUsage() };
  tally.latenciesMs = [];
  reply({ kind: 'begun' });
  await until(startMs + warmUpMs + measuredMs);
  clearInterval(ticks);
  const { user, system } = process.cpuUsage(before.cpu);
  const generatorShare = (user + system) / 1_000 / measuredMs;
  const sorted = Float64Array.from(tally.latenciesMs).sort();
  const sentThen = sent - before.sent;
  return {
    sent: sentThen,
    received: tally.received - before.received,
    p50Ms: sorted[Math.floor(sorted.length * 0.5)] ?? Number.NaN,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    generatorShare,
    isGeneratorLimit: generatorShare > BUSY_SHARE || sentThen < perMs * measuredMs * SENT_SHARE,
  };
}

function until(timeMs: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, Math.max(0, timeMs - performance.now())));
}

function reply(message: GeneratorReply): void {
  process.send!(message);
}
