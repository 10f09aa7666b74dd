import { PlaypenError } from '../../errors.ts';
import type { EndedSession } from '../../host/ended-sessions.ts';
import type { RelayHost } from '../../host/relay-host.ts';
import type { GameSession } from '../../session/game-session.ts';
import type { Visitor } from '../access/console-access.ts';
import type { SessionDetail } from '../protocol.ts';
import { isOf } from './snapshots.ts';

export interface SessionFinderOptions {
  host: RelayHost;
  /** Of a version of a script, where it has one. */
  labelOf(scriptHash: string): string | undefined;
}

/** Game sessions as a visitor may see them. Another tenant's is as if it were not there. */
export class SessionFinder {
  readonly #options: SessionFinderOptions;

  constructor(options: SessionFinderOptions) {
    this.#options = options;
  }

  /** @throws {PlaypenError} `session_not_found`, also when it is over */
  running(id: string, { tenantId }: Visitor): GameSession {
    const session = this.#options.host.sessions.get(id);
    if (session === undefined || !isOf(tenantId, session.origin) || session.isEnded) throw notFound(id);
    return session;
  }

  /** That it runs, or ended not long ago. @throws {PlaypenError} `session_not_found` */
  requireAny(id: string, { tenantId }: Visitor): void {
    const { host } = this.#options;
    const tenant = host.sessions.get(id)?.origin ?? host.endedSessions.get(id);
    if (tenant === undefined || !isOf(tenantId, tenant)) throw notFound(id);
  }

  /** @throws {PlaypenError} `session_not_found` */
  detail(id: string, visitor: Visitor): SessionDetail {
    const { host } = this.#options;
    this.requireAny(id, visitor);
    const session = host.sessions.get(id);
    return session === undefined ? this.#ended(host.endedSessions.get(id)!) : this.#running(session, visitor);
  }

  #running(session: GameSession, { tenantId }: Visitor): SessionDetail {
    const { id, scriptHash, state, origin, name, workerPid, operator } = session;
    return {
      ...{ id, state, scriptHash, ...this.#label(scriptHash), ...origin, name },
      // Which process it is in is the host's affair.
      ...(workerPid === undefined || tenantId !== undefined ? {} : { workerPid }),
      players: operator.players(),
      groups: operator.groups(),
    };
  }

  #ended({ id, scriptHash, tenantId, fleetId, name, postMortem }: EndedSession): SessionDetail {
    return {
      ...{ id, state: 'ended', scriptHash, ...this.#label(scriptHash), tenantId, fleetId, name },
      ...{ players: [], groups: [], postMortem },
    };
  }

  #label(scriptHash: string): { versionLabel?: string } {
    const versionLabel = this.#options.labelOf(scriptHash);
    return versionLabel === undefined ? {} : { versionLabel };
  }
}

function notFound(id: string): PlaypenError {
  return new PlaypenError('session_not_found', id);
}
