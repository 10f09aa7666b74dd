import type { FastifyInstance } from 'fastify';
import type { Limits } from '../../limits/limits.ts';
import type { Visitor } from '../access/console-access.ts';
import { visitorOf } from '../access/visitor-of.ts';
import { STREAM } from '../streams/event-stream.ts';
import type { OpenStreams } from '../streams/open-streams.ts';
import { type FollowedFeed, streamMatchmaking } from './matchmaking-stream.ts';
import type { MatchmakingView } from './matchmaking-view.ts';

export interface MatchmakingRoutesOptions {
  view: MatchmakingView;
  feed: FollowedFeed;
  streams: OpenStreams;
  limits: Limits;
}

interface ChosenTenant {
  Querystring: { tenantId?: string };
}

interface OfTicket extends ChosenTenant {
  Params: { id: string };
}

const TENANT_QUERY = {
  schema: {
    querystring: { type: 'object', properties: { tenantId: { type: 'string', maxLength: 256 } } },
  },
};

/** Configurations, what happens with tickets, and one ticket. */
export function addMatchmakingViewRoutes(scope: FastifyInstance, options: MatchmakingRoutesOptions): void {
  const { view, feed, streams, limits } = options;
  scope.get('matchmaking', async request => view.configurations(visitorOf(request).tenantId));

  scope.get<ChosenTenant>('matchmaking/events', { ...STREAM, ...TENANT_QUERY }, async (request, reply) => {
    const visitor = visitorOf(request);
    const stream = streams.open(visitor);
    try {
      streamMatchmaking(feed, whose(visitor, request.query), { stream, limits });
    } catch (error) {
      stream.abandon();
      throw error;
    }
    return stream.answer(reply);
  });

  scope.get<OfTicket>('matchmaking/tickets/:id', TENANT_QUERY, async request =>
    view.ticket(request.params.id, whose(visitorOf(request), request.query)),
  );

  scope.get<OfTicket>('matchmaking/tickets/:id/explanation', TENANT_QUERY, async request =>
    view.explanation(request.params.id, whose(visitorOf(request), request.query)),
  );
}

/** A tenant sees what is its own, whatever it asks for. */
function whose(visitor: Visitor, { tenantId }: ChosenTenant['Querystring']): string | undefined {
  return visitor.tenantId ?? (tenantId || undefined);
}
