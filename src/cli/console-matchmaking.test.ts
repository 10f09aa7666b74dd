import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateMatchmakingConfigurationCommand,
  CreateMatchmakingRuleSetCommand,
  type GameLiftClient,
  StartMatchmakingCommand,
  StopMatchmakingCommand,
} from '@aws-sdk/client-gamelift';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type {
  ConsoleMatchmakingEvent,
  ExplainedTicket,
  MatchmakingConfigurations,
  MatchmakingEvents,
  TicketDetail,
} from '../console/protocol.ts';
import { ConsoleClient, type ConsoleStream } from './test/console-client.ts';
import { TestServe } from './test/serve.ts';

const ACME = { accessKeyId: 'AKACME', secretAccessKey: 'secret-of-acme-0001', tenantId: 'acme' };
const ZETA = { accessKeyId: 'AKZETA', secretAccessKey: 'secret-of-zeta-0001', tenantId: 'zeta' };

const PATIENT = { timeout: 10_000 };

const DUEL = JSON.stringify({
  ruleLanguageVersion: '1.0',
  playerAttributes: [{ name: 'level', type: 'number' }],
  teams: [
    { name: 'red', minPlayers: 1, maxPlayers: 1 },
    { name: 'blue', minPlayers: 1, maxPlayers: 1 },
  ],
  rules: [
    {
      name: 'Near',
      type: 'distance',
      measurements: ['teams[*].players.attributes[level]'],
      referenceValue: 'avg(flatten(teams[*].players.attributes[level]))',
      maxDistance: 1,
    },
  ],
  expansions: [{ target: 'rules[Near].maxDistance', steps: [{ waitTimeSeconds: 500, value: 50 }] }],
});

/** A configuration `duel` of the client's tenant, which needs no game sessions. */
async function addDuel(client: GameLiftClient): Promise<void> {
  await client.send(new CreateMatchmakingRuleSetCommand({ Name: 'duel-rules', RuleSetBody: DUEL }));
  await client.send(
    new CreateMatchmakingConfigurationCommand({
      ...{ Name: 'duel', RuleSetName: 'duel-rules', RequestTimeoutSeconds: 600, FlexMatchMode: 'STANDALONE' },
      ...{ AcceptanceRequired: false },
    }),
  );
}

async function enter(client: GameLiftClient, ticketId: string, level: number): Promise<void> {
  await client.send(
    new StartMatchmakingCommand({
      TicketId: ticketId,
      ConfigurationName: 'duel',
      Players: [{ PlayerId: `player-${ticketId}`, PlayerAttributes: { level: { N: level } } }],
    }),
  );
}

async function eventsUntil(
  stream: ConsoleStream,
  isLast: (event: ConsoleMatchmakingEvent) => boolean,
): Promise<ConsoleMatchmakingEvent[]> {
  const seen: ConsoleMatchmakingEvent[] = [];
  while (!seen.some(isLast)) {
    const event = await stream.next('events');
    if (event === undefined) throw new Error('the stream ended');
    seen.push(...(event.data as MatchmakingEvents).events);
  }
  return seen;
}

/** That something happened to a ticket. */
function hasHappened(type: string, ticketId: string) {
  return ({ happening }: ConsoleMatchmakingEvent): boolean =>
    happening.type === type && happening.tickets.some(ticket => ticket.ticketId === ticketId);
}

describe('with access keys', () => {
  let serve: TestServe;
  const api: Record<string, GameLiftClient> = {};
  let acme: ConsoleClient;
  let zeta: ConsoleClient;
  const streams: ConsoleStream[] = [];
  beforeAll(async () => {
    serve = await TestServe.start({
      keys: [ACME, ZETA],
      limits: { matchPassIntervalMs: 1, matchmakingEventIntervalMs: 10 },
    });
    api.acme = serve.newClient({ credentials: ACME });
    api.zeta = serve.newClient({ credentials: ZETA });
    await addDuel(api.acme);
    await addDuel(api.zeta);
    [acme, zeta] = [await signIn(ACME), await signIn(ZETA)];
  }, 60_000);
  afterEach(() => {
    for (const stream of streams.splice(0)) stream.close();
  });
  afterAll(async () => {
    for (const client of Object.values(api)) client.destroy();
    await serve[Symbol.asyncDispose]();
  });

  async function signIn({ accessKeyId, secretAccessKey }: typeof ACME): Promise<ConsoleClient> {
    const stranger = new ConsoleClient(Number(new URL(serve.apiUrl).port));
    const { headers } = await stranger.post('sign-in', { accessKeyId, secretAccessKey });
    return stranger.with({ cookie: headers['set-cookie']![0]!.split(';')[0]! });
  }

  async function follow(client: ConsoleClient, query = ''): Promise<ConsoleStream> {
    const stream = await client.stream(`matchmaking/events${query}`);
    streams.push(stream);
    return stream;
  }

  async function untilStatus(client: ConsoleClient, ticketId: string, status: string): Promise<TicketDetail> {
    let detail: TicketDetail | undefined;
    await vi.waitFor(async () => {
      detail = (await client.get(`matchmaking/tickets/${ticketId}`)).body as TicketDetail;
      expect(detail.ticket?.Status).toBe(status);
    }, PATIENT);
    return detail!;
  }

  test('a tenant sees its configurations, and how many tickets are in which status', async () => {
    await enter(api.acme!, 'counted', 1);
    await untilStatus(acme, 'counted', 'SEARCHING');
    const row = {
      name: 'duel',
      mode: 'STANDALONE' as const,
      ruleSetName: 'duel-rules',
      requestTimeoutSeconds: 600,
    };
    expect((await acme.get('matchmaking')).body).toEqual({
      configurations: [{ ...row, tenantId: 'acme', tickets: { SEARCHING: 1 } }],
      isCut: false,
    } satisfies MatchmakingConfigurations);
    expect((await zeta.get('matchmaking')).body).toEqual({
      configurations: [{ ...row, tenantId: 'zeta', tickets: {} }],
      isCut: false,
    });
    await api.acme!.send(new StopMatchmakingCommand({ TicketId: 'counted' }));
  });

  test('a ticket is shown as the service API shows it, until it is matched', async () => {
    await enter(api.acme!, 'ada', 100);
    expect(await untilStatus(acme, 'ada', 'SEARCHING')).toMatchObject({
      tenantId: 'acme',
      ticket: {
        TicketId: 'ada',
        ConfigurationName: 'duel',
        StartTime: expect.stringMatching(/^\d{4}-.*Z$/),
        Players: [{ PlayerId: 'player-ada', PlayerAttributes: { level: { N: 100 } } }],
      },
    });
    await enter(api.acme!, 'ben', 101);
    const { ticket } = await untilStatus(acme, 'ada', 'COMPLETED');
    expect(ticket).toMatchObject({
      EndTime: expect.stringMatching(/Z$/),
      Players: [{ Team: expect.any(String) }],
    });
  });

  test('it is explained what a ticket that waits waits for, and of another why it cannot be', async () => {
    await enter(api.acme!, 'eva', 200);
    await enter(api.acme!, 'far', 240);
    await untilStatus(acme, 'far', 'SEARCHING');
    await vi.waitFor(async () => {
      const { status, body } = await acme.get('matchmaking/tickets/eva/explanation');
      expect(status).toBe(200);
      expect(body as ExplainedTicket).toMatchObject({
        ...{ ticketId: 'eva', candidates: 1, compatible: 0, minPlayers: 2 },
        rules: [{ ruleName: 'Near', passedCount: 0, failedCount: 1 }],
        comingExpansions: [{ target: 'rules[Near].maxDistance', value: 50 }],
        summary: expect.arrayContaining(['Rule "Near" is against 1 of 1 tickets.']),
      });
    }, PATIENT);
    for (const TicketId of ['eva', 'far']) await api.acme!.send(new StopMatchmakingCommand({ TicketId }));
    expect(await acme.get('matchmaking/tickets/eva/explanation')).toMatchObject({
      ...{ status: 409, body: { code: 'ticket_unexplained' } },
    });
    expect(await acme.get('matchmaking/tickets/nobody/explanation')).toMatchObject({
      ...{ status: 404, body: { code: 'ticket_not_found' } },
    });
  });

  test('a tenant’s ticket is to another as if it were not there, whoever it asks for', async () => {
    await enter(api.acme!, 'secret', 300);
    await untilStatus(acme, 'secret', 'SEARCHING');
    for (const path of [
      'secret',
      'secret/explanation',
      'secret?tenantId=acme',
      'secret/explanation?tenantId=acme',
    ]) {
      expect(await zeta.get(`matchmaking/tickets/${path}`)).toMatchObject({
        ...{ status: 404, body: { code: 'ticket_not_found' } },
      });
    }
    await api.acme!.send(new StopMatchmakingCommand({ TicketId: 'secret' }));
  });

  test('events that are remembered come first, then those that happen, and no other tenant’s', async () => {
    await enter(api.acme!, 'early', 400);
    await untilStatus(acme, 'early', 'SEARCHING');
    const [own, other] = [await follow(acme), await follow(zeta, '?tenantId=acme')];
    await eventsUntil(own, hasHappened('MatchmakingSearching', 'early'));
    await enter(api.acme!, 'late', 400);
    const seen = await eventsUntil(own, hasHappened('MatchmakingSucceeded', 'early'));
    expect(seen.at(-1)).toMatchObject({
      ...{ tenantId: 'acme', configurationName: 'duel', atMs: expect.any(Number) },
      happening: { tickets: [{ ticketId: 'early' }, { ticketId: 'late' }] },
    });
    await enter(api.zeta!, 'mine', 1);
    const others = await eventsUntil(other, hasHappened('MatchmakingSearching', 'mine'));
    expect(new Set(others.map(({ tenantId }) => tenantId))).toEqual(new Set(['zeta']));
    await api.zeta!.send(new StopMatchmakingCommand({ TicketId: 'mine' }));
  });

  test.each([
    'matchmaking',
    'matchmaking/events',
    'matchmaking/tickets/any',
    'matchmaking/tickets/any/explanation',
  ])('GET %s needs a sign-in', async path => {
    const stranger = acme.without('cookie');
    expect(await stranger.get(path)).toMatchObject({
      ...{ status: 401, body: { code: 'console_sign_in_required' } },
    });
  });
});

describe('without access keys, over what several tenants have', () => {
  /** Tickets `own-<tenant>` and `both`, of a server that had keys before; and one that has none. */
  async function openOver(directory: string): Promise<TestServe> {
    const before = await TestServe.start({ directory, keys: [ACME, ZETA] });
    for (const key of [ACME, ZETA]) {
      const client = before.newClient({ credentials: key });
      await addDuel(client);
      await enter(client, `own-${key.tenantId}`, 1);
      await enter(client, 'both', 100);
      client.destroy();
    }
    await before.stop();
    return TestServe.start({ directory, limits: { matchmakingEventIntervalMs: 10 } });
  }

  test('an operator sees all of it, and says whose is meant where several have a ticket of one id', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'playpen-console-'));
    await using serve = await openOver(folder.path);
    const page = new ConsoleClient(Number(new URL(serve.apiUrl).port));
    const { configurations } = (await page.get('matchmaking')).body as MatchmakingConfigurations;
    expect(configurations.map(({ tenantId }) => tenantId).sort()).toEqual(['acme', 'zeta']);
    expect((await page.get('matchmaking/tickets/own-zeta')).body).toMatchObject({ tenantId: 'zeta' });
    for (const path of ['both', 'both/explanation']) {
      expect(await page.get(`matchmaking/tickets/${path}`)).toMatchObject({
        ...{ status: 409, body: { code: 'ticket_ambiguous' } },
      });
    }
    expect((await page.get('matchmaking/tickets/both?tenantId=acme')).body).toMatchObject({
      tenantId: 'acme',
    });
    await vi.waitFor(async () => {
      const explained = await page.get('matchmaking/tickets/both/explanation?tenantId=zeta');
      expect(explained).toMatchObject({ status: 200, body: { candidates: 1 } });
    }, PATIENT);

    const all = await page.stream('matchmaking/events');
    const ofZeta = await page.stream('matchmaking/events?tenantId=zeta');
    await serve.server.service.matchmaking.stop('acme', 'both');
    await serve.server.service.matchmaking.stop('zeta', 'both');
    const isOf = (tenantId: string) => (event: ConsoleMatchmakingEvent) =>
      event.tenantId === tenantId && hasHappened('MatchmakingCancelled', 'both')(event);
    expect((await eventsUntil(all, isOf('zeta'))).some(isOf('acme'))).toBe(true);
    const seen = await eventsUntil(ofZeta, isOf('zeta'));
    expect(new Set(seen.map(({ tenantId }) => tenantId))).toEqual(new Set(['zeta']));
    for (const stream of [all, ofZeta]) stream.close();
  }, 60_000);
});

test('events beyond what is shown in a second, or sent at once, are counted', async () => {
  await using serve = await TestServe.start({
    limits: {
      matchmakingEventIntervalMs: 10,
      shownMatchmakingEventsPerSecond: 0,
      recalledMatchmakingBytes: 700,
    },
  });
  const page = new ConsoleClient(Number(new URL(serve.apiUrl).port));
  await addDuel(serve.client);
  const stream = await page.stream('matchmaking/events');
  for (let level = 0; level < 10; level++) await enter(serve.client, `ticket-${level}`, level * 100);
  let skipped = 0;
  while (skipped < 10) {
    const event = (await stream.next('events'))!.data as MatchmakingEvents;
    expect(event.events).toEqual([]);
    skipped += event.skipped;
  }
  expect(skipped).toBe(10);
  const again = await page.stream('matchmaking/events');
  const recalled = (await again.next('events'))!.data as MatchmakingEvents;
  expect(recalled.events.length + recalled.skipped).toBe(10);
  expect(recalled.events.length).toBeLessThan(10);
  expect(recalled.events.at(-1)).toMatchObject({ happening: { tickets: [{ ticketId: 'ticket-9' }] } });
  for (const one of [stream, again]) one.close();
}, 60_000);

test('a stream too many is refused, and one that ends makes room', async () => {
  await using serve = await TestServe.start({ limits: { matchmakingFeedFollowers: 1, consoleStreams: 2 } });
  const page = new ConsoleClient(Number(new URL(serve.apiUrl).port));
  const first = await page.stream('matchmaking/events');
  await expect(page.stream('matchmaking/events')).rejects.toThrow('too_many_followers');
  first.close();
  const next = await vi.waitFor(() => page.stream('matchmaking/events'), PATIENT);
  (await page.stream('live')).close();
  next.close();
}, 60_000);
