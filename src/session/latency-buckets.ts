/** Bucket 0 holds 0 µs; bucket n what is below 2^n µs and not in one before. The last one has no end. */
const BUCKETS = 26;

/** How often something took how long, in buckets that double: to be added to often, and read now and then. */
export class LatencyBuckets {
  readonly #counts = new Float64Array(BUCKETS);
  #sumUs = 0;

  add(durationUs: number): void {
    const wholeUs = Math.min(Math.max(0, Math.floor(durationUs)), 0x7fff_ffff);
    const bucket = Math.min(32 - Math.clz32(wholeUs), BUCKETS - 1);
    this.#counts[bucket] = this.#counts[bucket]! + 1;
    this.#sumUs += wholeUs;
  }

  /** Counts what `other` has counted as well. */
  addAll(other: LatencyBuckets): void {
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      this.#counts[bucket] = this.#counts[bucket]! + other.#counts[bucket]!;
    }
    this.#sumUs += other.#sumUs;
  }

  /** What was counted since `earlier` was as this is now. */
  since(earlier: LatencyBuckets): LatencyBuckets {
    const difference = new LatencyBuckets();
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      difference.#counts[bucket] = this.#counts[bucket]! - earlier.#counts[bucket]!;
    }
    difference.#sumUs = this.#sumUs - earlier.#sumUs;
    return difference;
  }

  get count(): number {
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  get sumMs(): number {
    return this.#sumUs / 1000;
  }

  /** The bound that this share (0 to 1) of all stayed below, milliseconds; 0 where nothing was counted. */
  quantileMs(share: number): number {
    const { count } = this;
    let below = 0;
    for (const { atMostMs, count: inBucket } of this.list()) {
      below += inBucket;
      if (count > 0 && below >= share * count) return atMostMs;
    }
    return 0;
  }

  /** Every bucket, the shortest durations first. */
  list(): { atMostMs: number; count: number }[] {
    return Array.from(this.#counts, (count, bucket) => ({
      atMostMs: bucket === 0 ? 0 : 2 ** bucket / 1000,
      count,
    }));
  }
}
