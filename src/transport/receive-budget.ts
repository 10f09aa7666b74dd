import type { Limits } from '../limits/limits.ts';
import { TokenBucket } from '../limits/token-bucket.ts';

/** What one player may send per second, both channels together: packets and bytes. Holds one second's worth. */
export class ReceiveBudget {
  readonly #packets: TokenBucket;
  readonly #bytes: TokenBucket;

  constructor(limits: Limits, now: () => number) {
    const { packetsPerSecond, receivedBytesPerSecond } = limits;
    this.#packets = new TokenBucket({ perSecond: packetsPerSecond, burst: packetsPerSecond, now });
    this.#bytes = new TokenBucket({ perSecond: receivedBytesPerSecond, burst: receivedBytesPerSecond, now });
  }

  /** Charges one packet of this size; false, and nothing charged, while the budget is spent. */
  tryTake(packetBytes: number): boolean {
    if (!this.#packets.isAvailable() || !this.#bytes.isAvailable()) return false;
    this.spend(packetBytes);
    return true;
  }

  /** Charges one packet that has been handled already. */
  spend(packetBytes: number): void {
    this.#packets.spend(1);
    this.#bytes.spend(packetBytes);
  }

  /** Milliseconds until `tryTake` succeeds again; 0 when it does now. */
  msUntilAvailable(): number {
    return Math.max(this.#packets.msUntilAvailable(), this.#bytes.msUntilAvailable());
  }
}
