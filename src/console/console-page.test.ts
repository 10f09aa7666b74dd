import type { Browser, BrowserContextOptions, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isChromiumInstalled, launchChromium } from '../../conformance/chromium.ts';
import { TestDev } from '../cli/test/dev.ts';
import type { TestClient } from '../host/test/test-client.ts';
import { ConsoleVisit } from './test/console-visit.ts';

/** For what takes a while on a busy machine. */
const PATIENT = { timeout: 20_000 };

/** Would rename the page if it were taken for markup. */
const MARKUP = '<img src=x onerror="document.title=\'taken over\'">';

const SCRIPT = `
  let session;
  exports.ssExports = {
    configuration: { maxPlayers: 8 },
    init(rtSession) { session = rtSession; },
    onPlayerAccepted() { session.getLogger().warn(${JSON.stringify(`${MARKUP} came`)}); },
    onMessage(message) {
      if (message.opCode === 8) return session.getLogger().info(message.getPayloadAsText());
      session.sendMessage(session.newTextGameMessage(7, session.getServerId(), message.getPayloadAsText()), message.sender);
    },
  };`;

describe.skipIf(!isChromiumInstalled)('the console in a browser', () => {
  let dev: TestDev;
  let browser: Browser;
  beforeAll(async () => {
    dev = await TestDev.start(SCRIPT);
    browser = await launchChromium();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await dev?.stop();
  });

  const address = (hash = ''): string => `http://127.0.0.1:${dev.apiPort}/${hash}`;
  const visits: ConsoleVisit[] = [];
  const players: TestClient[] = [];
  afterEach(async () => {
    const [over, gone] = [visits.splice(0), players.splice(0)];
    for (const player of gone) player.socket.terminate();
    await Promise.all(over.map(visited => visited.end()));
    expect(over.flatMap(({ errors }) => errors)).toEqual([]);
  });

  const visit = async (hash = '', options: BrowserContextOptions = {}): Promise<ConsoleVisit> => {
    const visited = await ConsoleVisit.start(browser, address(hash), options);
    visits.push(visited);
    return visited;
  };
  const login = async (room: string): Promise<TestClient> => {
    const player = await dev.login({ playerSessionId: room });
    players.push(player);
    return player;
  };
  /** A player in a room of its own, and the page of that room's session. */
  const visitSession = async (room: string) => {
    const player = await login(room);
    const session = sessionOf(room);
    const visited = await visit(`#/sessions/${session.id}`);
    await visited.page.getByRole('heading', { level: 1, name: nameOf(session) }).waitFor();
    return { player, session, visited, page: visited.page };
  };
  const sessionOf = (room: string) => {
    for (const session of dev.server.host.sessions.values()) {
      if (session.operator.players().some(({ playerSessionId }) => playerSessionId === room)) return session;
    }
    throw new Error(`nobody is in ${room}`);
  };

  test('the overview shows sessions as they are, and its plots move', async () => {
    await login('room-overview');
    const visited = await visit();
    const { page } = visited;
    const row = page.getByRole('row', { name: nameOf(sessionOf('room-overview')) });
    await row.getByText('1/8').waitFor();
    await row.getByText('active').waitFor();
    const plots = page.locator('[data-samples]');
    expect(await plots.count()).toBe(4);
    const seen = await samples(plots.first());
    await expect.poll(() => samples(plots.first()), PATIENT).toBeGreaterThan(seen + 1);
    await login('room-overview');
    await row.getByText('2/8').waitFor();
    await visited.picture('overview');
  }, 60_000);

  test('heads of columns sort by keyboard, and say which way', async () => {
    for (const room of ['room-a', 'room-b', 'room-b']) await login(room);
    const visited = await visit();
    const { page } = visited;
    const head = page.getByRole('columnheader', { name: 'Players' }).first();
    await head.getByRole('button').focus();
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    const first = page
      .getByRole('table', { name: /use of their limits/ })
      .locator('tbody tr')
      .first();
    await first.getByText('2/8').waitFor();
    await page.keyboard.press('Enter');
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
  }, 60_000);

  test('a link leads to the session, and the heading there has the focus', async () => {
    await login('room-link');
    const visited = await visit();
    const { page } = visited;
    const name = nameOf(sessionOf('room-link'));
    await page.getByRole('link', { name }).click();
    const heading = page.getByRole('heading', { level: 1, name });
    await expect
      .poll(() => heading.evaluate(element => element === element.ownerDocument.activeElement), PATIENT)
      .toBe(true);
    expect(await page.title()).toBe(`${name} · Playpen`);
  }, 60_000);

  test('a player is kicked, after a question', async () => {
    const { player, page } = await visitSession('room-kick');
    const other = await login('room-kick');
    await page.getByRole('button', { name: 'Kick player 2' }).waitFor();
    await page.getByRole('button', { name: 'Kick player 1' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(player.socket.readyState).toBe(player.socket.OPEN);
    await page.getByRole('button', { name: 'Kick player 1' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Kick' }).click();
    expect(await player.closed).toMatchObject({ reason: 'kicked' });
    await page.getByText('Player 1 was disconnected.').waitFor();
    await page.getByRole('button', { name: 'Kick player 1' }).waitFor({ state: 'detached' });
    expect(other.socket.readyState).toBe(other.socket.OPEN);
  }, 60_000);

  test('what a script or a player says is text, wherever it is shown', async () => {
    const { player, visited, page } = await visitSession('room-markup');
    await page.getByRole('log').getByText(`${MARKUP} came`).waitFor();
    await page.getByRole('button', { name: 'Start' }).click();
    const messages = page.getByRole('table', { name: /^Messages/ });
    await expect
      .poll(() => {
        player.sendToScript(5, MARKUP);
        return messages.getByText(MARKUP).count();
      }, PATIENT)
      .toBeGreaterThan(2);
    await messages.getByText('server').first().waitFor();
    await visited.picture('session-markup');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).not.toContain('taken over');
  }, 60_000);

  test('the log is followed as it is written, filtered, and paused', async () => {
    const { player, page } = await visitSession('room-log');
    const log = page.getByRole('log');
    player.sendToScript(8, 'first of the log');
    await log.getByText('first of the log').waitFor();
    await page.getByLabel('Filter the log').fill('FIRST');
    await log.getByText('player connected').waitFor({ state: 'detached' });
    await page.getByLabel('Filter the log').fill('');
    await page.getByLabel('Levels').selectOption('Warnings and errors');
    await log.getByText('first of the log').waitFor({ state: 'detached' });
    await log.getByText(`${MARKUP} came`).waitFor();
    await page.getByLabel('Levels').selectOption('All');
    await page.getByRole('button', { name: 'Pause' }).click();
    player.sendToScript(8, 'second of the log');
    await page.getByText('1 line since.').waitFor();
    expect(await log.getByText('second of the log').count()).toBe(0);
    await page.getByRole('button', { name: 'Follow' }).click();
    await log.getByText('second of the log').waitFor();
  }, 60_000);

  test('messages are shown by op code, and paused', async () => {
    const { player, page } = await visitSession('room-inspect');
    await page.getByLabel('Op code').first().fill('6');
    await page.getByRole('button', { name: 'Start' }).click();
    const rows = page.getByRole('table', { name: /^Messages/ }).locator('tbody tr');
    await expect
      .poll(() => {
        player.sendToScript(5, 'five');
        player.sendToScript(6, '{"six":6}');
        return rows.count();
      }, PATIENT)
      .toBeGreaterThan(1);
    expect(new Set(await rows.locator('td:nth-child(2)').allTextContents())).toEqual(new Set(['6']));
    expect(await rows.first().textContent()).toContain('{ "six": 6 }');
    await page.getByRole('button', { name: 'Pause' }).last().click();
    const held = await rows.count();
    player.sendToScript(6, 'seven');
    await page.getByLabel('Payload as').first().selectOption('hex');
    expect(await rows.first().textContent()).toContain('7b 22 73 69 78');
    await page.getByRole('button', { name: 'Follow' }).click();
    await page.getByText('73 65 76 65 6e').first().waitFor();
    expect(await rows.count()).toBeGreaterThan(held);
  }, 60_000);

  test('a message is sent as from the server, in the form it was written', async () => {
    const { player, page } = await visitSession('room-send');
    const form = page.locator('form', { has: page.getByRole('button', { name: 'Send' }) });
    await form.getByLabel('Op code').fill('42');
    await form.getByLabel('Payload as').selectOption('hex');
    await form.getByLabel('Payload', { exact: true }).fill('00 ff 1');
    await form.getByRole('button', { name: 'Send' }).click();
    await form.getByText('Byte 3, “1”').waitFor();
    await form.getByLabel('Payload', { exact: true }).fill('00 ff 10');
    await form.getByLabel('To').selectOption('player 1');
    await form.getByRole('button', { name: 'Send' }).click();
    const { sender, payload } = await player.next(({ opCode }) => opCode === 42);
    expect({ sender, payload: [...payload!] }).toEqual({ sender: -1, payload: [0, 255, 16] });
    await form.getByText('Sent 3 bytes').waitFor();
  }, 60_000);

  test('a session is terminated after a question, and tells how it ended', async () => {
    const { player, session, visited, page } = await visitSession('room-end');
    await page.getByRole('button', { name: 'Terminate…' }).click();
    await page.getByLabel('End it at once.').check();
    await page.getByRole('dialog').getByRole('button', { name: 'Terminate' }).click();
    expect(await player.closed).toMatchObject({ reason: 'session_terminated' });
    await page.getByRole('heading', { name: 'How it ended' }).waitFor();
    await page.getByText('The log is complete.').waitFor();
    expect(await page.getByRole('button', { name: 'Terminate…' }).count()).toBe(0);
    await visited.picture('session-ended');
    await page.getByRole('link', { name: /All game sessions/ }).click();
    const ended = page.getByRole('table', { name: /that are over/ });
    await ended.getByRole('link', { name: nameOf(session) }).waitFor();
  }, 60_000);

  test('every control has a name, and no page is wider than a phone', async () => {
    const { visited } = await visitSession('room-names');
    await visited.page.getByRole('button', { name: 'Start' }).click();
    await visited.page.getByRole('button', { name: 'Stop' }).waitFor();
    expect(await visited.namelessControls()).toEqual([]);
    await visited.page.goto(address());
    await visited.page.getByRole('heading', { name: 'Game sessions' }).waitFor();
    expect(await visited.namelessControls()).toEqual([]);
    for (const hash of ['#/', `#/sessions/${sessionOf('room-names').id}`]) {
      const phone = await visit(hash, { viewport: { width: 375, height: 780 }, colorScheme: 'dark' });
      await phone.page.getByRole('heading', { level: 2 }).nth(2).waitFor();
      expect(await phone.isTooWide()).toBe(false);
      await phone.picture(hash === '#/' ? 'overview-phone' : 'session-phone');
    }
  }, 60_000);

  test('a session that never was is said to be none', async () => {
    const visited = await visit('#/sessions/gsess-nowhere');
    await visited.page.getByText('There is no such game session').waitFor();
  }, 60_000);
});

async function samples(plot: Locator): Promise<number> {
  return Number(await plot.getAttribute('data-samples'));
}

/** As the page calls it. */
function nameOf({ id }: { id: string }): string {
  return id.slice(0, 'gsess-12345678'.length);
}
