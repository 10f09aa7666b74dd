import { NO_GROUP_ID, OpCode, SERVER_PEER_ID } from '../protocol/op-codes.ts';
import type { Packet } from '../protocol/packet.ts';
import type { Groups } from './groups.ts';
import type { Peers } from './peers.ts';

/** Where a client's packet goes. */
export type Route =
  | { to: 'script' }
  | { to: 'peer'; peerId: number }
  | { to: 'group'; groupId: number }
  | { to: 'join' | 'leave' | 'membership'; groupId: number }
  | { to: 'nobody' }
  | { to: 'log'; why: string };

const SCRIPT: Route = { to: 'script' };
const NOBODY: Route = { to: 'nobody' };

/**
 * Decides where an accepted peer's packet goes. The packet's own `sender` plays no part: the sender is the peer
 * whose connection it came by. `log` is for packets that are dropped and worth a line; the sender hears nothing.
 */
export function routePacket(packet: Packet, senderId: number, peers: Peers, groups: Groups): Route {
  if (packet.opCode > 0) return routeMessage(packet, senderId, peers, groups);
  const message = packet.message;
  switch (packet.opCode) {
    case OpCode.JOIN_GROUP:
      if (message?.kind === 'joinGroup') return { to: 'join', groupId: message.group };
      break;
    case OpCode.LEAVE_GROUP:
      if (message?.kind === 'leaveGroup') return { to: 'leave', groupId: message.group };
      break;
    case OpCode.REQUEST_GROUP_MEMBERSHIP:
      if (message?.kind === 'requestGroupMembership') return { to: 'membership', groupId: message.group };
      break;
    case OpCode.PLAYER_READY:
    case OpCode.PING_RESULT:
      return NOBODY;
  }
  return { to: 'log', why: `a client may not send op code ${packet.opCode} like this` };
}

function routeMessage(packet: Packet, senderId: number, peers: Peers, groups: Groups): Route {
  const { targetPlayer, targetGroup } = packet;
  if (targetPlayer === SERVER_PEER_ID) return SCRIPT;
  if (targetPlayer > 0) {
    if (peers.isAccepted(targetPlayer)) return { to: 'peer', peerId: targetPlayer };
    return { to: 'log', why: `there is no player ${targetPlayer}` };
  }
  if (targetGroup === NO_GROUP_ID) return { to: 'log', why: 'the message has no target' };
  if (groups.isMember(targetGroup, senderId)) return { to: 'group', groupId: targetGroup };
  return { to: 'log', why: `the sender is not in group ${targetGroup}` };
}
