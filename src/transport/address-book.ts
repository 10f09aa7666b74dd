import { addressOwner } from './address.ts';
import { ClientAddress, type ClientAddressOptions } from './client-address.ts';

/**
 * The addresses that clients come from. One with a connection is kept, which the bound on connections bounds; one
 * without is kept until its budgets are full again, or until too many others have come and gone since.
 */
export class AddressBook {
  readonly #options: ClientAddressOptions;
  readonly #present = new Map<string, ClientAddress>();
  /** The one that left first is first. */
  readonly #absent = new Map<string, ClientAddress>();

  constructor(options: ClientAddressOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#present.size + this.#absent.size;
  }

  /** To be called once for each TCP connection. */
  enter(remoteAddress: string): ClientAddress {
    const owner = addressOwner(remoteAddress);
    const address =
      this.#present.get(owner) ?? this.#absent.get(owner) ?? new ClientAddress(owner, this.#options);
    this.#absent.delete(owner);
    this.#present.set(owner, address);
    address.sockets += 1;
    return address;
  }

  /** To be called once when that TCP connection is gone. */
  leave(address: ClientAddress): void {
    address.sockets -= 1;
    if (address.sockets > 0) return;
    this.#present.delete(address.owner);
    this.#absent.set(address.owner, address);
    this.#forget();
  }

  #forget(): void {
    const { limits, hits } = this.#options;
    for (const [owner, address] of this.#absent) {
      if (!address.isRested()) {
        if (this.#absent.size <= limits.trackedAddresses) return;
        hits.add('trackedAddresses');
      }
      this.#absent.delete(owner);
    }
  }
}
