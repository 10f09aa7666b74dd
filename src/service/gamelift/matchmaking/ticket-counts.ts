import type { MatchmakingConfigurationStatus } from '@aws-sdk/client-gamelift';
import type { MatchmakingTicketRecord } from '../../../store/records.ts';

/** How many tickets are in which status; statuses without any are left out. */
export type StatusCounts = Partial<Record<MatchmakingConfigurationStatus, number>>;

type CountedTicket = Pick<MatchmakingTicketRecord, 'tenantId' | 'configurationName' | 'status'>;

/** Active tickets of each configuration by their status, counted as they change: there may be very many. */
export class TicketCounts {
  readonly #byConfiguration = new Map<string, Map<MatchmakingConfigurationStatus, number>>();

  add(ticket: CountedTicket): void {
    this.#change(ticket, 1);
  }

  /** @param ticket in the status that it was added with */
  remove(ticket: CountedTicket): void {
    this.#change(ticket, -1);
  }

  of(tenantId: string, configurationName: string): StatusCounts {
    return Object.fromEntries(this.#byConfiguration.get(keyOf({ tenantId, configurationName })) ?? []);
  }

  #change(ticket: CountedTicket, by: 1 | -1): void {
    const key = keyOf(ticket);
    const counts = this.#byConfiguration.get(key) ?? new Map<MatchmakingConfigurationStatus, number>();
    this.#byConfiguration.set(key, counts);
    const count = (counts.get(ticket.status) ?? 0) + by;
    if (count === 0) counts.delete(ticket.status);
    else counts.set(ticket.status, count);
    if (counts.size === 0) this.#byConfiguration.delete(key);
  }
}

/** Names have no blanks. */
function keyOf({ tenantId, configurationName }: Omit<CountedTicket, 'status'>): string {
  return `${configurationName} ${tenantId}`;
}
