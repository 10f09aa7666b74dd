import { PlaypenError } from '../errors.ts';
import type { GameSession } from '../session/game-session.ts';
import type { LoginRequest, PlayerConnection } from '../session/player-connection.ts';
import type { Admission } from './relay-host.ts';

/** A session that fills up between the look and the login is tried again, this often. */
const MAX_ATTEMPTS = 8;

/**
 * Development's admission: any player session id, or none, is let in. Players share the open session; when it
 * is full or has ended, the next login starts another.
 */
export class OpenAdmission implements Admission {
  #createSession: () => GameSession;
  #open: GameSession | undefined;

  constructor(createSession: () => GameSession) {
    this.#createSession = createSession;
  }

  /** The session the next login goes to, started if there is none. Rejects when it cannot be started. */
  async openSession(): Promise<GameSession> {
    const open = this.#open;
    if (open === undefined || (open.state !== 'starting' && open.closedFor !== undefined)) {
      this.#open = this.#createSession();
    }
    const session = this.#open!;
    await session.started;
    return session;
  }

  async login(connection: PlayerConnection, request: LoginRequest): Promise<void> {
    const { playerSessionId } = request;
    const identity = { playerSessionId, playerId: playerSessionId, playerData: '' };
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const session = await this.openSession();
      if (session.closedFor !== undefined) continue;
      return session.connect(connection, identity, request);
    }
    throw new PlaypenError('no_capacity', 'game sessions fill up faster than they can be started');
  }
}
