/** The commands of a batch, as the host reads them from an isolate: `readCommands`. */
import { deepStrictEqual } from 'node:assert';
import { BridgeFormatError } from '../../../src/bridge/byte-reader.ts';
import { type CommandHandler, readCommands } from '../../../src/bridge/command-reader.ts';
import { CommandWriter, MIN_COMMAND_BYTES } from '../../../src/bridge/command-writer.ts';
import {
  CHANNELS,
  CommandKind,
  END_KINDS,
  GROUP_ACTIONS,
  ISOLATE_LIMITS,
  LOG_LEVELS,
  PLAYER_SESSION_POLICIES,
  VERDICTS,
} from '../../../src/bridge/messages.ts';
import type { FuzzTarget } from '../engine/target.ts';
import { COMMAND_SEEDS } from './command-seeds.ts';
import { type Call, checkingHandler, type MethodShapes } from './shapes.ts';

const MAX_BYTES = 1024;

const SHAPES: MethodShapes<CommandHandler> = {
  loaded: [{ fields: { callbackMask: 'u32', maxPlayers: 'i32', pingIntervalMs: 'i32' } }],
  decision: ['u32', VERDICTS],
  accepted: ['i32'],
  message: ['i32', 'i32', 'bytes'],
  sendToPeer: [CHANNELS, 'i32'],
  sendToGroup: [CHANNELS, 'i32'],
  broadcastMembership: ['i32', 'i32'],
  changeMembership: [GROUP_ACTIONS, 'i32', 'i32'],
  disconnect: ['i32', 'text'],
  playerSessionPolicy: [PLAYER_SESSION_POLICIES],
  end: [END_KINDS, 'i32'],
  log: [LOG_LEVELS, 'text'],
  uncaughtError: ['text'],
  nextTimer: ['u53'],
  limitHits: [ISOLATE_LIMITS, 'u32'],
};

const encoder = new TextEncoder();

/** The commands up to the first record that makes no sense. */
function read(batch: Uint8Array): Call[] {
  const { handler, calls } = checkingHandler(SHAPES, batch);
  try {
    readCommands(batch, handler);
  } catch (error) {
    if (!(error instanceof BridgeFormatError)) throw error;
  }
  return calls;
}

/** The same commands, as our own runtime writes them. */
function write(calls: readonly Call[]): Uint8Array {
  // Text that was not UTF-8 has become longer: each wrong byte is U+FFFD now.
  const writer = new CommandWriter(MAX_BYTES * MIN_COMMAND_BYTES);
  for (const [method, ...args] of calls) {
    const shapes = SHAPES[method as keyof CommandHandler];
    const written = args.map((arg, index) =>
      shapes[index] === 'text' ? encoder.encode(arg as string) : arg,
    );
    (writer as unknown as Record<string, (...args: unknown[]) => void>)[method]!(...written);
  }
  return writer.written().slice();
}

/** Without what the writer leaves out: a message that is the last one once more. */
function withoutRepeats(calls: readonly Call[]): Call[] {
  let last = '';
  return calls.filter(([method, ...args]) => {
    if (method !== 'message') return true;
    const message = args.join(' ');
    const isRepeat = message === last;
    last = message;
    return !isRepeat;
  });
}

export const target: FuzzTarget = {
  maxBytes: MAX_BYTES,
  seeds: COMMAND_SEEDS,
  dictionary: [...Object.values(CommandKind).map(kind => Uint8Array.of(kind)), Buffer.from('efbbbf', 'hex')],
  run(input) {
    const calls = read(input);
    deepStrictEqual(read(write(calls)), withoutRepeats(calls));
  },
};
