import { ALL_PLAYERS_GROUP_ID } from '../../../protocol/op-codes.ts';
import type { InspectedMessage } from '../../protocol.ts';

const SERVER = 'server';

/** Peers count from 1; what is below is the server itself. */
function peerName(peerId: number): string {
  return peerId > 0 ? `player ${peerId}` : SERVER;
}

export function senderName({ sender }: Pick<InspectedMessage, 'sender'>): string {
  return peerName(sender);
}

export function receiverName({
  targetPeer,
  targetGroup,
}: Pick<InspectedMessage, 'targetPeer' | 'targetGroup'>): string {
  if (targetGroup !== undefined)
    return targetGroup === ALL_PLAYERS_GROUP_ID ? 'all players' : `group ${targetGroup}`;
  return targetPeer === undefined ? SERVER : peerName(targetPeer);
}
