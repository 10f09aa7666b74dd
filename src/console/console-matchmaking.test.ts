import {
  CreateGameSessionQueueCommand,
  CreateMatchmakingConfigurationCommand,
  CreateMatchmakingRuleSetCommand,
  StartMatchmakingCommand,
  StopMatchmakingCommand,
} from '@aws-sdk/client-gamelift';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isChromiumInstalled, launchChromium } from '../../conformance/chromium.ts';
import { answering, TestServe } from '../cli/test/serve.ts';
import { ConsoleVisit } from './test/console-visit.ts';

/** Would rename the page if it were taken for markup. */
const MARKUP = '<img src=x onerror="document.title=\'taken over\'">';

const DUEL = JSON.stringify({
  ruleLanguageVersion: '1.0',
  playerAttributes: [
    { name: 'rating', type: 'number' },
    { name: 'map', type: 'string', default: 'harbour' },
  ],
  teams: [
    { name: 'red', minPlayers: 1, maxPlayers: 1 },
    { name: 'blue', minPlayers: 1, maxPlayers: 1 },
  ],
  rules: [
    {
      name: 'NearRating',
      type: 'distance',
      measurements: ['teams[*].players.attributes[rating]'],
      referenceValue: 'avg(flatten(teams[*].players.attributes[rating]))',
      maxDistance: 50,
    },
    {
      name: 'SameMap',
      type: 'comparison',
      measurements: ['flatten(teams[*].players.attributes[map])'],
      operation: '=',
    },
    { name: 'Ping', type: 'latency', maxLatency: 100 },
  ],
  expansions: [
    {
      target: 'rules[NearRating].maxDistance',
      steps: [{ waitTimeSeconds: 500, value: 400 }],
    },
  ],
});

describe.skipIf(!isChromiumInstalled)('matchmaking in a browser', () => {
  let serve: TestServe;
  let browser: Browser;
  beforeAll(async () => {
    serve = await TestServe.start({ limits: { matchPassIntervalMs: 1 } });
    await addDuel();
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await serve?.[Symbol.asyncDispose]();
  });

  const visits: ConsoleVisit[] = [];
  afterEach(async () => {
    const over = visits.splice(0);
    await Promise.all(over.map(visited => visited.end()));
    expect(over.flatMap(({ errors }) => errors)).toEqual([]);
  });

  const visit = async (hash: string, options: BrowserContextOptions = {}): Promise<ConsoleVisit> => {
    const visited = await ConsoleVisit.start(browser, `${serve.apiUrl}/${hash}`, options);
    visits.push(visited);
    return visited;
  };
  const stop = (TicketId: string) => serve.client.send(new StopMatchmakingCommand({ TicketId }));
  const addDuel = async (): Promise<void> => {
    const { client } = serve;
    const { GameSessionQueue } = await client.send(
      new CreateGameSessionQueueCommand({
        Name: 'arena',
        Destinations: [
          { DestinationArn: `arn:aws:gamelift:local::fleet/${await serve.deploy(answering('hello'))}` },
        ],
      }),
    );
    await client.send(new CreateMatchmakingRuleSetCommand({ Name: 'duel-rules', RuleSetBody: DUEL }));
    await client.send(
      new CreateMatchmakingConfigurationCommand({
        ...{ Name: 'duel', RuleSetName: 'duel-rules', RequestTimeoutSeconds: 600, AcceptanceRequired: false },
        GameSessionQueueArns: [GameSessionQueue!.GameSessionQueueArn!],
      }),
    );
  };
  const enter = async (name: string, rating: number, playerId = name): Promise<void> => {
    await serve.client.send(
      new StartMatchmakingCommand({
        TicketId: name,
        ConfigurationName: 'duel',
        Players: [
          {
            PlayerId: playerId,
            PlayerAttributes: { rating: { N: rating } },
            LatencyInMs: { local: 20, east: 90 },
          },
        ],
      }),
    );
  };

  test('where there is none, it says what to do', async () => {
    await using empty = await TestServe.start();
    const visited = await ConsoleVisit.start(browser, `${empty.apiUrl}/#/matchmaking`);
    visits.push(visited);
    await visited.page.getByText('There is none. CreateMatchmakingRuleSet').waitFor();
    await visited.page.getByText('Nothing has happened since the server started.').waitFor();
    await visited.picture('matchmaking-empty');
  }, 60_000);

  test('a ticket waits, with why, until its match happens', async () => {
    const visited = await visit('#/');
    const { page } = visited;
    await page.getByRole('link', { name: 'Matchmaking' }).click();
    await enter('ada', 1000);
    await enter('far-off', 2000, MARKUP);
    const events = page.getByRole('table', { name: /^Events of matchmaking/ });
    await events.getByText('MatchmakingSearching').nth(1).waitFor();
    await events.getByText(MARKUP).waitFor();
    const configuration = page.getByRole('row', { name: /duel-rules/ });
    await expect.poll(() => configuration.locator('td').nth(5).textContent(), { timeout: 20_000 }).toBe('2');

    await page.getByLabel('Ticket id').fill('ada');
    await page.getByRole('button', { name: 'Show ticket' }).click();
    await page.getByRole('heading', { level: 1, name: 'ada' }).waitFor();
    await page.getByText('Rule "NearRating" is against 1 of 1 tickets.').waitFor();
    const rules = page.getByRole('table', { name: /^Rules/ });
    await rules.getByRole('row', { name: 'NearRating distance 1 of 1' }).waitFor();
    await rules.getByRole('row', { name: 'SameMap comparison 0 of 1' }).waitFor();
    const coming = page.getByRole('table', { name: /^What the next steps/ });
    await coming.getByRole('row', { name: /maxDistance 400/ }).waitFor();
    expect(await page.locator('.regions').textContent()).toBe('localeast');
    expect(await visited.namelessControls()).toEqual([]);
    await visited.picture('ticket-waits');

    await enter('ben', 1040);
    await page.getByText('It has its match.').waitFor();
    await events.getByText('MatchmakingSucceeded').waitFor();
    expect(await events.getByText('far-off').count()).toBe(0);
    await page.getByRole('row', { name: /^ada (red|blue) rating 1000/ }).waitFor();
    const gameSession = page.locator('.ticket-facts').getByRole('link');
    const name = await gameSession.innerText();
    await visited.picture('ticket-matched');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toBe('ada · Playpen');
    await gameSession.click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.getByRole('heading', { name: 'Log' }).waitFor();
    await stop('far-off');
  }, 60_000);

  test('events are filtered, and held while new ones come', async () => {
    await enter('gone', 7000);
    await stop('gone');
    await enter('first', 3000);
    const { page } = await visit('#/matchmaking');
    const events = page.getByRole('table', { name: /^Events of matchmaking/ });
    await events.getByRole('link', { name: 'first' }).waitFor();
    await page.getByLabel('Filter events').fill('GONE');
    await events.getByRole('link', { name: 'first' }).waitFor({ state: 'detached' });
    await events.getByText('MatchmakingCancelled').waitFor();
    await page.getByLabel('Filter events').fill('nothing like it');
    await page.getByText('No event has that').waitFor();
    await page.getByLabel('Filter events').fill('');
    await page.getByRole('button', { name: 'Pause' }).click();
    await enter('second', 5000);
    await page.getByText('1 event since.').waitFor();
    expect(await events.getByRole('link', { name: 'second' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Follow' }).click();
    await events.getByRole('link', { name: 'second' }).click();
    await page.getByText('It waits for a match.').waitFor();
    await page.getByRole('link', { name: /← Matchmaking/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Matchmaking' }).waitFor();
    for (const id of ['first', 'second']) await stop(id);
  }, 60_000);

  test('a ticket that never was is said to be none', async () => {
    const { page } = await visit('#/matchmaking/tickets/nobody');
    await page.getByText('There is no such matchmaking ticket').waitFor();
  }, 60_000);

  test('every control has a name, in the dark and on a phone, and no page is wider than that', async () => {
    for (const [index, id] of ['shown', 'other', 'third'].entries()) await enter(id, 10_000 + index * 120);
    for (const [hash, name] of [
      ['#/matchmaking', 'matchmaking'],
      ['#/matchmaking/tickets/shown', 'ticket'],
    ] as const) {
      for (const [kind, options] of [
        ['light', { colorScheme: 'light' }],
        ['dark', { colorScheme: 'dark' }],
        ['phone', { viewport: { width: 375, height: 780 }, colorScheme: 'dark' }],
      ] as const) {
        const visited = await visit(hash, options);
        await visited.page.getByRole('table', { name: /^Events of matchmaking/ }).waitFor();
        await visited.page.getByRole('table').nth(1).waitFor();
        expect(await visited.namelessControls()).toEqual([]);
        expect(await visited.isTooWide()).toBe(false);
        await visited.picture(`${name}-${kind}`);
      }
    }
  }, 120_000);
});
