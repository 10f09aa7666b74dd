import type { BridgeMessage } from '../bridge/messages.ts';

/** So many events are remembered for a post-mortem; the oldest is forgotten first. */
const MAX_EVENTS = 16;

/** One thing a script was given, without its content. */
export interface RecentEvent {
  readonly event: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly peerId?: number;
  readonly opCode?: number;
  readonly payloadBytes?: number;
}

/** The last events of a session that went to its script, oldest first. */
export class RecentEvents {
  readonly #ring: RecentEvent[] = [];
  #next = 0;

  message(callback: string, { sender, opCode, payload }: BridgeMessage): void {
    this.add({ event: callback, at: Date.now(), peerId: sender, opCode, payloadBytes: payload.length });
  }

  add(event: RecentEvent): void {
    this.#ring[this.#next] = event;
    this.#next = (this.#next + 1) % MAX_EVENTS;
  }

  list(): RecentEvent[] {
    return [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)];
  }
}
