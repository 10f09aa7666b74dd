import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { pino } from 'pino';
import { resolveLimits } from '../../../../limits/limits.ts';
import type { Access } from '../../access/access.ts';
import { OpenAccess } from '../../access/open-access.ts';
import type { Operations } from '../../operation.ts';
import { addServiceApi } from '../service-api.ts';

export interface TestApiOptions {
  operations: Operations;
  access?: Access;
}

/** The API on a port of its own, with the handlers of a test; what it logs is kept. */
export class TestApi implements AsyncDisposable {
  readonly url: string;
  /** Lines of JSON, as they were logged. */
  readonly log: readonly string[];
  #close: () => Promise<void>;

  private constructor(url: string, log: string[], close: () => Promise<void>) {
    this.url = url;
    this.log = log;
    this.#close = close;
  }

  static async start({ operations, access = new OpenAccess() }: TestApiOptions): Promise<TestApi> {
    const lines: string[] = [];
    const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
    const app = fastify();
    addServiceApi(app, { operations, access, log, limits: resolveLimits() });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    return new TestApi(`http://127.0.0.1:${port}`, lines, () => app.close());
  }

  /** A call in JSON, as no client in particular would make it. */
  async json(operation: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
    const target = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `GameLift.${operation}` };
    return answerOf(await fetch(this.url, { method: 'POST', body, headers: { ...target, ...headers } }));
  }

  /** A call in CBOR; the body is hex. */
  async cbor(operation: string, hex: string, headers: Record<string, string> = {}): Promise<Answer> {
    const body = Buffer.from(hex.replaceAll(' ', ''), 'hex');
    const smithy = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
    const url = `${this.url}/service/GameLift/operation/${operation}`;
    return answerOf(await fetch(url, { method: 'POST', body, headers: { ...smithy, ...headers } }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}

export interface Answer {
  status: number;
  headers: Headers;
  body: Buffer;
}

async function answerOf(response: Response): Promise<Answer> {
  return {
    status: response.status,
    headers: response.headers,
    body: Buffer.from(await response.arrayBuffer()),
  };
}
