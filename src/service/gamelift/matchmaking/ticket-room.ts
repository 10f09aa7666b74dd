import type { Limits } from '../../../limits/limits.ts';
import type { MatchmakingTicketRecord } from '../../../store/records.ts';
import { invalidRequest } from '../service-error.ts';

interface Taken {
  tickets: number;
  characters: number;
}

/** How much there is of active tickets, which is bounded for each tenant and for all together. */
export class TicketRoom {
  readonly #limits: Limits;
  readonly #byTenant = new Map<string, Taken>();
  #characters = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** @throws {ServiceError} InvalidRequestException when the tenant, or all together, have no room for it */
  require({ tenantId, players }: MatchmakingTicketRecord): void {
    const { activeTicketsPerTenant, activeTicketCharactersPerTenant, activeTicketCharacters } = this.#limits;
    const { tickets, characters } = this.#byTenant.get(tenantId) ?? { tickets: 0, characters: 0 };
    const more = charactersOf(players);
    if (tickets >= activeTicketsPerTenant) throw noRoom(`${tickets} tickets are active, which is the most`);
    if (characters + more > activeTicketCharactersPerTenant) {
      throw noRoom(`players of active tickets have ${characters} characters as JSON, and this has ${more}`);
    }
    if (this.#characters + more > activeTicketCharacters) throw noRoom('too many tickets are active');
  }

  add({ tenantId, players }: MatchmakingTicketRecord): void {
    const { tickets, characters } = this.#byTenant.get(tenantId) ?? { tickets: 0, characters: 0 };
    const more = charactersOf(players);
    this.#byTenant.set(tenantId, { tickets: tickets + 1, characters: characters + more });
    this.#characters += more;
  }

  /** @param record as it was when it was added, as far as players go */
  remove({ tenantId, players }: MatchmakingTicketRecord): void {
    const taken = this.#byTenant.get(tenantId);
    if (taken === undefined) return;
    const less = charactersOf(players);
    this.#characters -= less;
    if (taken.tickets === 1) this.#byTenant.delete(tenantId);
    else this.#byTenant.set(tenantId, { tickets: taken.tickets - 1, characters: taken.characters - less });
  }
}

function charactersOf(players: MatchmakingTicketRecord['players']): number {
  return JSON.stringify(players).length;
}

function noRoom(what: string) {
  return invalidRequest(`${what}; try again when some have ended`);
}
