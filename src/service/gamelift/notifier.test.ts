import { expect, test } from 'vitest';
import type { MatchmakingConfigurationRecord, QueueRecord } from '../../store/records.ts';
import type { Notification } from '../notifications/notification.ts';
import { Arns } from './identifiers.ts';
import { Notifier } from './notifier.ts';

const TOPIC = 'arn:aws:sns:us-west-2:1:topic';

function notifier() {
  const published: (Notification & { tenantId: string; topicArn: string })[] = [];
  const sink = {
    publish: (tenantId: string, topicArn: string, notification: Notification) =>
      void published.push({ tenantId, topicArn, ...notification }),
  };
  const arns = new Arns({ region: 'us-west-2', accountId: '123456789012' });
  return { published, notifier: new Notifier(arns, sink) };
}

const ENDED = {
  type: 'PlacementTimedOut',
  placementId: 'p-1',
  startTime: '2026-01-02T03:04:05.006Z',
  endTime: '2026-01-02T03:05:05.006Z',
} as const;

test('the end of a placement is told to the topic of its queue, as the service writes it', () => {
  const { notifier: told, published } = notifier();
  told.placementEnded({ tenantId: 'acme', id: 'q', notificationTarget: TOPIC } as QueueRecord, ENDED);
  const { id, message, ...rest } = published[0]!;
  expect(rest).toEqual({
    tenantId: 'acme',
    topicArn: TOPIC,
    timestamp: '2026-01-02T03:05:05.006Z',
    subjects: ['acme placement p-1'],
  });
  expect(message).toBe(
    `{"version":"0","id":"${id}","detail-type":"GameLift Queue Placement Event","source":"aws.gamelift",` +
      '"account":"123456789012","time":"2026-01-02T03:05:05Z","region":"us-west-2",' +
      '"resources":["arn:aws:gamelift:us-west-2:123456789012:gamesessionqueue/q"],"detail":' +
      `${JSON.stringify(ENDED)}}`,
  );
});

test('what happens in matchmaking is told to the topic of its configuration, about each of its tickets', () => {
  const { notifier: told, published } = notifier();
  const tickets = ['a', 'b'].map(ticketId => ({ ticketId, startTimeMs: 0, players: [] }));
  const configuration = { tenantId: 'acme', id: 'c', notificationTarget: TOPIC };
  told.happened(
    configuration as unknown as MatchmakingConfigurationRecord,
    { type: 'AcceptMatch', tickets, matchId: 'm' },
    1_000,
  );
  expect(published).toMatchObject([
    {
      tenantId: 'acme',
      topicArn: TOPIC,
      timestamp: '1970-01-01T00:00:01.000Z',
      subjects: ['acme ticket a', 'acme ticket b'],
    },
  ]);
  const event = JSON.parse(published[0]!.message);
  expect(event).toMatchObject({ id: published[0]!.id, detail: { type: 'AcceptMatch', matchId: 'm' } });
});

test('each event has an id of its own', () => {
  const { notifier: told, published } = notifier();
  const queue = { tenantId: 'acme', id: 'q', notificationTarget: TOPIC } as QueueRecord;
  told.placementEnded(queue, ENDED);
  told.placementEnded(queue, ENDED);
  expect(new Set(published.map(({ id }) => id)).size).toBe(2);
});

test('nobody is told where no topic is named', () => {
  const { notifier: told, published } = notifier();
  told.placementEnded({ tenantId: 'acme', id: 'q' } as QueueRecord, ENDED);
  const configuration = { tenantId: 'acme', id: 'c' } as MatchmakingConfigurationRecord;
  told.happened(configuration, { type: 'AcceptMatch', tickets: [], matchId: 'm' }, 0);
  expect(published).toEqual([]);
});
