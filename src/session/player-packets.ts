import { randomUUID } from 'node:crypto';
import { OpCode, SERVER_PEER_ID } from '../protocol/op-codes.ts';
import { OutgoingPacket } from '../protocol/outgoing-packet.ts';
import type { Packet } from '../protocol/packet.ts';

const NO_CERTIFICATE = new Uint8Array(0);

/** The answer to a successful login; `targetPlayer` repeats the peer id for clients that read only that. */
export function loginAccepted(peerId: number, fastPort: number): OutgoingPacket {
  return new OutgoingPacket({
    opCode: OpCode.LOGIN_RESPONSE,
    targetPlayer: peerId,
    sender: SERVER_PEER_ID,
    reliable: true,
    message: {
      kind: 'loginResult',
      success: true,
      reconnectToken: randomUUID(),
      peerId,
      fastPort,
      caCert: NO_CERTIFICATE,
      connectToken: randomUUID(),
    },
  });
}

export function loginRefused(targetPlayer: number): OutgoingPacket {
  return new OutgoingPacket({
    opCode: OpCode.LOGIN_RESPONSE,
    targetPlayer,
    sender: SERVER_PEER_ID,
    reliable: true,
    message: {
      kind: 'loginResult',
      success: false,
      reconnectToken: '',
      peerId: 0,
      fastPort: 0,
      caCert: NO_CERTIFICATE,
      connectToken: '',
    },
  });
}

/** The whole member list of one group, to one player. */
export function membershipUpdate(
  groupId: number,
  members: readonly number[],
  targetPlayer: number,
  sender: number,
): OutgoingPacket {
  return new OutgoingPacket({
    opCode: OpCode.GROUP_MEMBERSHIP_UPDATE,
    targetPlayer,
    sender,
    reliable: true,
    message: { kind: 'groupMembershipUpdate', group: groupId, players: members },
  });
}

/** A client's message on its way to a peer or a group: the sender is the one its connection says. */
export function relayedMessage(
  packet: Packet,
  sender: number,
  targetPlayer: number,
  targetGroup: number,
): OutgoingPacket {
  return new OutgoingPacket({
    opCode: packet.opCode,
    targetPlayer,
    targetGroup,
    sender,
    reliable: packet.reliable,
    payload: packet.payload,
  });
}
