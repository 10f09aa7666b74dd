import type { FastifyInstance } from 'fastify';
import type { MetricsPage } from '../metrics/metrics-page.ts';

/** `GET /metrics`, for Prometheus. */
export function addMetricsRoute(app: FastifyInstance, metrics: MetricsPage): void {
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}
