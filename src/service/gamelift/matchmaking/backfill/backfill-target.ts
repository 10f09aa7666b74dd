import { readMatchmakerData } from '../../../../matchmaking/matchmaker-data.ts';
import type { Store } from '../../../../store/store.ts';
import type { Arns } from '../../identifiers.ts';
import { invalidRequest, notFound } from '../../service-error.ts';

export interface BackfillTargetDeps {
  store: Store;
  arns: Arns;
}

/**
 * The game session that a call asks players for.
 * @throws {ServiceError} NotFoundException for a configuration or game session that is not there;
 * InvalidRequestException for a game session that was made for no match, or is not ACTIVE
 */
export async function backfillTarget(
  { store, arns }: BackfillTargetDeps,
  {
    tenantId,
    configurationName,
    arn,
  }: { tenantId: string; configurationName: string; arn?: string | undefined },
): Promise<{ gameSessionArn?: string; region?: string }> {
  const configuration = await store.get('matchmakingConfiguration', tenantId, configurationName);
  if (configuration === undefined) {
    throw notFound(`there is no matchmaking configuration "${configurationName}"`);
  }
  if (configuration.flexMatchMode === 'STANDALONE') return arn === undefined ? {} : { gameSessionArn: arn };
  if (arn === undefined) {
    throw invalidRequest('GameSessionArn is missing; name the game session that wants players');
  }
  const gameSessionArn = arns.ownGameSession(arn);
  const session = await store.getGameSession(tenantId, gameSessionArn);
  if (session === undefined) throw notFound(`there is no game session "${gameSessionArn}"`);
  if (session.status !== 'ACTIVE') {
    throw invalidRequest(
      `game session "${gameSessionArn}" is ${session.status}; only an ACTIVE one takes players`,
    );
  }
  if (readMatchmakerData(session.matchmakerData ?? '') === undefined) {
    throw invalidRequest(`game session "${gameSessionArn}" has no matchmaker data: it was made for no match`);
  }
  return { gameSessionArn, region: session.location };
}
