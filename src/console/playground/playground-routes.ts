import type { FastifyInstance } from 'fastify';
import type { Limits } from '../../limits/limits.ts';
import type { PublishRequest } from '../protocol.ts';
import type { Playground } from './playground.ts';

const PUBLISH_BODY = {
  type: 'object',
  required: ['text', 'baseText'],
  properties: { text: { type: 'string' }, baseText: { type: 'string' } },
};
/** Two texts, in which JSON makes up to two characters of a usual one that it escapes. */
const BYTES_PER_TEXT_BYTE = 4;

/** `GET playground` and `PUT playground`. */
export function addPlaygroundRoutes(scope: FastifyInstance, playground: Playground, limits: Limits): void {
  scope.get('playground', async () => playground.read());
  scope.put<{ Body: PublishRequest }>(
    'playground',
    { schema: { body: PUBLISH_BODY }, bodyLimit: limits.playgroundBytes * BYTES_PER_TEXT_BYTE + 1024 },
    async request => playground.publish(request.body),
  );
}
