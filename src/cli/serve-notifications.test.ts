import {
  CreateGameSessionQueueCommand,
  StartGameSessionPlacementCommand,
  StopGameSessionPlacementCommand,
} from '@aws-sdk/client-gamelift';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Receiver, status } from '../service/notifications/test/receiver.ts';
import { answering, TestServe } from './test/serve.ts';

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
