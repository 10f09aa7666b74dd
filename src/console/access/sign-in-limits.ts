import { LRUCache } from 'lru-cache';
import type { Limits } from '../../limits/limits.ts';
import { TokenBucket } from '../../limits/token-bucket.ts';
import { addressOwner } from '../../transport/address.ts';

/**
 * How often signing in may fail: from one address, so that nobody tries many keys, and with one key, so that nobody tries
 * it from many addresses. Who has failed too often is refused without a look at the secret.
 */
export class SignInLimits {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #addresses: LRUCache<string, TokenBucket>;
  /** Of the keys there are alone, which bounds it. */
  readonly #keys = new Map<string, TokenBucket>();

  constructor(limits: Limits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
    this.#addresses = new LRUCache({ max: limits.signInAddresses });
  }

  /** @param accessKeyId undefined: of no key */
  mayTry(remoteAddress: string, accessKeyId: string | undefined): boolean {
    const key = accessKeyId === undefined ? undefined : this.#keys.get(accessKeyId);
    return (
      (this.#addresses.get(addressOwner(remoteAddress))?.isAvailable() ?? true) &&
      (key?.isAvailable() ?? true)
    );
  }

  failed(remoteAddress: string, accessKeyId: string | undefined): void {
    const { failedSignInsPerMinutePerAddress, failedSignInsPerMinutePerKey } = this.#limits;
    const owner = addressOwner(remoteAddress);
    const address = this.#addresses.get(owner) ?? this.#perMinute(failedSignInsPerMinutePerAddress);
    this.#addresses.set(owner, address);
    address.spend(1);
    if (accessKeyId === undefined) return;
    const key = this.#keys.get(accessKeyId) ?? this.#perMinute(failedSignInsPerMinutePerKey);
    this.#keys.set(accessKeyId, key);
    key.spend(1);
  }

  #perMinute(count: number): TokenBucket {
    return new TokenBucket({ perSecond: count / 60, burst: count, now: this.#now });
  }
}
