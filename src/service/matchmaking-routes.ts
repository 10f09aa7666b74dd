import type { FastifyInstance } from 'fastify';
import type { TicketExplanation } from '../matchmaking/match.ts';

/** What the routes need of matchmaking. */
export interface TicketExplainer {
  /**
   * @param tenantId undefined for whoever alone has a ticket of this id
   * @throws {PlaypenError} `ticket_not_found`, `ticket_ambiguous`; `ticket_unexplained` for one that does not wait
   */
  explain(ticketId: string, tenantId: string | undefined): Promise<TicketExplanation>;
}

/** `GET /playpen/matchmaking/tickets/:id/explanation`, with `?tenant=` where several have a ticket of this id. */
export function addMatchmakingRoutes(app: FastifyInstance, explainer: TicketExplainer): void {
  app.get<{ Params: { id: string }; Querystring: { tenant?: string | string[] } }>(
    '/playpen/matchmaking/tickets/:id/explanation',
    async ({ params: { id }, query: { tenant } }) => explainer.explain(id, [tenant].flat()[0]),
  );
}
