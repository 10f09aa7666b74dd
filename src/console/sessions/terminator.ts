import { randomUUID } from 'node:crypto';
import { PlaypenError } from '../../errors.ts';
import type { Operations } from '../../service/gamelift/operation.ts';
import { ServiceError } from '../../service/gamelift/service-error.ts';
import type { GameSession } from '../../session/game-session.ts';
import type { TerminateRequest } from '../protocol.ts';

/**
 * Ends a game session as its operator: one that came through the service API by the API's own operation, so that its
 * record says how it ended.
 * @throws {PlaypenError} `session_not_found` when it is over by now
 */
export async function terminateSession(
  session: GameSession,
  mode: TerminateRequest['mode'],
  { TerminateGameSession }: Pick<Operations, 'TerminateGameSession'>,
): Promise<void> {
  const { id, origin } = session;
  if (origin.fleetId === '' || TerminateGameSession === undefined) {
    if (mode === 'force') session.kill('session_terminated');
    else void session.terminate('session_terminated');
    return;
  }
  try {
    await TerminateGameSession(
      {
        GameSessionId: id,
        TerminationMode: mode === 'force' ? 'FORCE_TERMINATE' : 'TRIGGER_ON_PROCESS_TERMINATE',
      },
      { tenantId: origin.tenantId, requestId: randomUUID() },
    );
  } catch (error) {
    if (error instanceof ServiceError) throw new PlaypenError('session_not_found', id, { cause: error });
    throw error;
  }
}
