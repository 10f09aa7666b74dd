import { describe, expect, test } from 'vitest';
import type { MatchmakingConfigurationRecord } from '../../../store/records.ts';
import { Arns } from '../identifiers.ts';
import { matchmakingEvent } from './matchmaking-events.ts';
import type { EventTicket, MatchmakingHappening } from './matchmaking-listener.ts';

const AT_MS = Date.parse('2026-03-04T05:06:07.089Z');
const ARNS = new Arns({ region: 'us-west-2', accountId: '210987654321' });
const CONFIGURATION: MatchmakingConfigurationRecord = {
  tenantId: 'acme',
  id: 'duel',
  createdMs: 0,
  ruleSetName: 'duel-rules',
  flexMatchMode: 'WITH_QUEUE',
  queueArns: [],
  requestTimeoutSeconds: 60,
  acceptanceRequired: true,
  acceptanceTimeoutSeconds: 30,
  additionalPlayerCount: 0,
  gameProperties: [],
};

const METRICS = [
  { ruleName: 'Near', passedCount: 4, failedCount: 1 },
  { ruleName: 'Even', passedCount: 0, failedCount: 7 },
];

/** Tickets that began one second and two before the event, each of one player. */
function tickets(...players: Omit<EventTicket['players'][number], 'playerId'>[]): EventTicket[] {
  return players.map((player, i) => ({
    ticketId: `t-${i + 1}`,
    startTimeMs: AT_MS - (i + 1) * 1_000,
    players: [{ playerId: `p-${i + 1}`, ...player }],
  }));
}

/** The detail as the text of the event has it, so that order counts. */
function detailText(
  happening: MatchmakingHappening,
  more: Partial<MatchmakingConfigurationRecord> = {},
): string {
  const configuration = { ...CONFIGURATION, ...more };
  const event = matchmakingEvent(happening, { arns: ARNS, configuration, id: 'id-1', atMs: AT_MS });
  return JSON.stringify(event.detail);
}

const START_1 = '2026-03-04T05:06:06.089Z';
const START_2 = '2026-03-04T05:06:05.089Z';
const METRICS_TEXT =
  '[{"ruleName":"Near","passedCount":4,"failedCount":1},{"ruleName":"Even","passedCount":0,"failedCount":7}]';
const ONE_TICKET = `"tickets":[{"ticketId":"t-1","startTime":"${START_1}","players":[{"playerId":"p-1"}]}]`;
const ONE_PLAYER = '"gameSessionInfo":{"players":[{"playerId":"p-1"}]}';
const TEAMS = tickets({ team: 'red' }, { team: 'blue' });
const TEAM_TICKETS =
  `"tickets":[{"ticketId":"t-1","startTime":"${START_1}","players":[{"playerId":"p-1","team":"red"}]},` +
  `{"ticketId":"t-2","startTime":"${START_2}","players":[{"playerId":"p-2","team":"blue"}]}]`;
const TEAM_PLAYERS =
  '"gameSessionInfo":{"players":[{"playerId":"p-1","team":"red"},{"playerId":"p-2","team":"blue"}]}';

test('the envelope is that of the service, with the configuration as what it is about', () => {
  const happening = { type: 'AcceptMatch', tickets: tickets({}), matchId: 'm' } as const;
  const event = matchmakingEvent(happening, {
    arns: ARNS,
    configuration: CONFIGURATION,
    id: 'id-1',
    atMs: AT_MS,
  });
  expect(JSON.stringify({ ...event, detail: {} })).toBe(
    '{"version":"0","id":"id-1","detail-type":"GameLift Matchmaking Event","source":"aws.gamelift",' +
      '"account":"210987654321","time":"2026-03-04T05:06:07.089Z","region":"us-west-2",' +
      '"resources":["arn:aws:gamelift:us-west-2:210987654321:matchmakingconfiguration/duel"],"detail":{}}',
  );
});

describe('each type has the members of the service’s own events, in their order', () => {
  test('MatchmakingSearching, with a wait that is not known', () => {
    expect(detailText({ type: 'MatchmakingSearching', tickets: tickets({}) })).toBe(
      `{${ONE_TICKET},"estimatedWaitMillis":"NOT_AVAILABLE","type":"MatchmakingSearching",${ONE_PLAYER}}`,
    );
  });

  test.each([
    [0, 0],
    [12.4, 12],
    [12.5, 13],
  ])('MatchmakingSearching, with a wait of %d seconds, which is a whole number', (seconds, said) => {
    const happening = { type: 'MatchmakingSearching', estimatedWaitSeconds: seconds } as const;
    expect(JSON.parse(detailText({ ...happening, tickets: tickets({}) })).estimatedWaitMillis).toBe(said);
  });

  const potential = {
    type: 'PotentialMatchCreated' as const,
    tickets: TEAMS,
    matchId: 'm-1',
    ruleEvaluationMetrics: METRICS,
  };

  test('PotentialMatchCreated, when players have to accept', () => {
    const happening = { ...potential, acceptanceRequired: true, acceptanceTimeoutSeconds: 30 };
    expect(detailText(happening)).toBe(
      `{${TEAM_TICKETS},"acceptanceTimeout":30,"ruleEvaluationMetrics":${METRICS_TEXT},` +
        `"acceptanceRequired":true,"type":"PotentialMatchCreated",${TEAM_PLAYERS},"matchId":"m-1"}`,
    );
  });

  test('PotentialMatchCreated, when players need not accept, has no time for it', () => {
    const happening = { ...potential, acceptanceRequired: false, acceptanceTimeoutSeconds: 30 };
    expect(detailText(happening)).toBe(
      `{${TEAM_TICKETS},"ruleEvaluationMetrics":${METRICS_TEXT},` +
        `"acceptanceRequired":false,"type":"PotentialMatchCreated",${TEAM_PLAYERS},"matchId":"m-1"}`,
    );
  });

  test('AcceptMatch, where a player has "accepted" once they have answered, and then after the team', () => {
    const answered = tickets({ team: 'red' }, { accepted: false, team: 'blue' });
    expect(detailText({ type: 'AcceptMatch', tickets: answered, matchId: 'm-1' })).toBe(
      `{"tickets":[{"ticketId":"t-1","startTime":"${START_1}","players":[{"playerId":"p-1","team":"red"}]},` +
        `{"ticketId":"t-2","startTime":"${START_2}","players":[{"playerId":"p-2","team":"blue","accepted":false}]}],` +
        '"type":"AcceptMatch","gameSessionInfo":{"players":[{"playerId":"p-1","team":"red"},' +
        '{"playerId":"p-2","team":"blue","accepted":false}]},"matchId":"m-1"}',
    );
  });

  test.each(['Accepted', 'Rejected', 'TimedOut'] as const)('AcceptMatchCompleted: %s', acceptance => {
    const happening = { type: 'AcceptMatchCompleted', tickets: TEAMS, matchId: 'm-1', acceptance } as const;
    expect(detailText(happening)).toBe(
      `{${TEAM_TICKETS},"acceptance":"${acceptance}","type":"AcceptMatchCompleted",${TEAM_PLAYERS},"matchId":"m-1"}`,
    );
  });

  test('MatchmakingSucceeded, with a port that is a number, and player sessions before teams', () => {
    const happening: MatchmakingHappening = {
      type: 'MatchmakingSucceeded',
      tickets: tickets({ team: 'red', playerSessionId: 'psess-1' }),
      matchId: 'm-1',
      gameSession: { port: 1900, dnsName: 'play.example', ipAddress: '10.1.2.3', gameSessionArn: 'arn:gs' },
    };
    const players = '"players":[{"playerId":"p-1","playerSessionId":"psess-1","team":"red"}]';
    expect(detailText(happening)).toBe(
      `{"tickets":[{"ticketId":"t-1","startTime":"${START_1}",${players}}],"type":"MatchmakingSucceeded",` +
        '"gameSessionInfo":{"gameSessionArn":"arn:gs","ipAddress":"10.1.2.3","dnsName":"play.example","port":1900,' +
        `${players}},"matchId":"m-1"}`,
    );
  });

  test('MatchmakingSucceeded without a game session has no address', () => {
    expect(detailText({ type: 'MatchmakingSucceeded', tickets: TEAMS, matchId: 'm-1' })).toBe(
      `{${TEAM_TICKETS},"type":"MatchmakingSucceeded",${TEAM_PLAYERS},"matchId":"m-1"}`,
    );
  });

  test.each([
    ['MatchmakingTimedOut', 'TimedOut', 'Removed from matchmaking due to timing out.'],
    ['MatchmakingCancelled', 'Cancelled', 'Cancelled by request.'],
  ] as const)('%s, with the rules and without the match', (type, reason, message) => {
    const happening = { type, reason, message, tickets: tickets({}), matchId: 'm-1' };
    expect(detailText({ ...happening, ruleEvaluationMetrics: METRICS })).toBe(
      `{"reason":"${reason}",${ONE_TICKET},"ruleEvaluationMetrics":${METRICS_TEXT},"type":"${type}",` +
        `"message":"${message}",${ONE_PLAYER}}`,
    );
  });

  test('MatchmakingFailed, with what the configuration adds to its events', () => {
    const why = { reason: 'UNEXPECTED_ERROR', message: 'No place.' };
    const happening = { type: 'MatchmakingFailed', tickets: tickets({}), matchId: 'm-1', ...why } as const;
    expect(detailText(happening, { customEventData: 'season 7' })).toBe(
      `{${ONE_TICKET},"customEventData":"season 7","type":"MatchmakingFailed","reason":"UNEXPECTED_ERROR",` +
        `"message":"No place.",${ONE_PLAYER},"matchId":"m-1"}`,
    );
  });
});

const ALL: MatchmakingHappening[] = [
  { type: 'MatchmakingSearching', tickets: TEAMS },
  {
    type: 'PotentialMatchCreated',
    tickets: TEAMS,
    matchId: 'm',
    acceptanceRequired: false,
    ruleEvaluationMetrics: [],
  },
  { type: 'AcceptMatch', tickets: TEAMS, matchId: 'm' },
  { type: 'AcceptMatchCompleted', tickets: TEAMS, matchId: 'm', acceptance: 'Accepted' },
  { type: 'MatchmakingSucceeded', tickets: TEAMS, matchId: 'm' },
  { type: 'MatchmakingTimedOut', tickets: TEAMS, reason: 'r', message: 'm', ruleEvaluationMetrics: [] },
  { type: 'MatchmakingCancelled', tickets: TEAMS, reason: 'r', message: 'm', ruleEvaluationMetrics: [] },
  { type: 'MatchmakingFailed', tickets: TEAMS, matchId: 'm', reason: 'r', message: 'm' },
];

test.each(ALL)('$type has customEventData exactly where the configuration has it', happening => {
  expect(JSON.parse(detailText(happening))).not.toHaveProperty('customEventData');
  expect(JSON.parse(detailText(happening, { customEventData: 'x' }))).toHaveProperty('customEventData', 'x');
});

test.each(ALL)('$type lists the players of all its tickets once more', happening => {
  const party = [{ ...TEAMS[0]!, players: [{ playerId: 'a' }, { playerId: 'b' }] }, TEAMS[1]!];
  const { gameSessionInfo } = JSON.parse(detailText({ ...happening, tickets: party }));
  expect(gameSessionInfo.players.map((player: { playerId: string }) => player.playerId)).toEqual([
    'a',
    'b',
    'p-2',
  ]);
});
