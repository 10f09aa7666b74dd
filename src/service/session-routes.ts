import type { FastifyInstance } from 'fastify';
import { PlaypenError } from '../errors.ts';
import type { RelayHost } from '../host/relay-host.ts';
import type { PostMortem } from '../session/post-mortem.ts';

/** One game session, as the API shows it. */
export interface SessionView {
  id: string;
  scriptHash: string;
  state: string;
  players: number;
  workerPid?: number;
  /** Of a session that is over. */
  postMortem?: PostMortem;
}

/** What the routes need of the server they belong to. */
export interface SessionAdministration {
  /** Those that run, and those that ended last, oldest first. */
  listSessions(): SessionView[];
}

/** `GET /playpen/sessions` and `GET /playpen/sessions/:id`. */
export function addSessionRoutes(app: FastifyInstance, sessions: SessionAdministration): void {
  app.get('/playpen/sessions', async () => ({ sessions: sessions.listSessions() }));
  app.get<{ Params: { id: string } }>('/playpen/sessions/:id', async request => {
    const { id } = request.params;
    const session = sessions.listSessions().find(one => one.id === id);
    if (session === undefined) throw new PlaypenError('session_not_found', id);
    return { session };
  });
}

/** The game sessions of a relay host, as the API shows them: those that are over first. */
export function sessionViews(host: RelayHost): SessionView[] {
  const ended = host.endedSessions.list().map(({ id, scriptHash, postMortem }) => ({
    ...{ id, scriptHash, postMortem },
    state: 'ended',
    players: 0,
  }));
  const running = [...host.sessions.values()].map(session => ({
    id: session.id,
    scriptHash: session.scriptHash,
    state: session.state,
    players: session.playerCount,
    ...(session.workerPid === undefined ? {} : { workerPid: session.workerPid }),
  }));
  return [...ended, ...running];
}
