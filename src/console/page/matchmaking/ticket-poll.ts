import type { ExplainedTicket, TicketDetail, TicketStatus } from '../../protocol.ts';
import { type ConsoleError, callServer } from '../console-api.ts';
import { Poll } from '../parts/poll.ts';

export interface WatchedTicket extends TicketDetail {
  /** While it waits. */
  explanation?: ExplainedTicket;
  /** Why there is none, while it waits. */
  unexplained?: ConsoleError;
}

const ENDED: ReadonlySet<TicketStatus | undefined> = new Set([
  ...(['COMPLETED', 'FAILED', 'CANCELLED', 'TIMED_OUT'] as const),
]);
/** Another question gets the same answer. */
const FINAL_CODES: ReadonlySet<string | undefined> = new Set(['ticket_not_found', 'ticket_ambiguous']);

/** A ticket, and while it waits what it waits for, until it has ended. */
export function pollTicket(id: string, tenantId: string | undefined): Poll<WatchedTicket> {
  const query = tenantId === undefined ? '' : `?tenantId=${encodeURIComponent(tenantId)}`;
  const path = `matchmaking/tickets/${encodeURIComponent(id)}`;
  return new Poll({
    ask: async () => {
      const detail = await callServer<TicketDetail>('GET', path + query);
      if (detail.ticket.Status !== 'SEARCHING') return detail;
      try {
        const explanation = await callServer<ExplainedTicket>('GET', `${path}/explanation${query}`);
        return { ...detail, explanation };
      } catch (error) {
        return { ...detail, unexplained: error as ConsoleError };
      }
    },
    isFinal: ({ value, error }) =>
      error === undefined ? ENDED.has(value?.ticket.Status) : FINAL_CODES.has(error.code),
  });
}
