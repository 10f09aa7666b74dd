import type { LimitHits } from '../limits/limit-hits.ts';
import type { LimitName, Limits } from '../limits/limits.ts';
import { TokenBucket } from '../limits/token-bucket.ts';
import { WaitingRoom } from './waiting-room.ts';

export interface ClientAddressOptions {
  readonly limits: Limits;
  readonly hits: LimitHits;
  now(): number;
}

/** What waits, and how it is told that it has waited too long. */
export interface Evictable {
  evict(): void;
}

/** What the connections from one address have in common: how many they are, and how fast they may come. */
export class ClientAddress {
  /** See `addressOwner`. */
  readonly owner: string;
  /** TCP connections that are no WebSocket yet. */
  readonly handshakes: WaitingRoom<Evictable>;
  /** WebSockets whose LOGIN has not come. */
  readonly unauthenticated: WaitingRoom<Evictable>;
  /** TCP connections, in whatever state. */
  sockets = 0;
  readonly #options: ClientAddressOptions;
  readonly #connectBudget: TokenBucket;
  readonly #loginBudget: TokenBucket;
  #players = 0;

  constructor(owner: string, options: ClientAddressOptions) {
    this.owner = owner;
    this.#options = options;
    this.handshakes = this.#room('handshakesPerAddress');
    this.unauthenticated = this.#room('unauthenticatedPerAddress');
    this.#connectBudget = this.#budget('connectionsPerSecondPerAddress');
    this.#loginBudget = this.#budget('loginsPerSecondPerAddress');
  }

  /** False when another TCP connection comes too soon. */
  mayConnect(): boolean {
    return this.#connectBudget.tryTake(1) || this.#refuse('connectionsPerSecondPerAddress');
  }

  /** Takes the place of another WebSocket, to be given back with `removePlayer`; false when there is none. */
  tryAddPlayer(): boolean {
    if (this.#players >= this.#options.limits.connectionsPerAddress)
      return this.#refuse('connectionsPerAddress');
    this.#players += 1;
    return true;
  }

  removePlayer(): void {
    this.#players -= 1;
  }

  /** False when another login comes too soon. */
  mayLogIn(): boolean {
    return this.#loginBudget.tryTake(1) || this.#refuse('loginsPerSecondPerAddress');
  }

  /** True when there is nothing to remember: both budgets are full. */
  isRested(): boolean {
    return this.#connectBudget.isFull() && this.#loginBudget.isFull();
  }

  #refuse(limit: LimitName): false {
    this.#options.hits.add(limit);
    return false;
  }

  #room(limit: LimitName): WaitingRoom<Evictable> {
    const { limits, hits } = this.#options;
    return new WaitingRoom(limits[limit], longest => {
      hits.add(limit);
      longest.evict();
    });
  }

  #budget(limit: LimitName): TokenBucket {
    const { limits, now } = this.#options;
    const burst = (limits[limit] * limits.addressBurstMs) / 1000;
    return new TokenBucket({ perSecond: limits[limit], burst, now });
  }
}
