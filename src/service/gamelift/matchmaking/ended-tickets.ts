import type { Limits } from '../../../limits/limits.ts';
import type { MatchmakingTicketRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';

interface Ended {
  id: string;
  endedMs: number;
}

/** Remembers which tickets have ended, so that the store keeps them for a while and no more of them than it may. */
export class EndedTickets {
  readonly #deps: { store: Store; limits: Limits; now(): number };
  /** By tenant, in the order in which they ended. */
  readonly #byTenant = new Map<string, Ended[]>();

  constructor(deps: { store: Store; limits: Limits; now(): number }) {
    this.#deps = deps;
  }

  add({ tenantId, id, endedMs = 0 }: MatchmakingTicketRecord): void {
    const ended = this.#byTenant.get(tenantId) ?? [];
    this.#byTenant.set(tenantId, ended);
    ended.push({ id, endedMs });
  }

  /** Removes from the store what is too old, or too much. */
  async forget(): Promise<void> {
    const { store, limits, now } = this.#deps;
    const endedBeforeMs = now() - limits.endedTicketKeptMs;
    for (const [tenantId, ended] of this.#byTenant) {
      const tooMany = Math.max(0, ended.length - limits.endedTicketsPerTenant);
      const firstKept = ended.findIndex(({ endedMs }) => endedMs >= endedBeforeMs);
      const forgotten = ended.splice(0, Math.max(tooMany, firstKept === -1 ? ended.length : firstKept));
      if (ended.length === 0) this.#byTenant.delete(tenantId);
      for (const { id } of forgotten) await store.remove('matchmakingTicket', tenantId, id);
    }
  }
}
