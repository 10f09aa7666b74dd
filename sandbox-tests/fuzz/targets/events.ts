/** The events of a batch, as the runtime in an isolate reads them: `readEvent`, and the texts in them. */
import { deepStrictEqual } from 'node:assert';
import { decodeUtf8 } from '../../../runtime-api/modules/utf8.ts';
import { BridgeFormatError, ByteReader } from '../../../src/bridge/byte-reader.ts';
import { type EventHandler, type PlayerBytes, readEvent } from '../../../src/bridge/event-reader.ts';
import { EventWriter } from '../../../src/bridge/event-writer.ts';
import {
  CALLBACKS,
  CHANNELS,
  EventKind,
  GROUP_ACTIONS,
  START_CALLBACKS,
  UPDATE_REASONS,
} from '../../../src/bridge/messages.ts';
import { ensure, type FuzzTarget } from '../engine/target.ts';
import { type Call, checkingHandler, type MethodShapes, type Shape } from './shapes.ts';

const MAX_BYTES = 1024;
const MOMENT = Buffer.alloc(8);

const MESSAGE: Shape = {
  fields: {
    opCode: 'i32',
    sender: 'i32',
    channel: CHANNELS,
    targetPlayer: 'i32',
    targetGroup: 'i32',
    payload: 'bytes',
  },
};
const PLAYER: Shape = {
  fields: { peerId: 'i32', playerSessionId: 'bytes', playerId: 'bytes', playerData: 'bytes' },
};

const SHAPES: MethodShapes<EventHandler> = {
  call: ['u32', CALLBACKS],
  start: [{ numbers: START_CALLBACKS.length }],
  playerConnect: ['u32', PLAYER, 'bytes'],
  playerGone: ['i32'],
  message: [MESSAGE],
  messageQuestion: ['u32', MESSAGE],
  groupQuestion: ['u32', GROUP_ACTIONS, 'i32', 'i32'],
  membership: [GROUP_ACTIONS, 'i32', 'i32'],
  matchmakerData: ['bytes'],
  gameSessionUpdate: [UPDATE_REASONS, 'bytes'],
};

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The events up to the first record that makes no sense, their texts decoded. */
function read(batch: Uint8Array): Call[] {
  const { handler, calls } = checkingHandler(SHAPES, batch);
  try {
    const reader = new ByteReader(batch);
    reader.u53();
    while (reader.remaining > 0) readEvent(reader, handler);
  } catch (error) {
    if (!(error instanceof BridgeFormatError)) throw error;
  }
  return calls.map(withTexts);
}

function withTexts(call: Call): Call {
  const [method, first, second, third] = call;
  if (method === 'playerConnect') return [method, first, playerWithTexts(second as PlayerBytes), third];
  if (method === 'matchmakerData') return [method, decodeText(first as Uint8Array)];
  if (method === 'gameSessionUpdate') return [method, first, decodeText(second as Uint8Array)];
  return call;
}

function playerWithTexts(player: PlayerBytes) {
  const { peerId, playerSessionId, playerId, playerData } = player;
  return {
    peerId,
    playerSessionId: decodeText(playerSessionId),
    playerId: decodeText(playerId),
    playerData: decodeText(playerData),
  };
}

/** With the runtime's own decoder, held to that of Node. */
function decodeText(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes);
  ensure(text === decoder.decode(bytes), 'the runtime reads UTF-8 as WHATWG has it');
  return text;
}

/** In the order in which the host writes events: there is matchmaker data once, the last there was, and first of all. */
function asWritten(calls: readonly Call[]): Call[] {
  const isData = ([method]: Call) => method === 'matchmakerData';
  return [...calls.filter(isData).slice(-1), ...calls.filter(call => !isData(call))];
}

/** The same events, as the host writes them. */
function write(calls: readonly Call[]): Uint8Array {
  const writer = new EventWriter(16 * MAX_BYTES);
  for (const [method, ...args] of calls) {
    (writer as unknown as Record<string, (...args: unknown[]) => void>)[method]!(...args);
  }
  return new Uint8Array(Buffer.concat([MOMENT, writer.take()]));
}

const message = {
  opCode: 7,
  sender: 3,
  channel: 'reliable',
  targetPlayer: -1,
  targetGroup: 0,
  payload: Buffer.from('hi'),
};
const player = { peerId: 3, playerSessionId: 'psess-1', playerId: 'ü', playerData: '{"a":"😀"}' };
const EXAMPLES: readonly Call[] = [
  ['call', 1, 'init'],
  ['start', [7, 8, 9]],
  ['playerConnect', 2, player, Buffer.from('payload')],
  ['message', message],
  ['messageQuestion', 4, message],
  ['groupQuestion', 5, 'leave', 12, 3],
  ['membership', 'join', 12, 3],
  ['playerGone', 3],
  ['matchmakerData', '{"matchId":"ü"}'],
  ['gameSessionUpdate', 'BACKFILL_FAILED', 'ticket-1'],
];

export const target: FuzzTarget = {
  maxBytes: MAX_BYTES,
  seeds: [...EXAMPLES.map(call => write([call])), write(EXAMPLES)],
  dictionary: [
    ...Object.values(EventKind).map(kind => Uint8Array.of(kind)),
    ...['efbbbf', 'f09f9880', 'eda080', 'f0908080', 'c080', 'e0a0'].map(hex => Buffer.from(hex, 'hex')),
  ],
  run(input) {
    const calls = read(input);
    deepStrictEqual(read(write(calls)), asWritten(calls));
  },
};
