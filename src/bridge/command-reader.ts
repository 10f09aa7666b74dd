import { BridgeFormatError, ByteReader } from './byte-reader.ts';
import {
  CHANNELS,
  type Channel,
  CommandKind,
  END_KINDS,
  type EndKind,
  GROUP_ACTIONS,
  type GroupAction,
  ISOLATE_LIMITS,
  type IsolateLimit,
  LOG_LEVELS,
  type LoadedScript,
  PLAYER_SESSION_POLICIES,
  type PlayerSessionPolicy,
  type ScriptLogLevel,
  VERDICTS,
  type Verdict,
} from './messages.ts';

/** Host half: one method per command, in the order in which the script's runtime wrote them. */
export interface CommandHandler {
  loaded(script: LoadedScript): void;
  decision(decisionId: number, verdict: Verdict): void;
  accepted(peerId: number): void;
  /** `payload` is a view into the batch. */
  message(opCode: number, sender: number, payload: Uint8Array): void;
  sendToPeer(channel: Channel, peerId: number): void;
  sendToGroup(channel: Channel, groupId: number): void;
  broadcastMembership(groupToBroadcast: number, targetGroup: number): void;
  changeMembership(action: GroupAction, groupId: number, peerId: number): void;
  disconnect(peerId: number, reason: string): void;
  playerSessionPolicy(policy: PlayerSessionPolicy): void;
  end(kind: EndKind, exitCode: number): void;
  log(level: ScriptLogLevel, text: string): void;
  uncaughtError(text: string): void;
  /** Microseconds since the epoch; 0 for never. */
  nextTimer(atUs: number): void;
  limitHits(limit: IsolateLimit, count: number): void;
}

/** No writer of ours comes near: each record of a script costs it a share of its batch (`MIN_COMMAND_BYTES`). */
const MAX_COMMANDS = 150_000;

// Keeps a leading byte order mark, as part of the text it is in.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/**
 * Reads a batch as one would read a stranger's datagram: ids are range-checked here and looked up by the
 * handler, every length is checked, and nothing is trusted to have been written by our own runtime.
 */
export class CommandReader {
  readonly #bytes: ByteReader;
  readonly #handler: CommandHandler;
  #count = 0;
  #hasMessage = false;

  constructor(bytes: Uint8Array, handler: CommandHandler) {
    this.#bytes = new ByteReader(bytes);
    this.#handler = handler;
  }

  get isAtEnd(): boolean {
    return this.#bytes.remaining === 0;
  }

  /**
   * Hands the next command over.
   * @throws {BridgeFormatError} when it makes no sense, or is one too many
   */
  next(): void {
    if (++this.#count > MAX_COMMANDS) throw new BridgeFormatError('more commands than a batch can hold');
    const kind = this.#bytes.u8();
    if ((kind === CommandKind.sendToPeer || kind === CommandKind.sendToGroup) && !this.#hasMessage) {
      throw new BridgeFormatError('a send without a message');
    }
    if (kind === CommandKind.message) this.#hasMessage = true;
    readCommand(kind, this.#bytes, this.#handler);
  }
}

/**
 * Reads a whole batch.
 * @throws {BridgeFormatError} at the first command that makes no sense; the handler has seen those before it
 */
export function readCommands(bytes: Uint8Array, handler: CommandHandler): void {
  const reader = new CommandReader(bytes, handler);
  while (!reader.isAtEnd) reader.next();
}

function readCommand(kind: number, reader: ByteReader, handler: CommandHandler): void {
  switch (kind) {
    case CommandKind.loaded:
      return handler.loaded({
        callbackMask: reader.u32(),
        maxPlayers: reader.i32(),
        pingIntervalMs: reader.i32(),
      });
    case CommandKind.decision:
      return handler.decision(reader.u32(), reader.oneOf(VERDICTS));
    case CommandKind.accepted:
      return handler.accepted(reader.i32());
    case CommandKind.message:
      return handler.message(reader.i32(), reader.i32(), reader.bytes());
    case CommandKind.sendToPeer:
      return handler.sendToPeer(reader.oneOf(CHANNELS), reader.i32());
    case CommandKind.sendToGroup:
      return handler.sendToGroup(reader.oneOf(CHANNELS), reader.i32());
    case CommandKind.broadcastMembership:
      return handler.broadcastMembership(reader.i32(), reader.i32());
    case CommandKind.changeMembership:
      return handler.changeMembership(reader.oneOf(GROUP_ACTIONS), reader.i32(), reader.i32());
    case CommandKind.disconnect:
      return handler.disconnect(reader.i32(), decoder.decode(reader.bytes()));
    case CommandKind.playerSessionPolicy:
      return handler.playerSessionPolicy(reader.oneOf(PLAYER_SESSION_POLICIES));
    case CommandKind.end:
      return handler.end(reader.oneOf(END_KINDS), reader.i32());
    case CommandKind.log:
      return handler.log(reader.oneOf(LOG_LEVELS), decoder.decode(reader.bytes()));
    case CommandKind.uncaughtError:
      return handler.uncaughtError(decoder.decode(reader.bytes()));
    case CommandKind.nextTimer:
      return handler.nextTimer(reader.u53());
    case CommandKind.limitHits:
      return handler.limitHits(reader.oneOf(ISOLATE_LIMITS), reader.u32());
    default:
      throw new BridgeFormatError(`unknown command kind ${kind}`);
  }
}
