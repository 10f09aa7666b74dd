import { CreateGameSessionCommand } from '@aws-sdk/client-gamelift';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isChromiumInstalled, launchChromium } from '../../conformance/chromium.ts';
import { answering, TestServe } from '../cli/test/serve.ts';
import type { AccessKey } from '../service/gamelift/access/access-keys.ts';
import { ConsoleVisit } from './test/console-visit.ts';
import { WeakLink } from './test/weak-link.ts';

const ACME: AccessKey = { accessKeyId: 'AKACME', secretAccessKey: 'secret-of-acme-0001', tenantId: 'acme' };
const LOOKER: AccessKey = {
  ...{ accessKeyId: 'AKLOOK', secretAccessKey: 'secret-of-look-0001', tenantId: 'acme' },
  console: ['read'],
};

describe.skipIf(!isChromiumInstalled)('signing in to the console in a browser', () => {
  let serve: TestServe;
  let link: WeakLink;
  let browser: Browser;
  let visited: ConsoleVisit;
  beforeAll(async () => {
    serve = await TestServe.start({ keys: [ACME, LOOKER] });
    link = new WeakLink(Number(new URL(serve.apiUrl).port));
    await link.mend();
    browser = await launchChromium();
  }, 120_000);
  afterEach(async () => {
    await visited.end();
    expect(visited.errors).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await link?.cut();
    await serve?.[Symbol.asyncDispose]();
  });

  const visit = async (hash = '') => {
    visited = await ConsoleVisit.start(browser, `http://127.0.0.1:${link.port}/${hash}`);
    return visited.page;
  };
  const signIn = async ({ accessKeyId, secretAccessKey }: AccessKey): Promise<void> => {
    const { page } = visited;
    await page.getByLabel('Access key id').fill(accessKeyId);
    await page.getByLabel('Secret access key').fill(secretAccessKey);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  test('a wrong secret is told in words, the right one opens the console, and signing out closes it', async () => {
    const page = await visit();
    await signIn({ ...ACME, secretAccessKey: 'not the secret at all' });
    await page
      .getByRole('alert')
      .getByText('There is no such access key, or the secret is another.')
      .waitFor();
    expect(await visited.namelessControls()).toEqual([]);
    await visited.picture('sign-in-refused');
    await signIn(ACME);
    await page.getByText('0 players in 0 game sessions.').waitFor();
    await page.getByText('acme').waitFor();
    expect(await page.getByRole('heading', { name: 'Workers' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  }, 60_000);

  test('who may only look sees what is there, and is told why nothing can be done', async () => {
    const acme = serve.newClient({ credentials: ACME });
    const fleetId = await serve.createFleet(await serve.createScript(answering('hello'), acme), 1, {}, acme);
    await acme.send(new CreateGameSessionCommand({ FleetId: fleetId, MaximumPlayerSessionCount: 4 }));
    acme.destroy();
    const page = await visit();
    await signIn(LOOKER);
    await page.getByRole('link', { name: /^gsess-/ }).click();
    await page.getByRole('log').getByText('script says hello').waitFor();
    expect(await page.getByRole('button', { name: 'Terminate…' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    await page.getByText('Your access key may look, but not change anything.').first().waitFor();
  }, 60_000);

  test('a connection that is lost is told, what was shown stays, and it comes back by itself', async () => {
    const page = await visit();
    await signIn(ACME);
    const state = page.getByRole('banner').getByRole('status');
    const fleets = page.getByRole('heading', { name: 'Fleets' });
    await fleets.waitFor();
    await link.cut();
    await state.getByText('Connection lost').waitFor();
    expect(await fleets.isVisible()).toBe(true);
    await visited.picture('connection-lost');
    await link.mend();
    await state.getByText('Connected').waitFor();
  }, 60_000);

  test('a sign-in that is over leads back to the form', async () => {
    const page = await visit();
    await signIn(ACME);
    await page.getByText('acme').waitFor();
    await page.context().clearCookies();
    await link.cut();
    await link.mend();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  }, 60_000);
});
