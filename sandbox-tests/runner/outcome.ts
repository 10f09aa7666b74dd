import type { Act, Blast } from './act.ts';
import { GOALS } from './goals.ts';
import type { LoopLag } from './loop-watch.ts';

/** How far an act reached: `host` is the relay host or a session in another worker. */
export const REACHES = ['callback', 'session', 'worker', 'host'] as const;
export type Reach = (typeof REACHES)[number];

/** What one call of an act did. */
export interface CallOutcome {
  readonly call: string;
  readonly reach: Reach;
  /** What its session ended with; empty where that plays on, `stalled` where it neither ended nor answered. */
  readonly code: string;
  /** For people: what the operator's log says of the end. */
  readonly detail: string;
  /** From the time limit's end until the players were told that the session was over, in milliseconds. */
  readonly toldMs?: number;
}

/** What an act did, over all of its calls. */
export interface ActOutcome {
  readonly act: Act;
  readonly calls: readonly CallOutcome[];
  readonly reach: Reach;
  /** Promises that were broken, each a sentence that names the call; empty: the act was contained. */
  readonly broken: readonly string[];
  /** The longest that a message of a player in another worker was under way, in milliseconds. */
  readonly otherWorkerMs: number;
  readonly lag: LoopLag;
  /** The most memory a worker had resident meanwhile. */
  readonly workerPeakBytes: number;
  readonly tookMs: number;
}

/** What was late; a busy machine alone may be the reason. */
export function latenesses({ lag, otherWorkerMs }: ActOutcome): string[] {
  const late: string[] = [];
  if (lag.p99 > GOALS.lagP99Ms) late.push(`the relay's loop was late by ${lag.p99.toFixed(0)} ms (p99)`);
  if (otherWorkerMs > GOALS.otherWorkerMs)
    late.push(`a message in the other worker took ${otherWorkerMs.toFixed(0)} ms`);
  return late;
}

export function furthest(reaches: readonly Reach[]): Reach {
  return REACHES[Math.max(0, ...reaches.map(reach => REACHES.indexOf(reach)))]!;
}

/** Whether what an act reached is within what it may cost. */
export function isWithin(reach: Reach, blast: Blast): boolean {
  return REACHES.indexOf(reach) <= REACHES.indexOf(blast);
}
