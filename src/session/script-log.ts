import type { Logger } from 'pino';
import type { ScriptLogLevel } from '../bridge/messages.ts';
import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import { TokenBucket } from '../limits/token-bucket.ts';
import type { SessionScript } from './script-options.ts';

/** An empty line is work as well. */
const MIN_LINE_BYTES = 64;

/**
 * What a script writes to its session's log, with its author's own places. Bounded by `logBytesPerSecond`: lines
 * beyond it are counted, and the next line that has room says how many there were.
 */
export class ScriptLog {
  #log: Logger;
  #script: SessionScript;
  #hits: LimitHits;
  #budget: TokenBucket;
  #dropped = 0;
  #lastError = '';

  constructor(log: Logger, script: SessionScript, limits: Limits, hits: LimitHits) {
    this.#hits = hits;
    this.#log = log.child({ source: 'script' });
    this.#script = script;
    this.#budget = TokenBucket.perSecond(limits.logBytesPerSecond);
  }

  /** The last line that was an error; empty when there was none. */
  get lastError(): string {
    return this.#lastError;
  }

  write(level: ScriptLogLevel, text: string): void {
    if (!this.#budget.tryTake(Math.max(text.length, MIN_LINE_BYTES))) {
      this.#dropped++;
      this.#hits.add('logBytesPerSecond');
      return;
    }
    if (this.#dropped > 0) this.#log.warn(`${this.#dropped} log lines were dropped: too many in a second`);
    this.#dropped = 0;
    const line = this.#script.mapStack(text);
    if (level === 'error') this.#lastError = line;
    this.#log[level](line);
  }
}
