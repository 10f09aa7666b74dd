import { lengthOf } from '../../src/bridge/captured.ts';
import type { CommandWriter } from '../../src/bridge/command-writer.ts';
import type { Channel, GroupAction, PlayerSessionPolicy } from '../../src/bridge/messages.ts';
import type { LimitCounts } from '../kernel/limit-counts.ts';
import { promiseResolve, stringSlice } from '../kernel/primordials.ts';
import { encodeUtf8 } from '../modules/utf8.ts';
import type { Budget } from './budget.ts';
import { toInt32, toPeerId } from './coercion.ts';
import {
  type GameMessage,
  newGameMessage,
  payloadBytes,
  SERVER_PEER_ID,
  textOf,
  toOpCode,
  toSender,
} from './game-message.ts';
import { createLogger, type Logger } from './logger.ts';
import { PlayerList } from './player-list.ts';
import type { SessionLog } from './session-log.ts';
import type { SessionState } from './session-state.ts';

const ALL_PLAYERS_GROUP_ID = -1;
const MAX_REASON_CHARACTERS = 100;

export interface RealtimeSessionParts {
  maxPayloadBytes: number;
  state: SessionState;
  commands: CommandWriter;
  log: SessionLog;
  counts: LimitCounts;
  /** The script is given a promise. */
  onPromise(): void;
  getBudget(): Budget;
}

/**
 * `rtSession`, what `init` gets. Nothing here throws into a script for a bad target, a message that is none or
 * a payload too large: it is logged and dropped. Every method may be taken off the object and called alone.
 */
export function createRealtimeSession(parts: RealtimeSessionParts): object {
  const { state, commands, log, onPromise, getBudget } = parts;
  const logger = createLogger(log);
  const sending = createSending(parts);
  return {
    getPlayers: () => new PlayerList(state.players),
    getServerId: () => SERVER_PEER_ID,
    getAllPlayersGroupId: () => ALL_PLAYERS_GROUP_ID,
    getGameSessionId: () => state.gameSessionId,
    getGameSession: () => state.gameSession,
    getLogger: (): Logger => logger,
    getBudget: () => getBudget(),
    newTextGameMessage: newGameMessage,
    newBinaryGameMessage: newGameMessage,
    ...sending,
    ...createGroupMethods(state, commands, log),
    disconnectPlayer(peer: unknown, reason?: unknown): void {
      const peerId = toPeerId(peer);
      if (peerId === undefined) return log.write('warn', 'disconnectPlayer: not a peer id');
      const text = reason === undefined ? '' : stringSlice(textOf(reason), 0, MAX_REASON_CHARACTERS);
      if (!commands.disconnect(peerId, encodeUtf8(text))) log.commandDropped();
    },
    setPlayerSessionCreationPolicy(policy: unknown): void {
      if (policy !== 'ACCEPT_ALL' && policy !== 'DENY_ALL') {
        return log.write('warn', 'setPlayerSessionCreationPolicy: takes "ACCEPT_ALL" or "DENY_ALL"');
      }
      const wanted: PlayerSessionPolicy = policy;
      if (!commands.playerSessionPolicy(wanted)) log.commandDropped();
    },
    /** The host acts on the first of these and on nothing that comes after it. */
    processEnding(): Promise<unknown> {
      onPromise();
      commands.end('processEnding', 0);
      return promiseResolve();
    },
  };
}

function createSending({ commands, log, counts, maxPayloadBytes }: RealtimeSessionParts) {
  /** Writes the message down; false when there is nothing to send. */
  function prepare(method: string, message: unknown): boolean {
    if (typeof message !== 'object' || message === null) {
      log.write('warn', `${method}: dropped, the first argument is not a game message`);
      return false;
    }
    const given = message as Partial<GameMessage>;
    const opCode = toOpCode(given.opCode);
    const sender = toSender(given.sender);
    const payload = payloadBytes(given.payload);
    if (opCode <= 0) {
      log.write('warn', `${method}: dropped, the op code must be a positive integer`);
      return false;
    }
    const payloadLength = lengthOf(payload);
    if (payloadLength > maxPayloadBytes) {
      counts.add('scriptPayloadBytes');
      log.write('warn', `${method}: dropped, ${payloadLength} bytes are more than ${maxPayloadBytes}`);
      return false;
    }
    if (commands.message(opCode, sender, payload)) return true;
    log.commandDropped();
    return false;
  }

  const toPeer = (method: string, channel: Channel) => (message: unknown, peer: unknown) => {
    const peerId = toPeerId(peer);
    if (peerId === undefined || peerId <= 0) {
      log.write('warn', `${method}: dropped, the target is not a peer id`);
    } else if (prepare(method, message) && !commands.sendToPeer(channel, peerId)) log.commandDropped();
  };
  const toGroup = (method: string, channel: Channel) => (message: unknown, group: unknown) => {
    const groupId = toInt32(group);
    if (groupId === undefined || groupId < -1 || groupId === 0) {
      log.write('warn', `${method}: dropped, the target is not a group id`);
    } else if (prepare(method, message) && !commands.sendToGroup(channel, groupId)) log.commandDropped();
  };
  return {
    sendMessage: toPeer('sendMessage', 'fast'),
    sendReliableMessage: toPeer('sendReliableMessage', 'reliable'),
    sendGroupMessage: toGroup('sendGroupMessage', 'fast'),
    sendReliableGroupMessage: toGroup('sendReliableGroupMessage', 'reliable'),
  };
}

function createGroupMethods(state: SessionState, commands: CommandWriter, log: SessionLog) {
  const change = (method: string, action: GroupAction) => (group: unknown, peer: unknown) => {
    const groupId = toInt32(group);
    const peerId = toPeerId(peer);
    if (groupId === undefined || groupId <= 0) return log.write('warn', `${method}: not a group id`);
    if (peerId === undefined || !state.players.has(peerId)) {
      return log.write('warn', `${method}: not a connected player`);
    }
    if (!commands.changeMembership(action, groupId, peerId)) return log.commandDropped();
    state.groups[action](groupId, peerId);
  };
  return {
    getGroups: () => state.groups.ids(),
    getGroupMembers(group: unknown): number[] {
      const groupId = toInt32(group) ?? 0;
      if (groupId !== ALL_PLAYERS_GROUP_ID) return state.groups.members(groupId);
      return new PlayerList(state.players).map(player => player.peerId);
    },
    joinGroup: change('joinGroup', 'join'),
    leaveGroup: change('leaveGroup', 'leave'),
    broadcastGroupMembershipUpdate(groupToBroadcast: unknown, targetGroup: unknown): void {
      const shown = toInt32(groupToBroadcast);
      const target = toInt32(targetGroup);
      if (shown === undefined || target === undefined) {
        return log.write('warn', 'broadcastGroupMembershipUpdate: takes two group ids');
      }
      if (!commands.broadcastMembership(shown, target)) log.commandDropped();
    },
  };
}
