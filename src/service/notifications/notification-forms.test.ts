import { expect, test } from 'vitest';
import { NOTIFICATION_FORMS, notificationRequest } from './notification-forms.ts';

const ARN = 'arn:aws:sns:us-west-2:123456789012:topic';
const EVENT = {
  id: 'id-1',
  timestamp: '2026-01-02T03:04:05.006Z',
  message: '{"detail":{"type":"AcceptMatch"}}',
  subjects: ['ticket-1'],
};

/** What the message is as a JSON string in JSON. */
const QUOTED = String.raw`"{\"detail\":{\"type\":\"AcceptMatch\"}}"`;

test('the form of SNS has its headers, and the event as a string', () => {
  expect(notificationRequest('sns', ARN, EVENT)).toEqual({
    headers: {
      'content-type': 'text/plain; charset=UTF-8',
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-message-id': 'id-1',
      'x-amz-sns-topic-arn': ARN,
    },
    body: `{"Type":"Notification","MessageId":"id-1","TopicArn":"${ARN}","Message":${QUOTED},"Timestamp":"2026-01-02T03:04:05.006Z"}`,
  });
});

test('the form of Lambda is what a function behind SNS is called with', () => {
  expect(notificationRequest('lambda', ARN, EVENT)).toEqual({
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: `{"Records":[{"EventSource":"aws:sns","EventVersion":"1.0","Sns":{"Type":"Notification","MessageId":"id-1","TopicArn":"${ARN}","Message":${QUOTED},"Timestamp":"2026-01-02T03:04:05.006Z","Subject":null,"MessageAttributes":{}}}]}`,
  });
});

test('the raw form is the event and nothing else', () => {
  expect(notificationRequest('raw', ARN, EVENT)).toEqual({
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: EVENT.message,
  });
});

test('a handler of either form with a message in it finds the event', () => {
  const parsed = NOTIFICATION_FORMS.map(form => JSON.parse(notificationRequest(form, ARN, EVENT).body));
  const [sns, lambda, raw] = parsed;
  expect(JSON.parse(sns.Message)).toEqual(raw);
  expect(JSON.parse(lambda.Records[0].Sns.Message)).toEqual(raw);
});
