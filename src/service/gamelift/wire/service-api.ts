import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Limits } from '../../../limits/limits.ts';
import type { Access } from '../access/access.ts';
import type { Operations } from '../operation.ts';
import { invalidRequest, ServiceError } from '../service-error.ts';
import { cborProtocol } from './cbor-protocol.ts';
import { Dispatcher } from './dispatcher.ts';
import { jsonProtocol } from './json-protocol.ts';
import type { ErrorBody, WireProtocol } from './wire-protocol.ts';

const TARGET = /^GameLift\.(\w{1,128})$/;
const CBOR_PATH = '/service/GameLift/operation/:operation';
const REQUEST_ID = 'x-amzn-RequestId';

export interface ServiceApiOptions {
  operations: Operations;
  access: Access;
  log: Logger;
  limits: Pick<Limits, 'apiBodyBytes' | 'apiBodyDepth' | 'apiBodyItems'>;
}

/** The GameLift-compatible API: JSON 1.1 on `POST /`, RPC v2 CBOR on `POST /service/GameLift/operation/<name>`. */
export function addServiceApi(app: FastifyInstance, options: ServiceApiOptions): void {
  app.register(async scope => {
    // Bodies stay bytes until it is known who signed them.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    const { apiBodyBytes: bodyLimit, apiBodyDepth: depth, apiBodyItems: items } = options.limits;
    const dispatcher = new Dispatcher(options);
    const json = new ApiRoute(options, dispatcher, jsonProtocol({ depth, items }), jsonOperation);
    const cbor = new ApiRoute(options, dispatcher, cborProtocol({ depth, items }), cborOperation);
    for (const [path, route] of [
      ['/', json],
      [CBOR_PATH, cbor],
    ] as const) {
      const onRequest = async ({ method, url, headers }: FastifyRequest): Promise<void> =>
        options.access.checkHead({ method, path: pathOf(url), headers });
      scope.post(
        path,
        { bodyLimit, onRequest, errorHandler: route.refuse.bind(route) },
        route.answer.bind(route),
      );
    }
  });
}

class ApiRoute {
  #access: Access;
  #log: Logger;
  #dispatcher: Dispatcher;
  #protocol: WireProtocol;
  #operationOf: (request: FastifyRequest) => string;

  constructor(
    { access, log }: ServiceApiOptions,
    dispatcher: Dispatcher,
    protocol: WireProtocol,
    operationOf: (request: FastifyRequest) => string,
  ) {
    this.#access = access;
    this.#log = log;
    this.#dispatcher = dispatcher;
    this.#protocol = protocol;
    this.#operationOf = operationOf;
  }

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const startedAt = performance.now();
    const call: CallLine = { requestId: randomUUID() };
    reply.header(REQUEST_ID, call.requestId);
    try {
      const output = await this.#outputOf(request, call);
      this.#log.debug({ ...call, ms: msSince(startedAt) }, 'API call');
      return this.#send(reply, 200, output);
    } catch (error) {
      const refusal = this.#refusalOf(error, call);
      this.#log.info({ ...call, ms: msSince(startedAt), error: refusal.type }, 'API call refused');
      return this.#sendError(reply, refusal);
    }
  }

  async #outputOf(request: FastifyRequest, call: CallLine): Promise<object | undefined> {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { method, url, headers } = request;
    call.tenant = await this.#access.tenantOf({ method, path: pathOf(url), headers, body });
    const operation = this.#operationOf(request);
    // What is no operation is a text of the caller's, which the log need not have.
    if (this.#dispatcher.knows(operation)) call.operation = operation;
    const caller = { tenantId: call.tenant, requestId: call.requestId };
    return this.#dispatcher.call(operation, this.#protocol.decode(body), caller);
  }

  /** What is refused before a call is looked at: nobody's, or with a body that is too large, or other than announced. */
  refuse(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
    const requestId = randomUUID();
    reply.header(REQUEST_ID, requestId);
    const refusal = this.#refusalOf(describe(error, request), { requestId });
    this.#log.info({ requestId, error: refusal.type }, 'API call refused');
    this.#sendError(reply, refusal);
  }

  #refusalOf(error: unknown, call: CallLine): ServiceError {
    const isService = error instanceof ServiceError;
    if (isService && error.type !== 'InternalServiceException') return error;
    this.#log.error({ ...call, err: error }, 'API call failed');
    if (isService) return error;
    return new ServiceError(
      'InternalServiceException',
      `The service failed; its log says more of the request ${call.requestId}`,
    );
  }

  #sendError(reply: FastifyReply, { type, message, httpStatus }: ServiceError): FastifyReply {
    const body: ErrorBody = { __type: type, Message: message };
    return this.#send(reply, httpStatus, body);
  }

  #send(reply: FastifyReply, status: number, body: object | undefined): FastifyReply {
    reply.code(status).headers(this.#protocol.headers);
    if (body === undefined) return reply.send();
    return reply.headers(this.#protocol.bodyHeaders).send(this.#protocol.encode(body));
  }
}

/** What the log says of a call; nothing that is in it. */
interface CallLine {
  requestId: string;
  operation?: string;
  tenant?: string;
}

function jsonOperation({ headers }: FastifyRequest): string {
  return TARGET.exec(String(headers['x-amz-target']))?.[1] ?? '';
}

/** Asking for the header also keeps web pages out: they cannot send it without asking the server first. */
function cborOperation({ headers, params }: FastifyRequest): string {
  if (headers['smithy-protocol'] !== 'rpc-v2-cbor') {
    throw new ServiceError('SerializationException', 'The header smithy-protocol must be rpc-v2-cbor');
  }
  return (params as { operation: string }).operation;
}

function describe(error: FastifyError, { routeOptions }: FastifyRequest): unknown {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return invalidRequest(`The body has more than the ${routeOptions.bodyLimit} bytes that are allowed`);
  }
  const isOfRequest = (error.statusCode ?? 500) < 500;
  return isOfRequest ? new ServiceError('SerializationException', error.message) : error;
}

function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end === -1 ? url : url.slice(0, end);
}

function msSince(startedAt: number): number {
  return Math.round((performance.now() - startedAt) * 10) / 10;
}
