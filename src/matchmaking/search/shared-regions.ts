import type { PooledTicket } from '../formation/pooled-ticket.ts';
import type { Stages } from './stages.ts';

/**
 * What rules about latency leave to the tickets of a match together, each looked at by itself. It is worked out for a
 * stage when it is asked for, and kept for as long as the tickets are in: most candidates of a search would bring the
 * match into another stage, and each of them asks.
 */
export class SharedRegions {
  readonly #stages: Stages;
  readonly #tickets: readonly PooledTicket[];
  /** By ticket, by stage: what is left to the ticket and those before it; undefined if nobody asked. */
  readonly #left: (number | undefined)[][] = [];

  /** @param tickets of the match, that come and go at the end */
  constructor(stages: Stages, tickets: readonly PooledTicket[]) {
    this.#stages = stages;
    this.#tickets = tickets;
  }

  /** To be called when a ticket was put in. */
  forgetLast(): void {
    const left = this.#left[this.#tickets.length - 1];
    if (left === undefined) return;
    for (let stage = 0; stage < left.length; stage++) left[stage] = undefined;
  }

  /** What is left to all of them in a stage, as a set; everything if there are none. */
  in(stage: number): number {
    return this.#ofFirst(this.#tickets.length, stage);
  }

  #ofFirst(count: number, stage: number): number {
    if (count === 0) return -1;
    this.#left[count - 1] ??= new Array<number | undefined>(this.#stages.all.length).fill(undefined);
    const left = this.#left[count - 1]!;
    left[stage] ??=
      this.#ofFirst(count - 1, stage) & this.#stages.regionsFor(this.#tickets[count - 1]!, stage);
    return left[stage];
  }
}
