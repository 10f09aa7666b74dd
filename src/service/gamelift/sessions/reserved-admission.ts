import type { Logger } from 'pino';
import { PlaypenError } from '../../../errors.ts';
import type { Admission, RelayHost } from '../../../host/relay-host.ts';
import type { LoginRequest, PlayerConnection } from '../../../session/player-connection.ts';
import type { PlayerSessionRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';

export interface ReservedAdmissionOptions {
  store: Store;
  host: Pick<RelayHost, 'sessions'>;
  log: Logger;
  now(): number;
  /** A player with a reservation has come to this game session. */
  onPlayerCame(gameSessionId: string): void;
  /** Where a login goes that has no reservation; undefined: it is refused. */
  otherwise?: Admission;
}

/**
 * Lets in who has a player session that is RESERVED, and takes them to its game session. A player session serves
 * for one login: it is ACTIVE from then on, and COMPLETED when the player is gone, or was refused.
 */
export class ReservedAdmission implements Admission {
  readonly #options: ReservedAdmissionOptions;

  constructor(options: ReservedAdmissionOptions) {
    this.#options = options;
  }

  /** @throws {PlaypenError} `player_session_invalid`, and as `GameSession.connect` does */
  async login(connection: PlayerConnection, request: LoginRequest): Promise<void> {
    const { store, now, otherwise } = this.#options;
    const accepted = await store.acceptPlayerSession(request.playerSessionId, now());
    if (accepted !== undefined) return this.#connect(accepted, connection, request);
    if (otherwise === undefined) throw new PlaypenError('player_session_invalid');
    return otherwise.login(connection, request);
  }

  async #connect(
    { playerSessionId, gameSessionId, playerId, playerData = '' }: PlayerSessionRecord,
    connection: PlayerConnection,
    request: LoginRequest,
  ): Promise<void> {
    const { store, host, now, onPlayerCame } = this.#options;
    try {
      const session = host.sessions.get(gameSessionId);
      if (session === undefined) throw new PlaypenError('player_session_invalid', 'its game session is over');
      await session.connect(connection, { playerSessionId, playerId, playerData }, request);
      onPlayerCame(gameSessionId);
    } catch (error) {
      await store.completePlayerSession(playerSessionId, now());
      throw error;
    }
  }
}
