import { PlaypenError } from '../../../errors.ts';
import type { TicketExplanation } from '../../../matchmaking/match.ts';
import type { Store } from '../../../store/store.ts';
import type { TicketExplainer } from '../../matchmaking-routes.ts';
import { ServiceError } from '../service-error.ts';

/** Of those who have a ticket of the same id. */
const OWNERS_SAID = 10;

export interface OperatorExplainerDeps {
  store: Pick<Store, 'get' | 'listAll'>;
  matchmaking: {
    /** @throws {ServiceError} for a ticket that is not there or does not wait */
    explain(tenantId: string, ticketId: string): Promise<TicketExplanation>;
  };
}

/** Explains tickets to operators, who see those of all tenants. */
export class OperatorExplainer implements TicketExplainer {
  readonly #deps: OperatorExplainerDeps;

  constructor(deps: OperatorExplainerDeps) {
    this.#deps = deps;
  }

  async explain(ticketId: string, tenantId: string | undefined): Promise<TicketExplanation> {
    const owner = await this.#ownerOf(ticketId, tenantId);
    try {
      return await this.#deps.matchmaking.explain(owner, ticketId);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const code = error.type === 'NotFoundException' ? 'ticket_not_found' : 'ticket_unexplained';
      throw new PlaypenError(code, `"${ticketId}": ${error.message}`, { cause: error });
    }
  }

  async #ownerOf(ticketId: string, tenantId: string | undefined): Promise<string> {
    if (tenantId !== undefined) return tenantId;
    const { store } = this.#deps;
    // Whoever has a ticket has a configuration, and of those there are far fewer.
    const configurations = await store.listAll('matchmakingConfiguration');
    const owners: string[] = [];
    for (const tenant of new Set(configurations.map(one => one.tenantId))) {
      if ((await store.get('matchmakingTicket', tenant, ticketId)) !== undefined) owners.push(tenant);
    }
    const [owner] = owners;
    if (owner === undefined) throw new PlaypenError('ticket_not_found', `"${ticketId}"`);
    if (owners.length > 1) {
      throw new PlaypenError(
        'ticket_ambiguous',
        `"${ticketId}"; say whose: ${owners.slice(0, OWNERS_SAID).join(', ')}`,
      );
    }
    return owner;
  }
}
