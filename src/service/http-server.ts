import type { AddressInfo } from 'node:net';
import fastify, { type FastifyBaseLogger, type FastifyError, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { ERRORS, type ErrorRow, PlaypenError } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import { listenError } from '../transport/listen-error.ts';

/** A game session's id, which is an ARN, in a path. */
const MAX_PARAMETER_LENGTH = 1_024;

export interface HttpServerOptions {
  host: string;
  /** 0 for any that is free. */
  port: number;
  log: Logger;
  limits: Pick<Limits, 'apiConnections' | 'apiRequestMs'>;
  /** Whether players can connect. */
  isHealthy(): boolean;
  /** What there is beside the health check; each adds its routes. */
  routes: readonly ((app: FastifyInstance) => void)[];
}

/** One port of HTTP. Errors are answered as `{"code", "message"}`, where routes have no form of their own. */
export class HttpServer {
  #options: HttpServerOptions;
  #app: FastifyInstance;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    const log: FastifyBaseLogger = options.log.child({ part: 'api' }, { level: 'warn' });
    const { apiConnections, apiRequestMs: requestTimeout } = options.limits;
    this.#app = fastify({
      loggerInstance: log,
      requestTimeout,
      // Where the headers may take longer than the whole, Node takes the one for the other. It looks only so often.
      http: { requestTimeout, headersTimeout: requestTimeout, connectionsCheckingInterval: requestTimeout },
      routerOptions: { maxParamLength: MAX_PARAMETER_LENGTH },
    });
    this.#app.server.maxConnections = apiConnections;
    this.#app.setErrorHandler((error: FastifyError, _request, reply) => {
      const { status, body } = describe(error);
      if (status >= 500) log.error(error);
      return reply.code(status).send(body);
    });
    this.#app.get('/healthz', async (_request, reply) => {
      if (options.isHealthy()) return { status: 'ok' };
      return reply.code(503).send({ status: 'unavailable' });
    });
    for (const add of options.routes) add(this.#app);
  }

  /** @throws {PlaypenError} `port_in_use` or `port_refused` */
  async listen(): Promise<{ port: number }> {
    const { host, port } = this.#options;
    try {
      await this.#app.listen({ host, port });
    } catch (error) {
      throw listenError(error, 'TCP', host, port);
    }
    return { port: (this.#app.server.address() as AddressInfo).port };
  }

  async close(): Promise<void> {
    await this.#app.close();
  }
}

/** What the table of errors says of it; the framework's own errors about a request keep their status. */
function describe(error: FastifyError | PlaypenError): {
  status: number;
  body: { code: string; message: string };
} {
  if (error instanceof PlaypenError) {
    const row: ErrorRow = ERRORS[error.code];
    return { status: row.httpStatus ?? 500, body: { code: error.code, message: error.message } };
  }
  const status = error.statusCode ?? 500;
  if (status >= 500)
    return { status, body: { code: 'internal_error', message: ERRORS.internal_error.message } };
  return { status, body: { code: 'invalid_request', message: error.message } };
}
