import { readMatchmakerData } from '../../../../matchmaking/matchmaker-data.ts';
import type { Input } from '../../operation.ts';
import type { Rig } from '../../test/rig.ts';
import { enter, queueRig, untilStatus } from './duel-rig.ts';

/** Two to four players in one team, whose levels do not matter. */
const CREW = JSON.stringify({
  ruleLanguageVersion: '1.0',
  playerAttributes: [{ name: 'level', type: 'number', default: 5 }],
  teams: [{ name: 'crew', minPlayers: 2, maxPlayers: 4 }],
});

export interface CrewRig {
  rig: Rig;
  /** The game session of `ann` and `ben`; two slots are open. */
  arn: string;
  /** Their player sessions. */
  playerSessionIds: string[];
}

/** With a game session that `ann` and `ben` were matched for. */
export async function crewRig(
  parts: Partial<Input<'CreateMatchmakingConfiguration'>> = {},
): Promise<CrewRig> {
  const rig = await queueRig();
  await rig.call('CreateMatchmakingRuleSet', { Name: 'crew-rules', RuleSetBody: CREW });
  await rig.call('UpdateMatchmakingConfiguration', { Name: 'duel', RuleSetName: 'crew-rules', ...parts });
  await enter(rig, 'ann');
  await enter(rig, 'ben');
  const [ann, ben] = [await untilStatus(rig, 'ann', 'COMPLETED'), await untilStatus(rig, 'ben', 'COMPLETED')];
  const sessions = [ann, ben].flatMap(
    ({ GameSessionConnectionInfo }) => GameSessionConnectionInfo?.MatchedPlayerSessions ?? [],
  );
  return {
    rig,
    arn: ann.GameSessionConnectionInfo?.GameSessionArn ?? '',
    playerSessionIds: sessions.map(({ PlayerSessionId = '' }) => PlayerSessionId),
  };
}

export function backfill({ rig, arn }: CrewRig, TicketId: string, players = ['ann', 'ben']) {
  return rig.call('StartMatchBackfill', {
    TicketId,
    ConfigurationName: 'duel',
    GameSessionArn: arn,
    Players: players.map(name => ({ PlayerId: `player-${name}`, Team: 'crew' })),
  });
}

export async function dataOf({ rig, arn }: CrewRig) {
  const session = await rig.store.getGameSession('a', arn);
  const data = readMatchmakerData(session?.matchmakerData ?? '');
  return { ...data, players: data?.teams.flatMap(team => team.players.map(({ playerId }) => playerId)) };
}

/** What the script was told of backfills. */
export function toldOf({ rig }: CrewRig) {
  return rig.sessions.updated.map(({ reason, backfillTicketId }) => [reason, backfillTicketId]);
}
