import { SafeMap } from '../kernel/primordials.ts';

/**
 * The isolate's copy of who is in which group. The host owns the truth and repeats every change of it, the
 * script's own included, in its order; what the script changes shows here at once.
 */
export class Groups {
  #members = new SafeMap<number, SafeMap<number, true>>();

  join(groupId: number, peerId: number): void {
    let members = this.#members.get(groupId);
    if (members === undefined) {
      members = new SafeMap<number, true>();
      this.#members.set(groupId, members);
    }
    members.set(peerId, true);
  }

  leave(groupId: number, peerId: number): void {
    const members = this.#members.get(groupId);
    if (members === undefined) return;
    members.delete(peerId);
    if (members.size === 0) this.#members.delete(groupId);
  }

  removePeer(peerId: number): void {
    const left: number[] = [];
    this.#members.forEach((members, groupId) => {
      if (members.has(peerId)) left[left.length] = groupId;
    });
    for (let i = 0; i < left.length; i++) this.leave(left[i]!, peerId);
  }

  ids(): number[] {
    const ids: number[] = [];
    this.#members.forEach((_, groupId) => {
      ids[ids.length] = groupId;
    });
    return ids;
  }

  members(groupId: number): number[] {
    const peerIds: number[] = [];
    this.#members.get(groupId)?.forEach((_, peerId) => {
      peerIds[peerIds.length] = peerId;
    });
    return peerIds;
  }
}
