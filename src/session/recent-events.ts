import type { BridgeMessage } from '../bridge/messages.ts';

/** One thing a script was given, without its content. */
export interface RecentEvent {
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly peerId?: number;
  readonly opCode?: number;
  readonly payloadBytes?: number;
}

/** The last events of a session that went to its script, oldest first; beyond `max` the oldest is forgotten. */
export class RecentEvents {
  readonly #max: number;
  readonly #ring: RecentEvent[] = [];
  #next = 0;

  constructor(max: number) {
    this.#max = max;
  }

  message(callback: string, { sender, opCode, payload }: BridgeMessage): void {
    this.add({ event: callback, at: Date.now(), peerId: sender, opCode, payloadBytes: payload.length });
  }

  add(event: RecentEvent): void {
    this.#ring[this.#next] = event;
    this.#next = (this.#next + 1) % this.#max;
  }

  list(): RecentEvent[] {
    return [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)];
  }
}
