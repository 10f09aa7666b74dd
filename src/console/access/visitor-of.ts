import type { FastifyInstance, FastifyRequest, RouteGenericInterface } from 'fastify';
import type { Visitor } from './console-access.ts';

const VISITOR = 'consoleVisitor';

/** To be called once for the routes whose requests have a visitor. */
export function addVisitors(scope: FastifyInstance): void {
  scope.decorateRequest(VISITOR, undefined);
}

export function setVisitor(request: FastifyRequest, visitor: Visitor): void {
  request.setDecorator(VISITOR, visitor);
}

/** Who asks, as it was found out before the body was read. */
export function visitorOf<R extends RouteGenericInterface>(request: FastifyRequest<R>): Visitor {
  return request.getDecorator<Visitor>(VISITOR);
}
