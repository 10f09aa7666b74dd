import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { PlaypenError } from '../errors.ts';
import type { GameSession } from '../session/game-session.ts';
import type { LoginRequest, PlayerConnection } from '../session/player-connection.ts';
import type { SessionScript } from '../session/script-options.ts';
import type { Admission, NewGameSession, RelayHost } from './relay-host.ts';

/** What a player session id has to be to name a room. Its length bounds what is kept of it. */
const ROOM = /^room-[A-Za-z0-9-]{1,32}$/;
/** The session that all others share. */
const NO_ROOM = '';

/** A login whose session fills up, or is replaced while it starts, tries the next one, this often. */
const MAX_ATTEMPTS = 16;

export interface OpenAdmissionOptions {
  host: RelayHost;
  /** The version that new sessions run. */
  currentScript(): SessionScript;
  session: Pick<NewGameSession, 'profile'>;
  /** Opens the log of a game session; default: their lines go to the host's log. */
  openLog?(gameSessionId: string): { logger: Logger; close(): Promise<void> };
}

/**
 * Development's admission: any player session id, or none, is let in. Players share the open session; when it is
 * full or has ended, or a newer version of the script is current, the next login starts another. A session of an
 * older version keeps its players and its version, and is ended when the last of them has left.
 *
 * A player session id such as `room-K7QX` names a room, which has a session of its own: it is started for the first who
 * comes, and ended when the last has left.
 */
export class OpenAdmission implements Admission {
  #options: OpenAdmissionOptions;
  /** By room. A session leaves it when it has ended, so there are no more than sessions of the host. */
  readonly #open = new Map<string, GameSession>();

  constructor(options: OpenAdmissionOptions) {
    this.#options = options;
  }

  /** The session the next login goes to, started if there is none. Rejects when it cannot be started. */
  async openSession(room = NO_ROOM): Promise<GameSession> {
    const open = this.#open.get(room);
    const session = open !== undefined && this.#isJoinable(open) ? open : this.#createSession(room);
    await session.started;
    return session;
  }

  async login(connection: PlayerConnection, request: LoginRequest): Promise<void> {
    const { playerSessionId } = request;
    const identity = { playerSessionId, playerId: playerSessionId, playerData: '' };
    const room = ROOM.test(playerSessionId) ? playerSessionId : NO_ROOM;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const session = await this.#startedSession(room);
      if (session === undefined || session.closedFor !== undefined) continue;
      try {
        return await session.connect(connection, identity, request);
      } finally {
        this.#endIfUseless(session, room);
      }
    }
    throw new PlaypenError('no_capacity', 'game sessions fill up faster than they can be started');
  }

  /** Undefined when a newer version became current while the session was starting. */
  async #startedSession(room: string): Promise<GameSession | undefined> {
    try {
      return await this.openSession(room);
    } catch (error) {
      if (error instanceof PlaypenError && error.code === 'script_replaced') return undefined;
      throw error;
    }
  }

  /** Ends sessions of versions that are no longer current: the empty ones, which nobody can join, or all. */
  endOlderSessions(which: 'empty' | 'all'): void {
    for (const session of this.#options.host.sessions.values()) {
      if (which === 'empty') this.#endIfUseless(session, NO_ROOM);
      else if (!this.#isCurrent(session)) void session.terminate('script_replaced');
    }
  }

  #createSession(room: string): GameSession {
    const created = this.#createWithLog(() => this.#endIfUseless(created, room));
    this.#open.set(room, created);
    void created.ended.then(() => {
      if (this.#open.get(room) === created) this.#open.delete(room);
    });
    return created;
  }

  #createWithLog(onEmpty: () => void): GameSession {
    const { host, currentScript, session, openLog } = this.#options;
    const gameSessionId = `gsess-${randomUUID()}`;
    const log = openLog?.(gameSessionId);
    try {
      const created = host.createSession({
        ...session,
        script: currentScript(),
        gameSessionId,
        ...(log === undefined ? {} : { log: log.logger }),
        onEmpty,
      });
      void created.ended.then(() => log?.close());
      return created;
    } catch (error) {
      void log?.close();
      throw error;
    }
  }

  #isJoinable(session: GameSession): boolean {
    if (!this.#isCurrent(session)) return false;
    return session.state === 'starting' || session.closedFor === undefined;
  }

  #isCurrent(session: GameSession): boolean {
    return session.scriptHash === this.#options.currentScript().hash;
  }

  /** Nobody can come to an empty session of an older version any more, and nobody needs an empty room. */
  #endIfUseless(session: GameSession, room: string): void {
    if (session.playerCount > 0) return;
    if (!this.#isCurrent(session)) void session.terminate('script_replaced');
    else if (room !== NO_ROOM) void session.terminate('session_terminated');
  }
}
