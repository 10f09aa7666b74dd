import { BridgeFormatError, type ByteReader } from './byte-reader.ts';
import {
  type BridgeMessage,
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

/** The texts of a connecting player are still bytes here: the isolate has no decoder of its own. */
export interface PlayerBytes {
  peerId: number;
  playerSessionId: Uint8Array;
  playerId: Uint8Array;
  playerData: Uint8Array;
}

/** Isolate half: one method per event; byte arguments, texts too, are views into the batch. */
export interface EventHandler {
  call(decisionId: number, callback: CallbackName): void;
  start(decisionIds: readonly number[]): void;
  playerConnect(decisionId: number, player: PlayerBytes, payload: Uint8Array): void;
  playerGone(peerId: number): void;
  message(message: BridgeMessage): void;
  messageQuestion(decisionId: number, message: BridgeMessage): void;
  groupQuestion(decisionId: number, action: GroupAction, groupId: number, peerId: number): void;
  membership(action: GroupAction, groupId: number, peerId: number): void;
  matchmakerData(matchmakerData: Uint8Array): void;
  gameSessionUpdate(reason: UpdateReason, backfillTicketId: Uint8Array): void;
}

function readMessage(reader: ByteReader): BridgeMessage {
  return {
    opCode: reader.i32(),
    sender: reader.i32(),
    channel: reader.oneOf(CHANNELS),
    targetPlayer: reader.i32(),
    targetGroup: reader.i32(),
    payload: reader.bytes(),
  };
}

/**
 * Reads one event and hands it over. The caller loops while `reader.remaining` is not zero.
 * @throws {BridgeFormatError} at a record that makes no sense, before the handler hears of it
 */
export function readEvent(reader: ByteReader, handler: EventHandler): void {
  const kind = reader.u8();
  switch (kind) {
    case EventKind.call:
      return handler.call(reader.u32(), reader.oneOf(CALLBACKS));
    case EventKind.playerConnect: {
      const decisionId = reader.u32();
      const player = {
        peerId: reader.i32(),
        playerSessionId: reader.bytes(),
        playerId: reader.bytes(),
        playerData: reader.bytes(),
      };
      return handler.playerConnect(decisionId, player, reader.bytes());
    }
    case EventKind.playerGone:
      return handler.playerGone(reader.i32());
    case EventKind.message:
      return handler.message(readMessage(reader));
    case EventKind.messageQuestion:
      return handler.messageQuestion(reader.u32(), readMessage(reader));
    case EventKind.groupQuestion:
      return handler.groupQuestion(reader.u32(), reader.oneOf(GROUP_ACTIONS), reader.i32(), reader.i32());
    case EventKind.membership:
      return handler.membership(reader.oneOf(GROUP_ACTIONS), reader.i32(), reader.i32());
    case EventKind.start: {
      const decisionIds: number[] = [];
      for (let step = 0; step < START_CALLBACKS.length; step++) decisionIds[step] = reader.u32();
      return handler.start(decisionIds);
    }
    case EventKind.matchmakerData:
      return handler.matchmakerData(reader.bytes());
    case EventKind.gameSessionUpdate:
      return handler.gameSessionUpdate(reader.oneOf(UPDATE_REASONS), reader.bytes());
    default:
      throw new BridgeFormatError(`unknown event kind ${kind}`);
  }
}
