import { ByteWriter } from './byte-writer.ts';
import {
  type BridgeMessage,
  type BridgePlayer,
  CALLBACKS,
  type CallbackName,
  CHANNELS,
  EventKind,
  GROUP_ACTIONS,
  type GroupAction,
  START_CALLBACKS,
  UPDATE_REASONS,
  type UpdateReason,
} from './messages.ts';

const encoder = new TextEncoder();

/** Host half: collects a session's events until they leave as one batch. */
export class EventWriter {
  #out: ByteWriter;
  #count = 0;
  #matchmakerData: Uint8Array | undefined;

  /** @param maxBytes bound of the batch; callers check `bytes` before they add what may be left out */
  constructor(maxBytes: number) {
    this.#out = new ByteWriter(maxBytes);
  }

  /** Events written since the last `take`, without `matchmakerData`; so are `bytes`. */
  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#out.length;
  }

  /** How many bytes `moveTo` writes. */
  get batchBytes(): number {
    const data = this.#matchmakerData;
    return this.#out.length + (data === undefined ? 0 : 1 + 4 + data.length);
  }

  /** Writes the events so far, behind the matchmaker data where that has changed; an empty batch from now on. */
  moveTo(out: ByteWriter): void {
    if (this.#matchmakerData !== undefined) {
      out.u8(EventKind.matchmakerData);
      out.bytes(this.#matchmakerData);
      this.#matchmakerData = undefined;
    }
    out.raw(this.#out.written());
    this.#out.reset();
    this.#count = 0;
  }

  /** The events so far, as a copy, and an empty batch from now on. */
  take(): Uint8Array {
    const batch = new ByteWriter(this.batchBytes);
    this.moveTo(batch);
    return batch.written();
  }

  /** Asks for a callback that takes what the isolate already knows; its answer is a decision. */
  call(decisionId: number, callback: CallbackName): void {
    this.#begin(EventKind.call);
    this.#out.u32(decisionId);
    this.#out.u8(CALLBACKS.indexOf(callback));
  }

  /** Calls the callbacks that start a game session; a decision for each, in the order of `START_CALLBACKS`. */
  start(decisionIds: readonly number[]): void {
    this.#begin(EventKind.start);
    for (let step = 0; step < START_CALLBACKS.length; step++) this.#out.u32(decisionIds[step]!);
  }

  playerConnect(decisionId: number, player: BridgePlayer, payload: Uint8Array): void {
    this.#begin(EventKind.playerConnect);
    this.#out.u32(decisionId);
    this.#out.u32(player.peerId);
    this.#text(player.playerSessionId);
    this.#text(player.playerId);
    this.#text(player.playerData);
    this.#out.bytes(payload);
  }

  /** An accepted player left, or a login that is still being decided came to nothing. */
  playerGone(peerId: number): void {
    this.#begin(EventKind.playerGone);
    this.#out.u32(peerId);
  }

  /** A message to the script. */
  message(message: BridgeMessage): void {
    this.#begin(EventKind.message);
    this.#message(message);
  }

  /** A message to a peer or a group, for which the script's leave is asked. */
  messageQuestion(decisionId: number, message: BridgeMessage): void {
    this.#begin(EventKind.messageQuestion);
    this.#out.u32(decisionId);
    this.#message(message);
  }

  groupQuestion(decisionId: number, action: GroupAction, groupId: number, peerId: number): void {
    this.#begin(EventKind.groupQuestion);
    this.#out.u32(decisionId);
    this.#out.u8(GROUP_ACTIONS.indexOf(action));
    this.#out.u32(groupId);
    this.#out.u32(peerId);
  }

  /** The truth about one membership, for the isolate's copy of the groups. */
  membership(action: GroupAction, groupId: number, peerId: number): void {
    this.#begin(EventKind.membership);
    this.#out.u8(GROUP_ACTIONS.indexOf(action));
    this.#out.u32(groupId);
    this.#out.u32(peerId);
  }

  /**
   * The game session's matchmaker data from now on. It leads the batch, and counts for nothing in it: it is no reason
   * for one to leave, and takes the place of what was said before, so that there is one at most.
   */
  matchmakerData(matchmakerData: string): void {
    this.#matchmakerData = encoder.encode(matchmakerData);
  }

  /** Something has become of the game session, or of a backfill for it. */
  gameSessionUpdate(reason: UpdateReason, backfillTicketId: string): void {
    this.#begin(EventKind.gameSessionUpdate);
    this.#out.u8(UPDATE_REASONS.indexOf(reason));
    this.#text(backfillTicketId);
  }

  #begin(kind: number): void {
    this.#count++;
    this.#out.u8(kind);
  }

  #message(message: BridgeMessage): void {
    const out = this.#out;
    out.u32(message.opCode);
    out.u32(message.sender);
    out.u8(CHANNELS.indexOf(message.channel));
    out.u32(message.targetPlayer);
    out.u32(message.targetGroup);
    out.bytes(message.payload);
  }

  #text(text: string): void {
    this.#out.bytes(encoder.encode(text));
  }
}
