import type { Notification } from './notification.ts';

/** What is sent for an event. */
export interface NotificationRequest {
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

type MakeRequest = (topicArn: string, notification: Notification) => NotificationRequest;

const JSON_TYPE = { 'content-type': 'application/json; charset=UTF-8' };

const FORMS = {
  /** As SNS delivers to a subscription of HTTP, without the signature. */
  sns: (topicArn, notification) => ({
    headers: {
      'content-type': 'text/plain; charset=UTF-8',
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-message-id': notification.id,
      'x-amz-sns-topic-arn': topicArn,
    },
    body: JSON.stringify(snsMessage(topicArn, notification)),
  }),
  /** As a Lambda function is called that subscribes to the topic. */
  lambda: (topicArn, notification) => ({
    headers: JSON_TYPE,
    body: JSON.stringify({
      Records: [
        {
          EventSource: 'aws:sns',
          EventVersion: '1.0',
          Sns: { ...snsMessage(topicArn, notification), Subject: null, MessageAttributes: {} },
        },
      ],
    }),
  }),
  /** The event alone. */
  raw: (_topicArn, { message }) => ({ headers: JSON_TYPE, body: message }),
} as const satisfies Record<string, MakeRequest>;

export type NotificationForm = keyof typeof FORMS;

export const NOTIFICATION_FORMS = Object.keys(FORMS) as NotificationForm[];

export function notificationRequest(
  form: NotificationForm,
  topicArn: string,
  notification: Notification,
): NotificationRequest {
  return FORMS[form](topicArn, notification);
}

function snsMessage(topicArn: string, { id, message, timestamp }: Notification) {
  return {
    Type: 'Notification',
    MessageId: id,
    TopicArn: topicArn,
    Message: message,
    Timestamp: timestamp,
  };
}
