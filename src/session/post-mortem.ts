import type { BatchBudget } from '../bridge/batch-head.ts';
import type { CloseCode } from '../errors.ts';
import type { LimitCause } from '../isolate/script-link.ts';
import type { Limits } from '../limits/limits.ts';
import type { RecentEvent } from './recent-events.ts';

/** A place in a stack, as the author's own or as the bundle's: `at f (arena.js:12:3)`, `at arena.js:12:3`. */
const PLACE = /\n\s+at (?:.*\()?([^()\n]+:\d+:\d+)\)?/;

/** What is left to look at of a game session that is over; for its operator and its script's author, never for players. */
export interface PostMortem {
  readonly code: CloseCode;
  /** What exactly, in words; with the author's own places. */
  readonly detail: string;
  /** The limit that ended the session, if one did; amounts in the unit the limit's name ends in. */
  readonly limit?: string;
  readonly used?: number;
  readonly allowed?: number;
  /** The author's line that was running, where that is known: `file:line:column`. */
  readonly source?: string;
  /** What the script was given last, oldest first. */
  readonly recentEvents: readonly RecentEvent[];
  /** What its heap held a short while before. 0: it was never looked at. */
  readonly heapUsedBytes: number;
  readonly heapLimitBytes: number;
  readonly cpuMs: number;
  readonly uncaughtErrors: number;
  readonly droppedMessages: number;
  /** ISO 8601. */
  readonly endedAt: string;
}

export interface PostMortemParts {
  code: CloseCode;
  detail: string;
  cause: LimitCause | undefined;
  recentEvents: readonly RecentEvent[];
  left: BatchBudget;
  limits: Limits;
  cpuMs: number;
  uncaughtErrors: number;
  droppedMessages: number;
}

export function postMortem(parts: PostMortemParts): PostMortem {
  const { code, detail, cause, recentEvents, left, limits, cpuMs, uncaughtErrors, droppedMessages } = parts;
  const source = PLACE.exec(`\n${detail}`)?.[1];
  return {
    code,
    detail,
    ...cause,
    ...(source === undefined ? {} : { source }),
    recentEvents,
    heapUsedBytes: left.heapUsedKb * 1024,
    heapLimitBytes: limits.heapMb * 1024 * 1024,
    cpuMs,
    uncaughtErrors,
    droppedMessages,
    endedAt: new Date().toISOString(),
  };
}
