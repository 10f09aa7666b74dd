import type { Reconnected, Reconnecting } from './client-events.ts';
import type { Connection } from './connection.ts';
import type { Reconnection } from './reconnection.ts';
import type { CloseInfo } from './reliable-channel.ts';

export interface OutageReceiver {
  onAttempt(reconnecting: Reconnecting): void;
  onReconnected(connection: Connection, reconnected: Reconnected): void;
  onGivenUp(error: unknown): void;
}

/** From the end of one connection to the next login, or to the end of hope; keeps the account of what was lost. */
export class Outage {
  readonly #previousPeerId: number;
  readonly #unsentBytes: number;
  readonly #cause: CloseInfo;
  readonly #groupIds: readonly number[];
  readonly #beganMs = performance.now();
  #refusedSends = 0;
  #cancel: () => void = () => {};

  constructor(previous: Connection, cause: CloseInfo, groupIds: readonly number[]) {
    this.#previousPeerId = previous.peerId;
    this.#unsentBytes = previous.unsentBytes;
    this.#cause = cause;
    this.#groupIds = groupIds;
  }

  countRefusedSend(): void {
    this.#refusedSends++;
  }

  /** Begins to log in again. */
  end(reconnection: Reconnection, receiver: OutageReceiver): void {
    const cause = this.#cause;
    this.#cancel = reconnection.start({
      onAttempt: (attempt, delayMs) => receiver.onAttempt({ attempt, delayMs, cause }),
      onReconnected: connection => receiver.onReconnected(connection, this.#account(connection.peerId)),
      onGivenUp: error => receiver.onGivenUp(error),
    });
  }

  cancel(): void {
    this.#cancel();
  }

  #account(peerId: number): Reconnected {
    return {
      peerId,
      previousPeerId: this.#previousPeerId,
      cause: this.#cause,
      outageMs: performance.now() - this.#beganMs,
      lost: {
        unsentBytes: this.#unsentBytes,
        refusedSends: this.#refusedSends,
        groupIds: this.#groupIds,
      },
    };
  }
}
