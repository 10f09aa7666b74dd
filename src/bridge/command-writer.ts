import { ByteWriter } from './byte-writer.ts';
import { lengthOf } from './captured.ts';
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

/**
 * Room kept free of what a script sends, for the records that keep host and isolate in step: at most one
 * decision (6 bytes) for each undecided question of each player.
 */
export const COMMAND_RESERVE_BYTES = 512 * 1024;
/** What a record costs a batch, whatever its length: the host works as long for a short one. */
export const MIN_COMMAND_BYTES = 200;

const indexOf: <T>(list: readonly T[], value: T) => number = Function.prototype.call.bind(
  Array.prototype.indexOf,
);

/**
 * Isolate half: collects the commands of one batch. The methods that return a boolean serve what a script asks
 * for as often as it likes; they return false, and leave the record out, once the batch holds `maxBytes`.
 */
export class CommandWriter {
  #out: ByteWriter;
  #maxBytes: number;
  /** What the script's records have cost the batch. */
  #spentBytes = 0;
  #lastOpCode = 0;
  #lastSender = 0;
  #lastPayloadAt = -1;
  #lastPayloadLength = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
    this.#out = new ByteWriter(maxBytes + COMMAND_RESERVE_BYTES);
  }

  reset(): void {
    this.#out.reset();
    this.#spentBytes = 0;
    this.#lastPayloadAt = -1;
  }

  /** The commands so far, as a view that the next write or reset may change. */
  written(): Uint8Array {
    return this.#out.written();
  }

  loaded(script: LoadedScript): void {
    this.#out.u8(CommandKind.loaded);
    this.#out.u32(script.callbackMask);
    this.#out.u32(script.maxPlayers);
    this.#out.u32(script.pingIntervalMs);
  }

  decision(decisionId: number, verdict: Verdict): void {
    this.#out.u8(CommandKind.decision);
    this.#out.u32(decisionId);
    this.#out.u8(indexOf(VERDICTS, verdict));
  }

  /** `onPlayerAccepted` has run: the login response may leave. */
  accepted(peerId: number): void {
    this.#out.u8(CommandKind.accepted);
    this.#out.u32(peerId);
  }

  end(kind: EndKind, exitCode: number): void {
    this.#out.u8(CommandKind.end);
    this.#out.u8(indexOf(END_KINDS, kind));
    this.#out.u32(exitCode);
  }

  /** When the script next wants to run: microseconds since the epoch, 0 for never. */
  nextTimer(atUs: number): void {
    this.#out.u8(CommandKind.nextTimer);
    this.#out.u53(atUs);
  }

  /**
   * Names the message that the following sends are about. The same content again writes nothing, which is
   * what makes a loop over all players cheap.
   */
  message(opCode: number, sender: number, payload: Uint8Array): boolean {
    const length = lengthOf(payload);
    if (this.#isLast(opCode, sender, payload, length)) return true;
    if (!this.#spend(length)) return false;
    this.#out.u8(CommandKind.message);
    this.#out.u32(opCode);
    this.#out.u32(sender);
    this.#out.bytes(payload);
    this.#lastOpCode = opCode;
    this.#lastSender = sender;
    this.#lastPayloadAt = this.#out.length - length;
    this.#lastPayloadLength = length;
    return true;
  }

  sendToPeer(channel: Channel, peerId: number): boolean {
    if (!this.#spend(0)) return false;
    this.#out.u8(CommandKind.sendToPeer);
    this.#out.u8(indexOf(CHANNELS, channel));
    this.#out.u32(peerId);
    return true;
  }

  sendToGroup(channel: Channel, groupId: number): boolean {
    if (!this.#spend(0)) return false;
    this.#out.u8(CommandKind.sendToGroup);
    this.#out.u8(indexOf(CHANNELS, channel));
    this.#out.u32(groupId);
    return true;
  }

  broadcastMembership(groupToBroadcast: number, targetGroup: number): boolean {
    if (!this.#spend(0)) return false;
    this.#out.u8(CommandKind.broadcastMembership);
    this.#out.u32(groupToBroadcast);
    this.#out.u32(targetGroup);
    return true;
  }

  changeMembership(action: GroupAction, groupId: number, peerId: number): boolean {
    if (!this.#spend(0)) return false;
    this.#out.u8(CommandKind.changeMembership);
    this.#out.u8(indexOf(GROUP_ACTIONS, action));
    this.#out.u32(groupId);
    this.#out.u32(peerId);
    return true;
  }

  /** @param reason UTF-8, for the server's log */
  disconnect(peerId: number, reason: Uint8Array): boolean {
    if (!this.#spend(reason.length)) return false;
    this.#out.u8(CommandKind.disconnect);
    this.#out.u32(peerId);
    this.#out.bytes(reason);
    return true;
  }

  playerSessionPolicy(policy: PlayerSessionPolicy): boolean {
    if (!this.#spend(0)) return false;
    this.#out.u8(CommandKind.playerSessionPolicy);
    this.#out.u8(indexOf(PLAYER_SESSION_POLICIES, policy));
    return true;
  }

  /** @param text UTF-8 */
  log(level: ScriptLogLevel, text: Uint8Array): boolean {
    if (!this.#spend(text.length)) return false;
    this.lastLog(level, text);
    return true;
  }

  /** Written though the batch be full: for what is said of a batch once, at its end. @param text UTF-8, one line */
  lastLog(level: ScriptLogLevel, text: Uint8Array): void {
    this.#out.u8(CommandKind.log);
    this.#out.u8(indexOf(LOG_LEVELS, level));
    this.#out.bytes(text);
  }

  /** @param text UTF-8: the error's stack, or what was thrown instead of an error */
  uncaughtError(text: Uint8Array): boolean {
    if (!this.#spend(text.length)) return false;
    this.#out.u8(CommandKind.uncaughtError);
    this.#out.bytes(text);
    return true;
  }

  /** How often a limit was reached inside; written though the batch be full. */
  limitHits(limit: IsolateLimit, count: number): void {
    this.#out.u8(CommandKind.limitHits);
    this.#out.u8(indexOf(ISOLATE_LIMITS, limit));
    this.#out.u32(count);
  }

  #spend(variableBytes: number): boolean {
    const cost = MIN_COMMAND_BYTES + variableBytes;
    if (this.#spentBytes + cost > this.#maxBytes) return false;
    this.#spentBytes += cost;
    return true;
  }

  #isLast(opCode: number, sender: number, payload: Uint8Array, length: number): boolean {
    return (
      this.#lastPayloadAt >= 0 &&
      this.#lastOpCode === opCode &&
      this.#lastSender === sender &&
      this.#lastPayloadLength === length &&
      this.#out.holdsAt(this.#lastPayloadAt, payload)
    );
  }
}
