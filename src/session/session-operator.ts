import type { Logger } from 'pino';
import type { Channel } from '../bridge/messages.ts';
import { PlaypenError } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import { ALL_PLAYERS_GROUP_ID, SERVER_PEER_ID } from '../protocol/op-codes.ts';
import { OutgoingPacket } from '../protocol/outgoing-packet.ts';
import type { MessageTap } from './message-tap.ts';
import type { Roster } from './roster.ts';

/** A player of a game session, as its operator sees one. */
export interface PlayerView {
  peerId: number;
  playerId: string;
  playerSessionId: string;
  hasFastChannel: boolean;
  /** Milliseconds since 1970. */
  connectedAt: number;
}

/** A message as from the server; to everybody where no target is given. */
export interface OperatorMessage {
  opCode: number;
  payload: Uint8Array;
  targetPeer?: number;
  targetGroup?: number;
  channel: Channel;
}

export interface SessionOperatorParts {
  roster: Roster;
  limits: Limits;
  log: Logger;
}

/** What an operator sees of the players of a game session that runs, and does to them. */
export class SessionOperator {
  readonly #parts: SessionOperatorParts;

  constructor(parts: SessionOperatorParts) {
    this.#parts = parts;
  }

  /** Its messages, for whoever looks at them. */
  get messages(): MessageTap {
    return this.#parts.roster.messages;
  }

  /** Those who play; the longest there first. */
  players(): PlayerView[] {
    return this.#parts.roster
      .players()
      .filter(({ isPlaying }) => isPlaying)
      .map(({ peerId, playerId, playerSessionId, connection, createdMs }) => ({
        ...{ peerId, playerId, playerSessionId },
        hasFastChannel: connection.isFastChannelUp,
        connectedAt: createdMs,
      }));
  }

  /** The script's groups, with their members in the order in which they joined. */
  groups(): { groupId: number; peerIds: number[] }[] {
    return this.#parts.roster.groups.list();
  }

  /** Closes a player's connection with the code `kicked`. @throws {PlaypenError} `peer_not_found` */
  kick(peerId: number): void {
    const { roster, log } = this.#parts;
    const player = roster.get(peerId);
    if (player === undefined || player.connection.closed) throw peerNotFound(peerId);
    log.info({ peerId }, 'player disconnected by an operator');
    player.connection.close('kicked');
  }

  /** @throws {PlaypenError} `peer_not_found`, `message_refused` */
  send({ opCode, payload, targetPeer, targetGroup, channel }: OperatorMessage): void {
    const { roster, limits, log } = this.#parts;
    if (targetPeer !== undefined && targetGroup !== undefined) {
      throw new PlaypenError('message_refused', 'name a player or a group, not both');
    }
    if (payload.length > limits.scriptPayloadBytes) {
      const { length } = payload;
      throw new PlaypenError(
        'message_refused',
        `the payload has ${length} bytes, and ${limits.scriptPayloadBytes} are allowed`,
      );
    }
    const sender = SERVER_PEER_ID;
    const packet = new OutgoingPacket({ opCode, sender, reliable: channel === 'reliable', payload });
    if (targetPeer !== undefined) {
      if (!roster.sendToPeer(targetPeer, packet, channel)) throw peerNotFound(targetPeer);
    } else {
      roster.sendToGroup(targetGroup ?? ALL_PLAYERS_GROUP_ID, packet, channel);
    }
    const target =
      targetPeer === undefined ? { targetGroup: targetGroup ?? ALL_PLAYERS_GROUP_ID } : { targetPeer };
    roster.messages.sent({ opCode, sender, payload, channel, ...target });
    log.info({ opCode, ...target, bytes: payload.length }, 'message sent by an operator');
  }
}

function peerNotFound(peerId: number): PlaypenError {
  return new PlaypenError('peer_not_found', `player ${peerId}`);
}
