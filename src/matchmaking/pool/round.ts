import type { PooledTicket } from '../formation/pooled-ticket.ts';
import type { Batch } from './batch.ts';

/** A ticket whose turn it is to be searched for. */
export interface Turn {
  readonly anchor: PooledTicket;
  /** Whom to match it with, oldest first. */
  readonly candidates: readonly PooledTicket[];
  /** They are all there are: what is not found is not there. */
  readonly isWholePool: boolean;
}

/** Batches of tickets that are searched one after the other. */
export class Round {
  readonly #batches: Batch[];
  readonly #isWholePool: boolean;

  /**
   * @param batches of which the first comes first
   * @param poolSize how many tickets there are, in batches or not
   */
  constructor(batches: readonly Batch[], poolSize: number) {
    this.#batches = batches.toReversed();
    this.#isWholePool = batches.length === 1 && batches[0]?.size === poolSize;
  }

  /** There may be more to search; what is left may have left the pool. */
  get isUnfinished(): boolean {
    return this.#batches.length > 0;
  }

  /** The next ticket to search for; one that rests has been searched for elsewhere. */
  next(nowMs: number): Turn | undefined {
    for (let batch = this.#batches.at(-1); batch !== undefined; batch = this.#batches.at(-1)) {
      const anchor = batch.nextAnchor();
      if (anchor === undefined) this.#batches.pop();
      else if (anchor.restsUntilMs <= nowMs) {
        return { anchor, candidates: batch.candidatesFor(anchor), isWholePool: this.#isWholePool };
      }
    }
    return undefined;
  }
}
