/** A relay host with the game sessions of a bench; players say `session/player` as their player session. */
import { createHash } from 'node:crypto';
import { pino } from 'pino';
import { RelayHost } from '../../src/host/relay-host.ts';
import { bundleRuntime } from '../../src/isolate/runtime-bundle.ts';
import { LimitBook } from '../../src/limits/limit-book.ts';
import { type Limits, resolveLimits } from '../../src/limits/limits.ts';
import type { GameSession } from '../../src/session/game-session.ts';
import type { ServerPlan } from './server-process.ts';

/** What bounds strangers would bound the bench, whose players all come from one address at once. Held at the hard values. */
const LOAD_LIMITS: Partial<Limits> = {
  ...{ connections: 65_536, connectionsPerAddress: 65_536, connectionsPerSecondPerAddress: 100_000 },
  ...{ unauthenticatedConnections: 65_536, unauthenticatedPerAddress: 65_536, handshakesPerAddress: 65_536 },
  ...{ loginsPerSecondPerAddress: 100_000, packetsPerSecond: 100_000, receivedBytesPerSecond: 1024 ** 3 },
  ...{ relayedMessagesPerSecond: 1_000_000, relayedBytesPerSecond: 256 * 1024 ** 2 },
  ...{ sentMessagesPerSecond: 1_000_000, sentBytesPerSecond: 1024 ** 3, cpuMsPerSecond: 1_000 },
  ...{ cpuBurstMs: 10_000, batchMs: 1_000, startMs: 20_000, workerStartMs: 60_000 },
  ...{ sessionsPerHost: 10_000, sessionsPerWorker: 10_000, workerMemoryMb: 16_384 },
};
const NO_CALLBACKS = 'exports.ssExports = { init() {} };';

const plan = JSON.parse(process.argv[2]!) as ServerPlan;
const code = plan.script ?? NO_CALLBACKS;
const host = new RelayHost({
  ...{ host: '127.0.0.1', port: 0, udpFirstPort: 0, runtimeSource: await bundleRuntime() },
  limits: new LimitBook({
    host: resolveLimits({ ...LOAD_LIMITS, maxPlayers: plan.playersPerSession, ...plan.limits }),
  }),
  log: pino({ level: 'silent' }),
});
await host.startWorkers();
const sessions: GameSession[] = [];
const { port } = await host.listen({
  async login(connection, request) {
    const { playerSessionId } = request;
    const session = sessions[Number.parseInt(playerSessionId, 10)]!;
    await session.connect(
      connection,
      { playerSessionId, playerId: playerSessionId, playerData: '' },
      request,
    );
  },
});
const script = {
  hash: createHash('sha256').update(code).digest('hex'),
  code,
  mapStack: (text: string) => text,
};
for (let i = 0; i < plan.sessions; i++) {
  const session = host.createSession({ script, profile: plan.profile ?? 'strict' });
  sessions.push(session);
  await session.started;
}
process.on('disconnect', async () => {
  await host.stop();
  process.exit();
});
process.send!([port]);
