import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import yazl from 'yazl';
import { PlaypenError } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import type { LogFollower } from '../logs/session-log.ts';
import type { SessionLogs } from '../logs/session-logs.ts';

/** What the routes need of the logs of game sessions. */
export interface LogAdministration extends Pick<SessionLogs, 'follow' | 'unfollow' | 'files'> {
  /** The most bytes that wait for a follower that reads slowly. */
  followerBytes: number;
}

export function logAdministration(logs: SessionLogs, limits: Limits): LogAdministration {
  return {
    followerBytes: limits.logFollowerBytes,
    follow: (gameSessionId, follower) => logs.follow(gameSessionId, follower),
    unfollow: (gameSessionId, follower) => logs.unfollow(gameSessionId, follower),
    files: gameSessionId => logs.files(gameSessionId),
  };
}

/** `GET /playpen/sessions/:id/log`: the log as text; with `?follow=true`, every line as it is written until the session is over. */
export function addLogFollowRoute(app: FastifyInstance, logs: LogAdministration): void {
  app.get<{ Params: { id: string }; Querystring: { follow?: string } }>(
    '/playpen/sessions/:id/log',
    async (request, reply) => {
      const { id } = request.params;
      const stream = new Readable({ highWaterMark: logs.followerBytes, read: () => {} });
      const follower: LogFollower = {
        push: text => stream.push(text),
        end: () => void stream.push(null),
      };
      stream.once('close', () => logs.unfollow(id, follower));
      if (!(await logs.follow(id, follower))) {
        const files = await logs.files(id);
        if (files.length === 0) throw new PlaypenError('session_not_found', id);
        return reply.type('text/plain; charset=utf-8').send(Readable.from(textOf(files)));
      }
      if (request.query.follow !== 'true') logs.unfollow(id, follower);
      return reply.type('text/plain; charset=utf-8').send(stream);
    },
  );
}

/** `GET /playpen/logs/:token`: the log of a session that is over, as a zip file. The token is all it takes. */
export function addLogDownloadRoute(
  app: FastifyInstance,
  logs: Pick<LogAdministration, 'files'>,
  gameSessionOf: (token: string) => string | undefined,
): void {
  app.get<{ Params: { token: string } }>('/playpen/logs/:token', async (request, reply) => {
    const gameSessionId = gameSessionOf(request.params.token);
    const files = gameSessionId === undefined ? [] : await logs.files(gameSessionId);
    if (files.length === 0) throw new PlaypenError('log_not_found');
    const zip = new yazl.ZipFile();
    for (const file of files) zip.addFile(file, basename(file));
    zip.end();
    return reply.type('application/zip').send(Readable.from(zip.outputStream));
  });
}

async function* textOf(files: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const file of files) yield* createReadStream(file);
}
