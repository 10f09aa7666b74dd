import type { PooledTicket } from '../formation/pooled-ticket.ts';
import type { Stages } from '../search/stages.ts';

/** Tickets among which a pass looks for matches. */
export class Batch {
  readonly #stages: Stages;
  /** Oldest first; without backfills, which are nobody's candidates. */
  readonly #members: readonly PooledTicket[];
  /** Tickets at its beginning. */
  readonly size: number;
  readonly #anchors: readonly PooledTicket[];
  readonly #skipsByRegion: boolean;
  /** By stage, by member: regions left to it. */
  readonly #regions = new Map<number, Int32Array>();
  /** By stage, by set of regions: members who share one of them. */
  readonly #near = new Map<number, Map<number, readonly PooledTicket[]>>();
  #next = 0;

  /**
   * @param anchors those to search for, in turn
   * @param age whose age decides what is in force for a match
   */
  constructor(
    tickets: readonly PooledTicket[],
    anchors: readonly PooledTicket[],
    stages: Stages,
    age: 'newest' | 'oldest',
  ) {
    this.size = tickets.length;
    this.#members = tickets.filter(({ playerTeams }) => playerTeams === undefined);
    this.#anchors = anchors;
    this.#stages = stages;
    this.#skipsByRegion = age === 'newest' && stages.regionsOnlyGrow;
  }

  /** The next one to search for that is still there. */
  nextAnchor(): PooledTicket | undefined {
    while (this.#next < this.#anchors.length) {
      const anchor = this.#anchors[this.#next++]!;
      if (!anchor.isGone) return anchor;
    }
    return undefined;
  }

  /** Whom to match it with, oldest first. */
  candidatesFor(anchor: PooledTicket): readonly PooledTicket[] {
    const members = this.#skipsByRegion ? this.#nearTo(anchor) : this.#members;
    // Loops in place of `filter`, here and below, save an eighth of a pass
    const candidates: PooledTicket[] = [];
    for (let index = 0; index < members.length; index++) {
      const member = members[index]!;
      if (!member.isGone && member !== anchor) candidates.push(member);
    }
    return candidates;
  }

  /**
   * Those who share a region with it. A match is in the stage of its newest ticket, so never in a later one than the
   * anchor's, and earlier ones leave no more regions.
   */
  #nearTo(anchor: PooledTicket): readonly PooledTicket[] {
    const { stage } = anchor;
    const regions = this.#stages.regionsFor(anchor, stage);
    const bySet = this.#near.get(stage) ?? new Map<number, readonly PooledTicket[]>();
    this.#near.set(stage, bySet);
    const known = bySet.get(regions);
    if (known !== undefined) return known;
    const left = this.#regionsIn(stage);
    const near: PooledTicket[] = [];
    for (let index = 0; index < left.length; index++) {
      if ((left[index]! & regions) !== 0) near.push(this.#members[index]!);
    }
    bySet.set(regions, near);
    return near;
  }

  #regionsIn(stage: number): Int32Array {
    const known = this.#regions.get(stage);
    if (known !== undefined) return known;
    const left = new Int32Array(this.#members.length);
    for (let index = 0; index < left.length; index++) {
      left[index] = this.#stages.regionsFor(this.#members[index]!, stage);
    }
    this.#regions.set(stage, left);
    return left;
  }
}
