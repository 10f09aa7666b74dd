import type { ServerResponse } from 'node:http';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { LimitHits } from '../../limits/limit-hits.ts';
import { type Limits, resolveLimits } from '../../limits/limits.ts';
import type { Notification } from './notification.ts';
import type { NotificationTarget } from './notification-targets.ts';
import { Notifications } from './notifications.ts';
import { type Answer, ok, Receiver, status } from './test/receiver.ts';

const ARN = 'arn:aws:sns:us-west-2:123456789012:topic';
const silent = pino({ level: 'silent' });

let receiver: Receiver;
beforeEach(async () => {
  receiver = await Receiver.start();
});
afterEach(() => receiver[Symbol.asyncDispose]());

function event(id: string, ...subjects: string[]): Notification {
  return { id, timestamp: '2026-01-02T03:04:05.006Z', message: `"${id}"`, subjects };
}

function deliver(
  limits: Partial<Limits> = {},
  target: Partial<NotificationTarget> = {},
  log = silent,
): { notifications: Notifications; hits: LimitHits; publish: (...events: Notification[]) => void } {
  const hits = new LimitHits();
  const notifications = new Notifications({
    targets: [{ topicArn: ARN, url: receiver.url, form: 'raw', ...target }],
    limits: resolveLimits({ notificationRetryMs: 1, notificationDrainMs: 60_000, ...limits }),
    hits,
    log,
  });
  onTestFinished(() => notifications.close());
  const publish = (...events: Notification[]): void => {
    for (const one of events) notifications.publish('acme', ARN, one);
  };
  return { notifications, hits, publish };
}

/** Answers some requests in turn, and all others with 200. */
function answers(...first: Answer[]): Answer {
  const left = [...first];
  return (response, received) => (left.shift() ?? ok)(response, received);
}

/** Holds requests back until they are let go. */
function holding(): { answer: Answer; letGo: () => void } {
  const held: ServerResponse[] = [];
  return {
    answer: response => void held.push(response),
    letGo: () => {
      for (const response of held.splice(0)) response.writeHead(204).end();
    },
  };
}

function logLines(): { log: pino.Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  return { lines, log: pino({ base: null }, { write: line => void lines.push(JSON.parse(line)) }) };
}

describe('what arrives', () => {
  test('is a POST to the address of the file with the headers and bytes of the form', async () => {
    const { publish } = deliver({}, { form: 'sns', headers: { Authorization: 'Bearer tea' } });
    publish(event('one', 't'));
    await receiver.count(1);
    expect(receiver.received[0]).toMatchObject({
      method: 'POST',
      path: '/events?key=1',
      headers: {
        authorization: 'Bearer tea',
        'content-type': 'text/plain; charset=UTF-8',
        'x-amz-sns-message-type': 'Notification',
        'x-amz-sns-message-id': 'one',
        'x-amz-sns-topic-arn': ARN,
      },
      body: `{"Type":"Notification","MessageId":"one","TopicArn":"${ARN}","Message":"\\"one\\"","Timestamp":"2026-01-02T03:04:05.006Z"}`,
    });
  });

  test.each([
    [
      'lambda',
      `{"Records":[{"EventSource":"aws:sns","EventVersion":"1.0","Sns":{"Type":"Notification","MessageId":"zwölf","TopicArn":"${ARN}","Message":"\\"zwölf\\"","Timestamp":"2026-01-02T03:04:05.006Z","Subject":null,"MessageAttributes":{}}}]}`,
    ],
    ['raw', '"zwölf"'],
  ] as const)('in the form %s has its bytes in UTF-8', async (form, body) => {
    const { publish } = deliver({}, { form });
    publish(event('zwölf', 't'));
    await receiver.count(1);
    expect(receiver.received[0]).toMatchObject({
      headers: {
        'content-type': 'application/json; charset=UTF-8',
        'content-length': `${Buffer.byteLength(body)}`,
      },
      body,
    });
  });
});

describe('an event that is not taken', () => {
  test.each([
    ['an error of the receiver', status(500)],
    ['too many requests', status(429)],
    ['a connection that breaks', (response: ServerResponse) => void response.destroy()],
  ])('is sent again, with the same id: %s', async (_, answer) => {
    receiver.answerWith(answers(answer, answer));
    const { publish, hits } = deliver({}, { form: 'sns' });
    publish(event('one', 't'));
    await receiver.count(3);
    expect(receiver.received.map(({ headers }) => headers['x-amz-sns-message-id'])).toEqual([
      'one',
      'one',
      'one',
    ]);
    expect(hits.get('notificationTries')).toBe(0);
  });

  test('is sent again when no answer comes in time, and that is counted', async () => {
    receiver.answerWith(answers(() => {}));
    const { publish, hits } = deliver({ notificationTimeoutMs: 50 });
    publish(event('one', 't'));
    await receiver.count(2);
    expect(hits.get('notificationTimeoutMs')).toBe(1);
  });

  test('is given up after as many tries as there may be, and the next of its ticket comes', async () => {
    receiver.answerWith(answers(status(503), status(503), status(503)));
    const { publish, hits } = deliver({ notificationTries: 3 });
    publish(event('one', 't'), event('two', 't'));
    await receiver.count(4);
    expect(receiver.bodies).toEqual(['"one"', '"one"', '"one"', '"two"']);
    expect(hits.get('notificationTries')).toBe(1);
  });

  test.each([400, 401, 403, 404, 410])(
    'is given up at once when the receiver says %d: no other try would do better',
    async code => {
      receiver.answerWith(answers(status(code)));
      const { publish } = deliver();
      publish(event('one', 't'), event('two', 't'));
      await receiver.count(2);
      expect(receiver.bodies).toEqual(['"one"', '"two"']);
    },
  );

  test.each([301, 302, 303, 307, 308])(
    'follows no redirection: %d, the file alone says where events go',
    async code => {
      await using elsewhere = await Receiver.start();
      receiver.answerWith(answers(status(code, { location: elsewhere.url })));
      const { publish, notifications } = deliver();
      publish(event('one', 't'), event('two', 't'));
      await notifications.close();
      expect(receiver.bodies).toEqual(['"one"', '"two"']);
      expect(elsewhere.received).toEqual([]);
    },
  );
});

test('an answer that never ends holds up nobody', async () => {
  receiver.answerWith(response => void response.writeHead(200).write('thank you, '));
  const { publish, notifications } = deliver({ notificationTries: 1 });
  publish(event('one', 't'), event('two', 't'));
  await notifications.close();
  expect(receiver.bodies).toEqual(['"one"', '"two"']);
});

describe('order', () => {
  test('holds for each ticket, also when an event has to be sent again', async () => {
    const failedOnce = new Set<string>();
    receiver.answerWith((response, received) => {
      if (failedOnce.has(received.body)) return ok(response, received);
      failedOnce.add(received.body);
      status(500)(response, received);
    });
    const { publish, notifications } = deliver({ notificationsAtOncePerTarget: 4 });
    const events = Array.from({ length: 40 }, (_, i) => event(`${i}`, `t${i % 5}`, `t${(i * 3) % 5}`));
    publish(...events);
    await notifications.close();
    const taken = [...new Set(receiver.bodies)].filter(body => failedOnce.has(body));
    expect(taken).toHaveLength(40);
    for (let ticket = 0; ticket < 5; ticket++) {
      const sent = events.filter(one => one.subjects.includes(`t${ticket}`)).map(one => one.message);
      const got = receiver.bodies.filter(body => sent.includes(body));
      expect(got).toEqual(sent.flatMap(body => [body, body]));
    }
  });

  test('an event that waits holds up the later ones of its tickets, and no others', async () => {
    const { answer, letGo } = holding();
    receiver.answerWith((response, received) =>
      received.body === '"slow"' ? answer(response, received) : ok(response, received),
    );
    const { publish } = deliver();
    publish(event('slow', 'a', 'b'), event('behind', 'b'), event('beside', 'c'));
    await receiver.count(2);
    expect(receiver.bodies.toSorted()).toEqual(['"beside"', '"slow"']);
    letGo();
    await receiver.count(3);
    expect(receiver.bodies.at(-1)).toBe('"behind"');
  });

  test('no more are under way at once than may be', async () => {
    const { answer, letGo } = holding();
    receiver.answerWith(answer);
    const { publish } = deliver({ notificationsAtOncePerTarget: 2 });
    publish(event('1', 'a'), event('2', 'b'), event('3', 'c'));
    await receiver.count(2);
    expect(receiver.bodies.toSorted()).toEqual(['"1"', '"2"']);
    receiver.answerWith(ok);
    letGo();
    await receiver.count(3);
  });
});

describe('a target that is too slow', () => {
  test('loses the events that have waited longest, beyond their number, and that is counted', async () => {
    const { answer, letGo } = holding();
    receiver.answerWith(answer);
    const { publish, notifications, hits } = deliver({ notificationsPerTarget: 2 });
    publish(event('1', 't'), event('2', 't'), event('3', 't'), event('4', 't'), event('5', 't'));
    await receiver.count(1);
    receiver.answerWith(ok);
    letGo();
    await notifications.close();
    expect(receiver.bodies).toEqual(['"1"', '"4"', '"5"']);
    expect(hits.get('notificationsPerTarget')).toBe(2);
  });

  test('loses the events that have waited longest, beyond their bytes, and that is counted', async () => {
    const { answer, letGo } = holding();
    receiver.answerWith(answer);
    const { publish, notifications, hits } = deliver({ notificationBytesPerTarget: 12 });
    publish(event('1', 't'), event('22', 't'), event('333', 't'), event('4444', 't'));
    publish(event('no room for this one', 't'), event('6', 't'));
    await receiver.count(1);
    receiver.answerWith(ok);
    letGo();
    await notifications.close();
    expect(receiver.bodies).toEqual(['"1"', '"6"']);
    expect(hits.get('notificationBytesPerTarget')).toBe(4);
  });
});

test('what became of each event is counted, and how many wait', async () => {
  const { answer, letGo } = holding();
  receiver.answerWith(answers(ok, status(403), status(500), answer));
  const { publish, notifications } = deliver({ notificationTries: 1, notificationsPerTarget: 2 });
  publish(event('taken', 't'), event('refused', 't'), event('failed', 't'));
  const text = () => notifications.metrics.registry.metrics();
  await receiver.count(2);
  publish(event('under way', 't'));
  await receiver.count(4);
  publish(event('dropped', 't'), event('1', 't'), event('2', 't'));
  expect(await text()).toContain('playpen_notifications_waiting 2\n');
  letGo();
  await notifications.close();
  publish(event('too late', 't'));
  const counts = Object.fromEntries(
    [...(await text()).matchAll(/_total\{outcome="(\w+)"\} (\d+)/g)].map(([, end, count]) => [
      end,
      Number(count),
    ]),
  );
  expect(counts).toEqual({ delivered: 4, refused: 1, failed: 1, dropped: 1, undelivered: 1 });
});

describe('the end', () => {
  test('comes when all that waits is delivered', async () => {
    const { publish, notifications, hits } = deliver({ notificationsAtOncePerTarget: 1 });
    publish(...Array.from({ length: 20 }, (_, i) => event(`${i}`, 't')));
    await notifications.close();
    expect(receiver.received).toHaveLength(20);
    expect(hits.get('notificationDrainMs')).toBe(0);
  });

  test('does not wait for what takes too long; what was not delivered is counted and said', async () => {
    receiver.answerWith(() => {});
    const { log, lines } = logLines();
    const { publish, notifications, hits } = deliver({ notificationDrainMs: 50 }, {}, log);
    publish(event('1', 't'), event('2', 't'), event('3', 'u'));
    await receiver.count(2);
    await notifications.close();
    expect(hits.get('notificationDrainMs')).toBe(3);
    expect(lines).toMatchObject([{ level: 40, msg: 'events were not delivered', lost: 3, topicArn: ARN }]);
  });

  test('does not wait for the next try of what has failed', async () => {
    receiver.answerWith(status(500));
    const { publish, notifications, hits } = deliver({
      notificationDrainMs: 50,
      notificationRetryMs: 60_000,
    });
    publish(event('1', 't'));
    await receiver.count(1);
    await notifications.close();
    expect(receiver.received).toHaveLength(1);
    expect(hits.get('notificationDrainMs')).toBe(1);
  });

  test('is the end: what comes later is not sent', async () => {
    const { publish, notifications, hits } = deliver();
    await notifications.close();
    publish(event('too late', 't'));
    const another = deliver();
    another.publish(event('in time', 't'));
    await another.notifications.close();
    expect(receiver.bodies).toEqual(['"in time"']);
    expect(hits.get('notificationDrainMs')).toBe(1);
  });
});

describe('where events go', () => {
  function towards(targets: NotificationTarget[], limits: Partial<Limits> = {}) {
    const { log, lines } = logLines();
    const deps = { limits: resolveLimits(limits), hits: new LimitHits(), log };
    return { lines, notifications: new Notifications({ targets, ...deps }) };
  }

  test('a tenant’s own target goes before the one for everybody', async () => {
    await using own = await Receiver.start();
    const { notifications } = towards([
      { topicArn: ARN, url: receiver.url, form: 'raw' },
      { topicArn: ARN, tenantId: 'acme', url: own.url, form: 'raw' },
    ]);
    notifications.publish('acme', ARN, event('acme', 't'));
    notifications.publish('zeta', ARN, event('zeta', 't'));
    await notifications.close();
    expect([own.bodies, receiver.bodies]).toEqual([['"acme"'], ['"zeta"']]);
  });

  test('a tenant cannot reach the target of another one by its ARN', async () => {
    const { notifications } = towards([{ topicArn: ARN, tenantId: 'acme', url: receiver.url, form: 'raw' }]);
    notifications.publish('zeta', ARN, event('forged', 't'));
    await notifications.close();
    expect(receiver.received).toEqual([]);
  });

  test('a topic that the file does not have leads nowhere, which is said once, of a bounded number', async () => {
    const { notifications, lines } = towards([], { unmappedTopicsSaid: 2 });
    for (const topic of ['a', 'a', 'b', 'c', 'a', 'd']) notifications.publish('acme', topic, event('1', 't'));
    await notifications.close();
    expect(lines.map(({ topicArn, tenantId }) => [tenantId, topicArn])).toEqual([
      ['acme', 'a'],
      ['acme', 'b'],
    ]);
  });

  test('a target that fails is said once, without its address, and once when it works again', async () => {
    const { log, lines } = logLines();
    receiver.answerWith(answers(status(500), status(500), status(404), status(500)));
    const { publish, notifications } = deliver({}, {}, log);
    publish(event('1', 't'), event('2', 't'));
    await notifications.close();
    expect(lines).toMatchObject([
      { level: 40, msg: 'events cannot be delivered', why: 'status 500', topicArn: ARN },
      { level: 30, msg: 'events are delivered again', lost: 1, topicArn: ARN },
    ]);
    expect(JSON.stringify(lines)).not.toContain('key=1');
  });

  test('why a target cannot be reached is said without its address', async () => {
    const { log, lines } = logLines();
    const { publish, notifications } = deliver({ notificationTries: 1 }, {}, log);
    await receiver[Symbol.asyncDispose]();
    publish(event('1', 't'));
    await notifications.close();
    expect(lines).toMatchObject([
      { msg: 'events cannot be delivered', why: 'ECONNREFUSED' },
      { msg: 'events were not delivered', lost: 1 },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/127\.0\.0\.1|key=1/);
  });
});
