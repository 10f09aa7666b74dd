import type { AddressInfo } from 'node:net';
import fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { listenError } from '../transport/listen-error.ts';

export interface HttpServerOptions {
  host: string;
  /** 0 for any that is free. */
  port: number;
  log: Logger;
  /** Whether players can connect. */
  isHealthy(): boolean;
}

/** The API port. */
export class HttpServer {
  #options: HttpServerOptions;
  #app: FastifyInstance;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    const log: FastifyBaseLogger = options.log.child({ part: 'api' }, { level: 'warn' });
    this.#app = fastify({ loggerInstance: log });
    this.#app.get('/healthz', async (_request, reply) => {
      if (options.isHealthy()) return { status: 'ok' };
      return reply.code(503).send({ status: 'unavailable' });
    });
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
