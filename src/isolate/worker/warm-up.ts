import type { BeginConfig, LoadConfig } from '../../../runtime-api/kernel/config.ts';
import { BATCH_HEAD_BYTES } from '../../bridge/batch-head.ts';
import { EXCHANGE_BYTES, Operation } from '../../bridge/entry.ts';
import { EventWriter } from '../../bridge/event-writer.ts';

const LOAD: LoadConfig = {
  seed: [1, 2, 3, 4],
  clock: 'batch',
  limits: {
    timersPerSession: 10,
    heapMb: 64,
    batchMs: 1_000,
    cpuMsPerSecond: 1_000,
    cpuBurstMs: 1_000,
    sentMessagesPerSecond: 1_000,
    sentBytesPerSecond: 1_000,
    commandBytesPerBatch: 4_096,
    logBytesPerBatch: 4_096,
    logLineBytes: 1_024,
    scriptPayloadBytes: 1_024,
  },
};

const BEGIN: BeginConfig = {
  gameSession: {
    gameSessionId: '',
    name: '',
    fleetId: '',
    maximumPlayerSessionCount: 1,
    gameProperties: [{ key: '', value: '' }],
    gameSessionData: '',
    matchmakerData: '',
    ipAddress: '',
    dnsName: '',
    port: 0,
  },
  defaultMaxPlayers: 1,
  processArguments: [],
  seed: [1, 2, 3, 4],
};

/** Does a little of what most scripts do. */
const SCRIPT = `
let session;
exports.ssExports = {
  init(rtSession) {
    session = rtSession;
    session.getLogger().info('warm');
    setTimeout(() => {}, 1);
  },
  onPlayerConnect: () => true,
  onMessage(message) {
    const answer = session.newTextGameMessage(1, -1, message.getPayloadAsText());
    session.sendMessage(answer, message.sender);
    session.sendReliableGroupMessage(answer, -1);
    session.getPlayers().forEach(() => {});
  },
};`;

/**
 * A text that plays a short session through `globalThis.playpenBoot`. V8 compiles functions when they are first
 * called; what this calls is in the snapshot compiled, so that new sessions need not.
 */
export function warmUpScript(): string {
  const batch = [...new Uint8Array(BATCH_HEAD_BYTES), ...shortSession()];
  return `{
    const boot = globalThis.playpenBoot;
    delete globalThis.playpenBoot;
    const exchange = new ArrayBuffer(${2 * EXCHANGE_BYTES});
    const { entry, take } = boot(exchange, {});
    entry(${Operation.load}, 0, ${JSON.stringify(JSON.stringify(LOAD))}, ${JSON.stringify(SCRIPT)});
    take();
    entry(${Operation.begin}, 0, ${JSON.stringify(JSON.stringify(BEGIN))});
    take();
    new Uint8Array(exchange).set(${JSON.stringify(batch)});
    entry(${Operation.batch}, ${batch.length});
    take();
  }`;
}

function shortSession(): Uint8Array {
  const events = new EventWriter(4_096);
  const payload = new Uint8Array([104, 105]);
  events.start([1, 2, 3]);
  events.playerConnect(4, { peerId: 1, playerSessionId: 'a', playerId: 'b', playerData: '' }, payload);
  events.message({ opCode: 1, sender: 1, channel: 'fast', targetPlayer: -1, targetGroup: 0, payload });
  events.playerGone(1);
  return events.take();
}
