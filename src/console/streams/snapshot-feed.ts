import type { Logger } from 'pino';
import type { Limits } from '../../limits/limits.ts';
import type { Visitor } from '../access/console-access.ts';
import type { ConsoleSnapshot } from '../protocol.ts';
import type { EventStream } from './event-stream.ts';

export interface SnapshotFeedOptions {
  /** @param tenantId whose; undefined: of all */
  snapshotOf(tenantId: string | undefined): Promise<ConsoleSnapshot>;
  limits: Limits;
  log: Logger;
}

/** Those who are sent a snapshot each `figureIntervalMs`. Of each tenant it is made once, and only while somebody looks. */
export class SnapshotFeed {
  readonly #options: SnapshotFeedOptions;
  readonly #followers = new Map<string | undefined, Set<EventStream>>();
  #timer: NodeJS.Timeout | undefined;
  #isSending = false;

  constructor(options: SnapshotFeedOptions) {
    this.#options = options;
  }

  follow(stream: EventStream, { tenantId }: Visitor): void {
    const { figureIntervalMs } = this.#options.limits;
    const streams = this.#followers.get(tenantId) ?? new Set();
    this.#followers.set(tenantId, streams.add(stream));
    stream.onClose(() => {
      streams.delete(stream);
      if (streams.size === 0 && this.#followers.get(tenantId) === streams) this.#followers.delete(tenantId);
      if (this.#followers.size === 0) this.#stop();
    });
    this.#timer ??= setInterval(() => void this.#sendAll(), figureIntervalMs).unref();
    void this.#send(tenantId, [stream]);
  }

  async #sendAll(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    for (const [tenantId, streams] of [...this.#followers]) await this.#send(tenantId, [...streams]);
    this.#isSending = false;
  }

  /** Who has not read the one before is left out: an old snapshot is of no use. */
  async #send(tenantId: string | undefined, streams: readonly EventStream[]): Promise<void> {
    try {
      const json = JSON.stringify(await this.#options.snapshotOf(tenantId));
      for (const stream of streams) if (stream.isRead) stream.sendText('snapshot', json);
    } catch (error) {
      this.#options.log.error({ err: error }, 'the console has no snapshot');
    }
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
