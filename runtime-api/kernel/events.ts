import type { CommandWriter } from '../../src/bridge/command-writer.ts';
import type { EventHandler, PlayerBytes } from '../../src/bridge/event-reader.ts';
import {
  type BridgeMessage,
  type CallbackName,
  type GroupAction,
  START_CALLBACKS,
  type UpdateReason,
  type Verdict,
} from '../../src/bridge/messages.ts';
import { decodeUtf8 } from '../modules/utf8.ts';
import { ConnectMessage } from '../session/connect-message.ts';
import { receivedMessage, toOwnBuffer } from '../session/game-message.ts';
import { Player } from '../session/player.ts';
import type { SessionState } from '../session/session-state.ts';
import type { Callbacks, Question } from './callbacks.ts';
import type { Script } from './script-loader.ts';

/** Callbacks the host calls by name, with what they are given and what their return means. */
export type LifecycleCalls = Partial<Record<CallbackName, { args: unknown[]; question: Question }>>;

export interface SessionEventsParts {
  script: Script;
  callbacks: Callbacks;
  state: SessionState;
  commands: CommandWriter;
  lifecycle: LifecycleCalls;
}

/** Turns the host's events into the script's callbacks, and keeps players and groups in step with them. */
export class SessionEvents implements EventHandler {
  #parts: SessionEventsParts;

  constructor(parts: SessionEventsParts) {
    this.#parts = parts;
  }

  call(decisionId: number, callback: CallbackName): void {
    this.#call(decisionId, callback, () => {});
  }

  start(decisionIds: readonly number[]): void {
    this.#startFrom(0, decisionIds);
  }

  playerConnect(decisionId: number, bytes: PlayerBytes, payload: Uint8Array): void {
    const { callbacks, state } = this.#parts;
    const player = new Player(
      bytes.peerId,
      decodeUtf8(bytes.playerSessionId),
      decodeUtf8(bytes.playerId),
      decodeUtf8(bytes.playerData),
    );
    state.connecting.set(player.peerId, player);
    const connectMessage = new ConnectMessage(player, toOwnBuffer(payload));
    callbacks.ask('onPlayerConnect', 'decision', [connectMessage], verdict => {
      this.#decideConnect(decisionId, player, verdict);
    });
  }

  playerGone(peerId: number): void {
    const { callbacks, state } = this.#parts;
    state.connecting.delete(peerId);
    if (!state.players.has(peerId)) return;
    callbacks.notify('onPlayerDisconnect', [peerId]);
    state.players.delete(peerId);
    state.groups.removePeer(peerId);
  }

  message(message: BridgeMessage): void {
    this.#parts.callbacks.notify('onMessage', [receivedMessage(message)]);
  }

  messageQuestion(decisionId: number, message: BridgeMessage): void {
    const name = message.targetPlayer > 0 ? 'onSendToPlayer' : 'onSendToGroup';
    this.#decide(decisionId, name, [receivedMessage(message)]);
  }

  groupQuestion(decisionId: number, action: GroupAction, groupId: number, peerId: number): void {
    const name = action === 'join' ? 'onPlayerJoinGroup' : 'onPlayerLeaveGroup';
    this.#decide(decisionId, name, [groupId, peerId]);
  }

  membership(action: GroupAction, groupId: number, peerId: number): void {
    this.#parts.state.groups[action](groupId, peerId);
  }

  matchmakerData(matchmakerData: Uint8Array): void {
    this.#parts.state.setMatchmakerData(decodeUtf8(matchmakerData));
  }

  gameSessionUpdate(reason: UpdateReason, backfillTicketId: Uint8Array): void {
    const { callbacks, state } = this.#parts;
    callbacks.notify('onUpdateGameSession', [state.gameSession, reason, decodeUtf8(backfillTicketId)]);
  }

  #startFrom(step: number, decisionIds: readonly number[]): void {
    const callback = START_CALLBACKS[step];
    if (callback === undefined) return;
    this.#call(decisionIds[step]!, callback, verdict => {
      if (verdict === 'allowed') this.#startFrom(step + 1, decisionIds);
    });
  }

  #call(decisionId: number, callback: CallbackName, andThen: (verdict: Verdict) => void): void {
    const { callbacks, commands, lifecycle, script } = this.#parts;
    const call = lifecycle[callback];
    if (call === undefined) return commands.decision(decisionId, 'denied');
    callbacks.ask(callback, call.question, call.args, verdict => {
      // Scripts add callbacks while they start.
      commands.loaded(script.describe());
      commands.decision(decisionId, verdict);
      andThen(verdict);
    });
  }

  #decide(decisionId: number, name: CallbackName, args: unknown[]): void {
    const { callbacks, commands } = this.#parts;
    callbacks.ask(name, 'decision', args, verdict => commands.decision(decisionId, verdict));
  }

  /** The order of what is written here is the order in which the host acts, and the client sees it. */
  #decideConnect(decisionId: number, player: Player, verdict: Verdict): void {
    const { callbacks, commands, state } = this.#parts;
    commands.decision(decisionId, verdict);
    const isStillThere = state.connecting.delete(player.peerId);
    if (verdict !== 'allowed' || !isStillThere) return;
    state.players.set(player.peerId, player);
    callbacks.notify('onPlayerAccepted', [player]);
    commands.accepted(player.peerId);
  }
}
