import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import { ALL_PLAYERS_GROUP_ID } from '../protocol/op-codes.ts';
import type { Peers } from './peers.ts';

/** `changed`, or why a join or leave changed nothing. */
export type MembershipChange = 'changed' | 'unchanged' | 'refused';

/**
 * Who is in which group of one game session. A developer's groups have positive ids and exist while they have
 * members; group -1 is every accepted peer and cannot be joined or left.
 */
export class Groups {
  #peers: Peers;
  #limits: Limits;
  #hits: LimitHits;
  #membersOf = new Map<number, Set<number>>();
  #groupsOf = new Map<number, Set<number>>();

  constructor(peers: Peers, limits: Limits, hits: LimitHits) {
    this.#hits = hits;
    this.#peers = peers;
    this.#limits = limits;
  }

  /** `refused`: not an accepted peer, not a developer's group, or past `groupsPerPlayer` or `groupsPerSession`. */
  join(groupId: number, peerId: number): MembershipChange {
    if (groupId <= 0 || !this.#peers.isAccepted(peerId)) return 'refused';
    const groups = this.#groupsOf.get(peerId) ?? new Set();
    if (groups.has(groupId)) return 'unchanged';
    const members = this.#membersOf.get(groupId) ?? new Set();
    if (groups.size >= this.#limits.groupsPerPlayer) return this.#refuse('groupsPerPlayer');
    if (members.size === 0 && this.#membersOf.size >= this.#limits.groupsPerSession) {
      return this.#refuse('groupsPerSession');
    }
    this.#groupsOf.set(peerId, groups.add(groupId));
    this.#membersOf.set(groupId, members.add(peerId));
    return 'changed';
  }

  leave(groupId: number, peerId: number): MembershipChange {
    const members = this.#membersOf.get(groupId);
    if (members === undefined || !members.delete(peerId)) return 'unchanged';
    if (members.size === 0) this.#membersOf.delete(groupId);
    const groups = this.#groupsOf.get(peerId)!;
    groups.delete(groupId);
    if (groups.size === 0) this.#groupsOf.delete(peerId);
    return 'changed';
  }

  /** Takes a peer out of all its groups and says which they were. */
  removePeer(peerId: number): number[] {
    const groupIds = [...(this.#groupsOf.get(peerId) ?? [])];
    for (const groupId of groupIds) this.leave(groupId, peerId);
    return groupIds;
  }

  isMember(groupId: number, peerId: number): boolean {
    if (groupId === ALL_PLAYERS_GROUP_ID) return this.#peers.isAccepted(peerId);
    return this.#membersOf.get(groupId)?.has(peerId) ?? false;
  }

  /** Number of members. */
  size(groupId: number): number {
    if (groupId === ALL_PLAYERS_GROUP_ID) return this.#peers.acceptedCount;
    return this.#membersOf.get(groupId)?.size ?? 0;
  }

  /** In the order in which they joined; empty for a group that does not exist. */
  members(groupId: number): readonly number[] {
    if (groupId === ALL_PLAYERS_GROUP_ID) return this.#peers.accepted();
    return [...(this.#membersOf.get(groupId) ?? [])];
  }

  /** The developer's groups; members in the order in which they joined. */
  list(): { groupId: number; peerIds: number[] }[] {
    return [...this.#membersOf].map(([groupId, members]) => ({ groupId, peerIds: [...members] }));
  }

  #refuse(limit: 'groupsPerPlayer' | 'groupsPerSession'): 'refused' {
    this.#hits.add(limit);
    return 'refused';
  }
}
