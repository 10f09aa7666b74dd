import type { Channel, GroupAction } from '../bridge/messages.ts';
import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import { SERVER_PEER_ID } from '../protocol/op-codes.ts';
import type { OutgoingPacket } from '../protocol/outgoing-packet.ts';
import { Groups, type MembershipChange } from '../relay/groups.ts';
import { Peers } from '../relay/peers.ts';
import { MessageTap } from './message-tap.ts';
import type { Player } from './player.ts';
import { membershipUpdate } from './player-packets.ts';

/** Told of each change of a developer's group. */
export type MembershipListener = (action: GroupAction, groupId: number, peerId: number) => void;

/** The players of a game session and their groups: who is there, and how to reach them. */
export class Roster {
  readonly peers = new Peers();
  readonly groups: Groups;
  /** What players and the script send, for whoever looks. */
  readonly messages = new MessageTap();
  #players = new Map<number, Player>();
  #onMembership: MembershipListener;

  constructor(limits: Limits, hits: LimitHits, onMembership: MembershipListener) {
    this.groups = new Groups(this.peers, limits, hits);
    this.#onMembership = onMembership;
  }

  /** Connecting and accepted players. */
  players(): Player[] {
    return [...this.#players.values()];
  }

  get(peerId: number): Player | undefined {
    return this.#players.get(peerId);
  }

  add(player: Player): void {
    this.#players.set(player.peerId, player);
  }

  /** Takes a player out of everything and tells the groups it was in. @returns false when it was not there */
  remove(peerId: number): boolean {
    if (!this.#players.delete(peerId)) return false;
    const groupIds = this.groups.removePeer(peerId);
    this.peers.remove(peerId);
    for (const groupId of groupIds) this.#tellMembers(groupId);
    return true;
  }

  /** @returns false when there is no such player: it has left, or never was */
  sendToPeer(peerId: number, packet: OutgoingPacket, channel: Channel): boolean {
    const player = this.#players.get(peerId);
    player?.send(packet, channel);
    return player !== undefined;
  }

  /** @returns how many it was sent to */
  sendToGroup(groupId: number, packet: OutgoingPacket, channel: Channel): number {
    const members = this.groups.members(groupId);
    for (const peerId of members) this.sendToPeer(peerId, packet, channel);
    return members.length;
  }

  /** Joins or leaves. A change is told to the group's members, to the leaver, and to the listener. */
  changeMembership(action: GroupAction, groupId: number, peerId: number): MembershipChange {
    const change = this.groups[action](groupId, peerId);
    if (change !== 'changed') return change;
    this.#onMembership(action, groupId, peerId);
    this.#tellMembers(groupId);
    if (action === 'leave') this.sendMembership(groupId, peerId, SERVER_PEER_ID);
    return change;
  }

  /** Sends the true member list of a group to one player. */
  sendMembership(groupId: number, toPeerId: number, sender: number): void {
    const packet = membershipUpdate(groupId, this.groups.members(groupId), toPeerId, sender);
    this.sendToPeer(toPeerId, packet, 'reliable');
  }

  /** Sends the member list of one group to the members of another. */
  broadcastMembership(groupId: number, toGroupId: number): void {
    for (const peerId of this.groups.members(toGroupId)) this.sendMembership(groupId, peerId, SERVER_PEER_ID);
  }

  #tellMembers(groupId: number): void {
    this.broadcastMembership(groupId, groupId);
  }
}
