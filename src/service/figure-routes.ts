import type { FastifyInstance } from 'fastify';
import type { Figures } from '../metrics/figures.ts';

/** `GET /playpen/figures`: the relay host as it was sampled last. */
export function addFigureRoutes(app: FastifyInstance, figures: () => Figures): void {
  app.get('/playpen/figures', async () => figures());
}
