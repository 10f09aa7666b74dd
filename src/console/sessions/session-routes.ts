import type { FastifyInstance } from 'fastify';
import { PlaypenError } from '../../errors.ts';
import { LIMITS, type Limits } from '../../limits/limits.ts';
import type { SessionLogs } from '../../logs/session-logs.ts';
import type { GameSession } from '../../session/game-session.ts';
import { visitorOf } from '../access/visitor-of.ts';
import type { KickRequest, MessageQuery, SendRequest, TerminateRequest } from '../protocol.ts';
import { STREAM } from '../streams/event-stream.ts';
import { streamLog } from '../streams/log-stream.ts';
import { inspect } from '../streams/message-inspector.ts';
import type { OpenStreams } from '../streams/open-streams.ts';
import type { SessionFinder } from './session-finder.ts';

export interface SessionRoutesOptions {
  finder: SessionFinder;
  logs: Pick<SessionLogs, 'follow' | 'unfollow' | 'tail'>;
  streams: OpenStreams;
  limits: Limits;
  /** Resolves when its end has begun. */
  terminate(session: GameSession, mode: TerminateRequest['mode']): Promise<void>;
}

interface OfSession {
  Params: { id: string };
}

const INT32_MAX = 2 ** 31 - 1;
const PEER_ID = { type: 'integer', minimum: 1, maximum: INT32_MAX };
const OP_CODE = { type: 'integer', minimum: 1, maximum: INT32_MAX };
/** Base64 takes four characters for three bytes; the rest of a request is small. */
const SEND_BODY_BYTES = Math.ceil(LIMITS.scriptPayloadBytes.hard / 3) * 4 + 1024;

const MESSAGE_QUERY = {
  type: 'object',
  properties: {
    opCode: OP_CODE,
    peerId: PEER_ID,
    sample: { type: 'integer', minimum: 1, maximum: 1_000_000 },
  },
};
const KICK_BODY = { type: 'object', required: ['peerId'], properties: { peerId: PEER_ID } };
const TERMINATE_BODY = {
  type: 'object',
  required: ['mode'],
  properties: { mode: { enum: ['graceful', 'force'] } },
};
const SEND_BODY = {
  type: 'object',
  required: ['opCode', 'payload', 'channel'],
  properties: {
    opCode: OP_CODE,
    payload: { type: 'string', pattern: '^[A-Za-z0-9+/]*={0,2}$' },
    targetPeer: PEER_ID,
    targetGroup: { type: 'integer', minimum: -1, maximum: INT32_MAX },
    channel: { enum: ['reliable', 'fast'] },
  },
};

/** One game session: what it is, its log, its messages. */
export function addSessionViewRoutes(scope: FastifyInstance, options: SessionRoutesOptions): void {
  const { finder, logs, streams, limits } = options;
  scope.get<OfSession>('sessions/:id', async request => finder.detail(request.params.id, visitorOf(request)));

  scope.get<OfSession>('sessions/:id/log', STREAM, async (request, reply) => {
    const { id } = request.params;
    const visitor = visitorOf(request);
    finder.requireAny(id, visitor);
    const stream = streams.open(visitor);
    await streamLog(logs, id, stream).catch(error => {
      stream.abandon();
      throw error;
    });
    return stream.answer(reply);
  });

  scope.get<OfSession & { Querystring: MessageQuery }>(
    'sessions/:id/messages',
    { ...STREAM, schema: { querystring: MESSAGE_QUERY } },
    async (request, reply) => {
      const visitor = visitorOf(request);
      const session = finder.running(request.params.id, visitor);
      const { messages } = session.operator;
      if (messages.watcherCount >= limits.inspectorsPerSession) {
        throw new PlaypenError(
          'console_busy',
          `${messages.watcherCount} look at the messages of this session`,
        );
      }
      const stream = streams.open(visitor);
      inspect(session, request.query, { stream, limits });
      return stream.answer(reply);
    },
  );
}

/** What is done to one game session. */
export function addSessionActionRoutes(scope: FastifyInstance, options: SessionRoutesOptions): void {
  const { finder, terminate } = options;
  scope.post<OfSession & { Body: KickRequest }>(
    'sessions/:id/kick',
    { schema: { body: KICK_BODY } },
    async (request, reply) => {
      finder.running(request.params.id, visitorOf(request)).operator.kick(request.body.peerId);
      return reply.code(204).send();
    },
  );

  scope.post<OfSession & { Body: TerminateRequest }>(
    'sessions/:id/terminate',
    { schema: { body: TERMINATE_BODY } },
    async (request, reply) => {
      await terminate(finder.running(request.params.id, visitorOf(request)), request.body.mode);
      return reply.code(204).send();
    },
  );

  scope.post<OfSession & { Body: SendRequest }>(
    'sessions/:id/send',
    { schema: { body: SEND_BODY }, bodyLimit: SEND_BODY_BYTES },
    async (request, reply) => {
      const { payload, ...message } = request.body;
      const session = finder.running(request.params.id, visitorOf(request));
      session.operator.send({ ...message, payload: Buffer.from(payload, 'base64') });
      return reply.code(204).send();
    },
  );
}
