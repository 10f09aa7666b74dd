import type { TicketExplanation } from '../matchmaking/match.ts';
import { request } from './operator-api.ts';

export interface ExplainOptions {
  api: string;
  /** Undefined: that of the only one who has the ticket. */
  tenant?: string;
  /** Print all of it, for programs. */
  json?: true;
}

/** `playpen match explain TICKET`. @throws {PlaypenError} `api_unreachable`, or `api_refused` with the reason */
export async function explainTicket(ticketId: string, { api, tenant, json }: ExplainOptions): Promise<void> {
  const query = tenant === undefined ? '' : `?${new URLSearchParams({ tenant })}`;
  const path = `/playpen/matchmaking/tickets/${encodeURIComponent(ticketId)}/explanation${query}`;
  const explanation = await request<TicketExplanation>(api, 'GET', path);
  if (json === true) console.log(JSON.stringify(explanation, null, 2));
  else for (const sentence of explanation.summary) console.log(sentence);
}
