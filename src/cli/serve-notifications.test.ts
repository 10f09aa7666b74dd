import {
  AcceptMatchCommand,
  CreateGameSessionQueueCommand,
  CreateMatchmakingConfigurationCommand,
  CreateMatchmakingRuleSetCommand,
  DescribeMatchmakingCommand,
  StartGameSessionPlacementCommand,
  StartMatchmakingCommand,
  StopGameSessionPlacementCommand,
  StopMatchmakingCommand,
} from '@aws-sdk/client-gamelift';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Receiver, status } from '../service/notifications/test/receiver.ts';
import { answering, TestServe, until } from './test/serve.ts';

const TOPIC = 'arn:aws:sns:us-west-2:123456789012:placements';

let receiver: Receiver;
let serve: TestServe;
beforeAll(async () => {
  receiver = await Receiver.start();
  serve = await TestServe.start({
    notificationTargets: [{ topicArn: TOPIC, url: receiver.url, form: 'lambda' }],
  });
});
afterAll(async () => {
  await serve[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

async function createQueue(Name: string, fleetId?: string): Promise<void> {
  const DestinationArn = `arn:aws:gamelift:local::fleet/${fleetId}`;
  await serve.client.send(
    new CreateGameSessionQueueCommand({
      ...{ Name, NotificationTarget: TOPIC, CustomEventData: 'season 7' },
      Destinations: fleetId === undefined ? [] : [{ DestinationArn }],
    }),
  );
}

async function place(GameSessionQueueName: string, PlacementId: string): Promise<void> {
  await serve.client.send(
    new StartGameSessionPlacementCommand({
      ...{ GameSessionQueueName, PlacementId, MaximumPlayerSessionCount: 2 },
      DesiredPlayerSessions: [{ PlayerId: 'anna' }],
    }),
  );
}

/** What a Lambda function behind the topic gets from its `n`th call. */
async function eventOf(n: number) {
  await receiver.count(n);
  const [{ Sns }] = JSON.parse(receiver.bodies[n - 1]!).Records;
  expect(Sns.TopicArn).toBe(TOPIC);
  return JSON.parse(Sns.Message);
}

test('a backend is told where its players were placed, and that a placement was cancelled', async () => {
  const fleetId = await serve.deploy(answering('hello'));
  await createQueue('live', fleetId);
  await place('live', 'p-1');
  const placed = await eventOf(1);
  expect(placed).toMatchObject({
    'detail-type': 'GameLift Queue Placement Event',
    source: 'aws.gamelift',
    resources: ['arn:aws:gamelift:local:000000000000:gamesessionqueue/live'],
    detail: {
      type: 'PlacementFulfilled',
      placementId: 'p-1',
      // A string, as the service has it
      port: `${serve.port}`,
      ipAddress: '127.0.0.1',
      customEventData: 'season 7',
      placedPlayerSessions: [{ playerId: 'anna', playerSessionId: expect.stringMatching(/^psess-/) }],
    },
  });

  await createQueue('empty');
  await place('empty', 'p-2');
  await serve.client.send(new StopGameSessionPlacementCommand({ PlacementId: 'p-2' }));
  expect((await eventOf(2)).detail).toMatchObject({ type: 'PlacementCancelled', placementId: 'p-2' });
});

const RULES = JSON.stringify({
  name: 'duel',
  ruleLanguageVersion: '1.0',
  teams: ['red', 'blue'].map(name => ({ name, minPlayers: 1, maxPlayers: 1 })),
});
const START = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/);
const UUID = expect.stringMatching(/^[\da-f-]{36}$/);

function ticketStatus(TicketId: string) {
  return async () => {
    const found = await serve.client.send(new DescribeMatchmakingCommand({ TicketIds: [TicketId] }));
    return found.TicketList![0]?.Status;
  };
}

async function createConfiguration(Name: string, queueName: string): Promise<void> {
  await serve.client.send(new CreateMatchmakingRuleSetCommand({ Name: `${Name}-rules`, RuleSetBody: RULES }));
  await serve.client.send(
    new CreateMatchmakingConfigurationCommand({
      ...{ Name, RuleSetName: `${Name}-rules`, NotificationTarget: TOPIC, CustomEventData: 'ranked' },
      ...{ AcceptanceRequired: true, AcceptanceTimeoutSeconds: 60, RequestTimeoutSeconds: 120 },
      GameSessionQueueArns: [`arn:aws:gamelift:local:000000000000:gamesessionqueue/${queueName}`],
    }),
  );
}

function seek(configuration: string, ticket: string) {
  const Players = [{ PlayerId: `player-${ticket}` }];
  return serve.client.send(
    new StartMatchmakingCommand({ ConfigurationName: configuration, TicketId: ticket, Players }),
  );
}

function accept(ticket: string) {
  const PlayerIds = [`player-${ticket}`];
  return serve.client.send(new AcceptMatchCommand({ TicketId: ticket, PlayerIds, AcceptanceType: 'ACCEPT' }));
}

test('a backend is told the way of a ticket from the search to the game, in order', {
  timeout: 60_000,
}, async () => {
  const fleetId = await serve.deploy(answering('match'));
  await createQueue('matches', fleetId);
  await createConfiguration('duel', 'matches');
  const first = receiver.received.length;
  await seek('duel', 'one');
  await until('SEARCHING', ticketStatus('one'));
  await seek('duel', 'two');
  await until('REQUIRES_ACCEPTANCE', ticketStatus('one'));
  await accept('one');
  await accept('two');
  await until('COMPLETED', ticketStatus('one'));

  const about = (ticket: string) => async () => {
    const events = await Promise.all(receiver.bodies.slice(first).map((_, i) => eventOf(first + i + 1)));
    return events.filter(({ detail }) =>
      detail.tickets?.some(({ ticketId }: { ticketId: string }) => ticketId === ticket),
    );
  };
  const typesOf = async (ticket: string) => (await about(ticket)()).map(({ detail }) => detail.type);
  const whole = [
    'MatchmakingSearching',
    'PotentialMatchCreated',
    'AcceptMatch',
    'AcceptMatch',
    'AcceptMatchCompleted',
    'MatchmakingSucceeded',
  ];
  await expect.poll(() => typesOf('one'), { timeout: 15_000 }).toEqual(whole);
  await expect.poll(() => typesOf('two'), { timeout: 15_000 }).toEqual(whole);

  const [searching, potential, , , completed, succeeded] = await about('one')();
  expect(searching).toEqual({
    ...{ version: '0', id: UUID, 'detail-type': 'GameLift Matchmaking Event', source: 'aws.gamelift' },
    ...{ account: '000000000000', time: START, region: 'local' },
    resources: ['arn:aws:gamelift:local:000000000000:matchmakingconfiguration/duel'],
    detail: {
      tickets: [{ ticketId: 'one', startTime: START, players: [{ playerId: 'player-one' }] }],
      estimatedWaitMillis: 'NOT_AVAILABLE',
      customEventData: 'ranked',
      type: 'MatchmakingSearching',
      gameSessionInfo: { players: [{ playerId: 'player-one' }] },
    },
  });
  const { matchId } = potential.detail;
  expect(potential.detail).toMatchObject({
    matchId: UUID,
    ...{ acceptanceRequired: true, acceptanceTimeout: 60, ruleEvaluationMetrics: [] },
  });
  expect(completed.detail).toMatchObject({ matchId, acceptance: 'Accepted' });
  const player = (ticket: string, team: RegExp) => ({
    playerId: `player-${ticket}`,
    playerSessionId: expect.stringMatching(/^psess-/),
    team: expect.stringMatching(team),
  });
  expect(succeeded.detail).toMatchObject({
    matchId,
    tickets: [{ ticketId: 'one' }, { ticketId: 'two' }],
    gameSessionInfo: {
      gameSessionArn: expect.stringContaining(':gamesession/fleet-'),
      ...{ ipAddress: '127.0.0.1', dnsName: 'localhost', port: serve.port },
      players: [player('one', /^(red|blue)$/), player('two', /^(red|blue)$/)],
    },
  });
});

test('an operator is told why a ticket waits, and the backend when it was stopped', async () => {
  await createQueue('lonely');
  await createConfiguration('lonely', 'lonely');
  await seek('lonely', 'alone');
  await until('SEARCHING', ticketStatus('alone'));
  const ask = (ticket: string) =>
    fetch(`${serve.operatorUrl}/playpen/matchmaking/tickets/${ticket}/explanation`);
  const answer = await ask('alone');
  expect(await answer.json()).toMatchObject({
    ticketId: 'alone',
    ...{ candidates: 0, minPlayers: 2, mostPlayers: 1 },
    summary: [expect.stringContaining('with 0 other tickets'), expect.any(String)],
  });
  const first = receiver.received.length;
  await serve.client.send(new StopMatchmakingCommand({ TicketId: 'alone' }));
  expect((await eventOf(first + 1)).detail).toMatchObject({
    type: 'MatchmakingCancelled',
    ...{ reason: 'Cancelled', message: 'Cancelled by request.', ruleEvaluationMetrics: [] },
  });
  expect(serve.server.service.matchmakingFeed.recent('local').at(-1)).toContain('MatchmakingCancelled');
  for (const [ticket, status, code] of [
    ['alone', 409, 'ticket_unexplained'],
    ['nobody', 404, 'ticket_not_found'],
  ] as const) {
    const refusal = await ask(ticket);
    expect(refusal.status).toBe(status);
    expect(await refusal.json()).toMatchObject({ code });
  }
});

test('a server that is stopped delivers what waits before it ends', async () => {
  await createQueue('last');
  await place('last', 'p-3');
  const first = receiver.received.length;
  receiver.answerWith(status(503));
  await serve.client.send(new StopGameSessionPlacementCommand({ PlacementId: 'p-3' }));
  await receiver.count(first + 1);
  receiver.answerWith(status(200));
  await serve.stop();
  expect(receiver.received).toHaveLength(first + 2);
  expect((await eventOf(first + 2)).detail).toMatchObject({
    type: 'PlacementCancelled',
    placementId: 'p-3',
  });
});
