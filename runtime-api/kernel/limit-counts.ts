import type { CommandWriter } from '../../src/bridge/command-writer.ts';
import { ISOLATE_LIMITS, type IsolateLimit } from '../../src/bridge/messages.ts';

/** How often limits inside the isolate were reached since the host was last told. */
export class LimitCounts {
  #isEmpty = true;
  readonly #counts: Record<IsolateLimit, number> = {
    timersPerSession: 0,
    commandBytesPerBatch: 0,
    logBytesPerBatch: 0,
    logLineBytes: 0,
    scriptPayloadBytes: 0,
  };

  /** Nothing to tell, as in nearly every batch. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  add(limit: IsolateLimit): void {
    this.#isEmpty = false;
    this.#counts[limit]++;
  }

  get(limit: IsolateLimit): number {
    return this.#counts[limit];
  }

  /** Tells the host, and begins anew. */
  report(commands: CommandWriter): void {
    if (this.#isEmpty) return;
    this.#isEmpty = true;
    for (let i = 0; i < ISOLATE_LIMITS.length; i++) {
      const limit = ISOLATE_LIMITS[i]!;
      if (this.#counts[limit] > 0) commands.limitHits(limit, this.#counts[limit]);
      this.#counts[limit] = 0;
    }
  }
}
