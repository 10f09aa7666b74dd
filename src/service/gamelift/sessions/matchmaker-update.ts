import type { GameSessionRecord } from '../../../store/records.ts';
import { invalidRequest, ServiceError } from '../service-error.ts';

/** The service API's own bound. */
const MAX_MATCHMAKER_DATA_CHARACTERS = 390_000;

/**
 * The record of a game session that matchmaking has done something about.
 * @param matchmakerData undefined: it is as it was
 * @throws {ServiceError} InvalidGameSessionStatusException, InvalidRequestException
 */
export function withMatchmakerData(
  session: GameSessionRecord,
  matchmakerData: string | undefined,
): GameSessionRecord {
  const { gameSessionId, status } = session;
  if (status !== 'ACTIVE') {
    throw new ServiceError(
      'InvalidGameSessionStatusException',
      `Game session ${gameSessionId} is ${status}; matchmaking has to do with sessions that are ACTIVE.`,
    );
  }
  if (matchmakerData === undefined) return session;
  if (matchmakerData.length > MAX_MATCHMAKER_DATA_CHARACTERS) {
    throw invalidRequest(
      `The matchmaker data of game session ${gameSessionId} has ${matchmakerData.length} characters; ` +
        `it can have ${MAX_MATCHMAKER_DATA_CHARACTERS}. Let players have fewer attributes.`,
    );
  }
  return { ...session, matchmakerData };
}
