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

/** A place in the ring. Messages use the ones that are there again: there is one for each message of a player. */
type Slot = { -readonly [Field in keyof RecentEvent]: RecentEvent[Field] };

/** The last events of a session that went to its script, oldest first; beyond `max` the oldest is forgotten. */
export class RecentEvents {
  readonly #max: number;
  readonly #ring: Slot[] = [];
  #next = 0;

  constructor(max: number) {
    this.#max = max;
  }

  message(callback: string, { sender, opCode, payload }: BridgeMessage): void {
    const slot = this.#ring[this.#next];
    if (slot?.opCode === undefined) {
      this.add({ event: callback, at: Date.now(), peerId: sender, opCode, payloadBytes: payload.length });
      return;
    }
    slot.event = callback;
    slot.at = Date.now();
    slot.peerId = sender;
    slot.opCode = opCode;
    slot.payloadBytes = payload.length;
    this.#next = (this.#next + 1) % this.#max;
  }

  add(event: RecentEvent): void {
    this.#ring[this.#next] = event;
    this.#next = (this.#next + 1) % this.#max;
  }

  list(): RecentEvent[] {
    const inOrder = [...this.#ring.slice(this.#next), ...this.#ring.slice(0, this.#next)];
    return inOrder.map(event => ({ ...event }));
  }
}
