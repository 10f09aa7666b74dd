import { PlaypenError } from '../errors.ts';
import type { GameSession } from '../session/game-session.ts';
import type { LoginRequest, PlayerConnection } from '../session/player-connection.ts';
import type { SessionScript } from '../session/script-options.ts';
import type { Admission, NewGameSession, RelayHost } from './relay-host.ts';

/** A login whose session fills up, or is replaced while it starts, tries the next one, this often. */
const MAX_ATTEMPTS = 16;

export interface OpenAdmissionOptions {
  host: RelayHost;
  /** The version that new sessions run. */
  currentScript(): SessionScript;
  session: Pick<NewGameSession, 'profile'>;
}

/**
 * Development's admission: any player session id, or none, is let in. Players share the open session; when it is
 * full or has ended, or a newer version of the script is current, the next login starts another. A session of an
 * older version keeps its players and its version, and is ended when the last of them has left.
 */
export class OpenAdmission implements Admission {
  #options: OpenAdmissionOptions;
  #open: GameSession | undefined;

  constructor(options: OpenAdmissionOptions) {
    this.#options = options;
  }

  /** The session the next login goes to, started if there is none. Rejects when it cannot be started. */
  async openSession(): Promise<GameSession> {
    if (this.#open === undefined || !this.#isJoinable(this.#open)) {
      this.#open = this.#createSession();
    }
    const session = this.#open;
    await session.started;
    return session;
  }

  async login(connection: PlayerConnection, request: LoginRequest): Promise<void> {
    const { playerSessionId } = request;
    const identity = { playerSessionId, playerId: playerSessionId, playerData: '' };
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const session = await this.#startedSession();
      if (session === undefined || session.closedFor !== undefined) continue;
      return session.connect(connection, identity, request);
    }
    throw new PlaypenError('no_capacity', 'game sessions fill up faster than they can be started');
  }

  /** Undefined when a newer version became current while the session was starting. */
  async #startedSession(): Promise<GameSession | undefined> {
    try {
      return await this.openSession();
    } catch (error) {
      if (error instanceof PlaypenError && error.code === 'script_replaced') return undefined;
      throw error;
    }
  }

  /** Ends sessions of versions that are no longer current: the empty ones, which nobody can join, or all. */
  endOlderSessions(which: 'empty' | 'all'): void {
    for (const session of this.#options.host.sessions.values()) {
      if (which === 'empty') this.#endIfUseless(session);
      else if (!this.#isCurrent(session)) void session.terminate('script_replaced');
    }
  }

  #createSession(): GameSession {
    const { host, currentScript, session } = this.#options;
    const created = host.createSession({
      ...session,
      script: currentScript(),
      onEmpty: () => this.#endIfUseless(created),
    });
    return created;
  }

  #isJoinable(session: GameSession): boolean {
    if (!this.#isCurrent(session)) return false;
    return session.state === 'starting' || session.closedFor === undefined;
  }

  #isCurrent(session: GameSession): boolean {
    return session.scriptHash === this.#options.currentScript().hash;
  }

  /** Nobody can come to an empty session of an older version any more. */
  #endIfUseless(session: GameSession): void {
    if (session.playerCount === 0 && !this.#isCurrent(session)) void session.terminate('script_replaced');
  }
}
