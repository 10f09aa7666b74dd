import { type ReadonlySignal, type Signal, signal } from '@preact/signals';

/** What a player received: a message, or who is in a group. */
export type Arrival =
  | { opCode: number; sender: number | 'script'; payload: Uint8Array }
  | { groupId: number | 'all'; peerIds: readonly number[] };

export type Received = Arrival & {
  /** Counts up; no two are the same. */
  id: number;
  /** Milliseconds since the epoch. */
  atMs: number;
  /** Of the payload, before it was cut. */
  payloadBytes: number;
};

export interface ReceivedLimits {
  receivedMessages: number;
  shownPayloadBytes: number;
  hiddenOpCodes: number;
  redrawMs: number;
}

/**
 * The latest that came, the newest first, and how much there was of it. Messages of hidden op codes are counted and not
 * kept, so that a game's stream of states does not push out what is looked for. The list changes a few times a
 * second at most, however much comes.
 */
export class ReceivedMessages {
  readonly #limits: ReceivedLimits;
  readonly #shown: Signal<readonly Received[]> = signal<readonly Received[]>([]);
  readonly #counts = signal({ received: 0, hidden: 0 });
  readonly #hiddenOpCodes = signal<ReadonlySet<number>>(new Set());
  #kept: Received[] = [];
  #nextId = 1;
  #receivedCount = 0;
  #hiddenCount = 0;
  #redraw: ReturnType<typeof setTimeout> | undefined;

  constructor(limits: ReceivedLimits) {
    this.#limits = limits;
  }

  get shown(): ReadonlySignal<readonly Received[]> {
    return this.#shown;
  }

  get counts(): ReadonlySignal<{ received: number; hidden: number }> {
    return this.#counts;
  }

  get hiddenOpCodes(): ReadonlySignal<ReadonlySet<number>> {
    return this.#hiddenOpCodes;
  }

  add(arrival: Arrival): void {
    this.#receivedCount++;
    if ('opCode' in arrival && this.#hiddenOpCodes.value.has(arrival.opCode)) this.#hiddenCount++;
    else this.#keep(arrival);
    this.#redraw ??= setTimeout(() => this.#draw(), this.#limits.redrawMs);
  }

  /** Leaves out messages with this op code, those that came already as well. */
  hide(opCode: number): void {
    if (this.#hiddenOpCodes.value.size >= this.#limits.hiddenOpCodes) return;
    this.#hiddenOpCodes.value = new Set(this.#hiddenOpCodes.value).add(opCode);
    this.#kept = this.#kept.filter(received => !('opCode' in received && received.opCode === opCode));
    this.#draw();
  }

  /** Shows what comes with this op code from now on. */
  unhide(opCode: number): void {
    const hidden = new Set(this.#hiddenOpCodes.value);
    hidden.delete(opCode);
    this.#hiddenOpCodes.value = hidden;
  }

  clear(): void {
    this.#kept = [];
    this.#receivedCount = 0;
    this.#hiddenCount = 0;
    this.#draw();
  }

  #keep(arrival: Arrival): void {
    const { receivedMessages, shownPayloadBytes } = this.#limits;
    const kept = { id: this.#nextId++, atMs: Date.now(), payloadBytes: 0 };
    if ('payload' in arrival) {
      // A copy: the payload is a view of everything that came with it.
      const payload = arrival.payload.slice(0, shownPayloadBytes);
      this.#kept.push({ ...arrival, ...kept, payload, payloadBytes: arrival.payload.length });
    } else this.#kept.push({ ...arrival, ...kept });
    if (this.#kept.length > receivedMessages) this.#kept.shift();
  }

  #draw(): void {
    clearTimeout(this.#redraw);
    this.#redraw = undefined;
    this.#shown.value = this.#kept.toReversed();
    this.#counts.value = { received: this.#receivedCount, hidden: this.#hiddenCount };
  }
}
