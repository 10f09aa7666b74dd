import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { isChromiumInstalled, launchChromium } from '../../conformance/chromium.ts';
import { TestDev } from '../cli/test/dev.ts';
import { ConsoleVisit } from './test/console-visit.ts';
import { Playground } from './test/playground-visit.ts';

/** Would rename the page if it were taken for markup. */
const MARKUP = '<img src=x onerror="document.title=\'taken over\'">';

/** Greets with its version, and answers what is said to it. */
const script = (version: string): string => `let session;
exports.ssExports = {
  init(rtSession) { session = rtSession; },
  onPlayerAccepted(player) { tell(player.peerId, 'this is ${version}'); },
  onMessage(message) { tell(message.sender, '${version} heard ' + message.getPayloadAsText()); },
};
function tell(peerId, text) {
  session.sendReliableMessage(session.newTextGameMessage(9, session.getServerId(), text), peerId);
}
`;
const LINES = script('').split('\n').length;

/** Loading the editor takes a browser on a busy machine a while. */
const PATIENCE = { timeout: 60_000 };

describe.skipIf(!isChromiumInstalled)('the playground in a browser', PATIENCE, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser?.close());

  let dev: TestDev | undefined;
  const visits: ConsoleVisit[] = [];
  afterEach(async () => {
    const over = visits.splice(0);
    await Promise.all(over.map(visit => visit.end()));
    await dev?.stop();
    dev = undefined;
    expect(over.flatMap(({ errors }) => errors)).toEqual([]);
  });

  async function open(hash = '#/playground', options: BrowserContextOptions = {}): Promise<Playground> {
    dev ??= await TestDev.start(script('one'));
    const visit = await ConsoleVisit.start(browser, `http://127.0.0.1:${dev.apiPort}/${hash}`, options);
    visits.push(visit);
    visit.page.setDefaultTimeout(PATIENCE.timeout / 3);
    return new Playground(visit);
  }

  test('a new room runs what was published, and the room before it keeps its version and its players', async () => {
    const playground = await open();
    const [first, second] = [playground.player(1), playground.player(2)];
    await first.connect();
    await first.received('this is one').waitFor();
    const room = await playground.room();

    await playground.replaceText(script('two'));
    await playground.save();
    await playground.state(/^Published as/).waitFor();
    await playground.page.getByRole('button', { name: 'New room' }).click();
    expect(await playground.room()).not.toBe(room);
    await second.connect();

    await second.received('this is two').waitFor();
    await first.card.getByText('older version').waitFor();
    await second.card.getByRole('link').waitFor();
    expect(await second.card.getByText('older version').count()).toBe(0);
    await first.send({ payload: 'are you there' });
    await first.received('one heard are you there').waitFor();
    const versions = playground.page.getByRole('table').locator('tbody tr');
    const sessions = async (): Promise<unknown[]> =>
      (await versions.allInnerTexts()).map(row => ({
        isCurrent: /current/.test(row),
        count: /\d+$/.exec(row)?.[0],
      }));
    await expect.poll(sessions).toEqual([
      { isCurrent: true, count: '1' },
      { isCurrent: false, count: '1' },
    ]);
  });

  test('what is published is in the file, and the player who comes next in the same room gets it', async () => {
    const playground = await open();
    await playground.replaceText(script('two'));
    await playground.page.getByRole('button', { name: 'Publish' }).click();
    await playground.state(/^Published as/).waitFor();
    expect((await dev!.nextChange()) as object).toHaveProperty('published');
    await playground.player(1).connect();
    await playground.player(1).received('this is two').waitFor();
  });

  test('a syntax error is shown at its line, and choosing it leads there', async () => {
    const playground = await open();
    await playground.append('const = 1;');
    await playground.save();
    await playground.state(/^Refused/).waitFor();
    const errors = playground.page.getByRole('list', { name: 'Errors' }).getByRole('button');
    await errors.first().waitFor();
    expect(await errors.first().innerText()).toMatch(new RegExp(`^${LINES + 1}:7\\s`));
    await playground.page.keyboard.press('Control+Home');
    await errors.first().focus();
    await playground.page.keyboard.press('Enter');
    await playground.page.keyboard.type('mended');
    await playground.save();
    await playground.state(/^Published as/).waitFor();
    expect(await errors.count()).toBe(0);
  });

  test('two players write to each other, directly and in a group, as text, JSON and hex', async () => {
    const playground = await open();
    const [first, second] = [playground.player(1), playground.player(2)];
    await first.connect();
    await first.received('this is one').waitFor();
    await second.connect();
    await second.received('this is one').waitFor();

    await first.send({ to: 'a player', id: 2, payload: 'good day' });
    await second.received('good day').waitFor();
    await second.send({ to: 'a player', id: 1, as: 'hex', payload: '00 ff 7f' });
    await first.received('00 ff 7f').waitFor();

    await first.join(3);
    await second.join(3);
    await first.received('Group 3: 1, 2').waitFor();
    await second.send({ to: 'a group', id: 3, as: 'JSON', payload: '{"x": [1]}' });
    await first.received('"x"').waitFor();
    await first.card.getByRole('button', { name: 'Leave group 3' }).click();
    await second.received('Group 3: 2').waitFor();
  });

  test('what cannot be sent says why, and nothing is sent', async () => {
    const playground = await open();
    const player = playground.player(1);
    await player.connect();
    await player.received('this is one').waitFor();
    await player.send({ as: 'JSON', payload: '{' });
    await expect.poll(() => player.problem()).toMatch(/JSON/);
    await player.send({ as: 'hex', payload: 'xy' });
    await expect.poll(() => player.problem()).toContain('xy');
    await player.send({ as: 'text', payload: 'x'.repeat(4_097) });
    await expect.poll(() => player.problem()).toContain('4097');
    await player.send({ as: 'text', payload: 'fine' });
    await player.received('one heard fine').waitFor();
    expect(await player.received('heard').count()).toBe(1);
    expect(await player.card.getByRole('alert').count()).toBe(0);
  });

  test('what a script says, and what it is refused for, is text', async () => {
    dev = await TestDev.start(script(MARKUP.replaceAll("'", "\\'")));
    const playground = await open();
    const player = playground.player(1);
    await player.connect();
    await player.received(MARKUP).waitFor();
    await playground.append(`throw new Error(${JSON.stringify(MARKUP)});`);
    await playground.save();
    await playground.state(/^Refused/).waitFor();
    expect(await playground.page.getByRole('status').allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringContaining(MARKUP)]),
    );
    expect(await playground.page.locator('img[src="x"]').count()).toBe(0);
    expect(await playground.page.title()).toContain('Playground');
  });

  test('a file that was changed elsewhere is loaded or overwritten, as the user says', async () => {
    const playground = await open();
    await playground.append('// mine');
    await dev!.write(script('theirs'));
    const conflict = playground.page.getByRole('alert').filter({ hasText: 'changed elsewhere' });
    await conflict.waitFor();
    await playground.page.getByRole('button', { name: 'Overwrite' }).click();
    await playground.state(/^(Published|Unchanged)/).waitFor();
    await conflict.waitFor({ state: 'detached' });
    await playground.player(1).connect();
    await playground.player(1).received('this is one').waitFor();

    await playground.append('// mine again');
    await dev!.write(script('theirs again'));
    await conflict.waitFor();
    await playground.page.getByRole('button', { name: 'Load the file' }).click();
    await playground.editor.getByText('theirs again').first().waitFor();
  });

  test('a change elsewhere is taken over while nothing was edited here', async () => {
    const playground = await open();
    await playground.editor.getByText('one').first().waitFor();
    await dev!.write(script('theirs'));
    await playground.editor.getByText('theirs').first().waitFor();
  });

  test('what was edited is there again after a look at another page, and after loading this one anew', async () => {
    const playground = await open();
    await playground.append('// not finished');
    const { page } = playground;
    await page.getByRole('link', { name: 'Live' }).click();
    await playground.editor.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Playground' }).click();
    await playground.editor.getByText('not finished').waitFor();
    page.on('dialog', dialog => void dialog.accept());
    await page.reload();
    await playground.editor.getByText('not finished').waitFor();
    await playground.state(/^Edited/).waitFor();
  });

  test('the editor knows the script API and the globals of the runtime, and no browser', async () => {
    const playground = await open();
    await playground.page.getByRole('button', { name: 'Add types' }).click();
    await playground.editor.getByText('RealtimeSession').waitFor();
    await playground.append('const later = () => setTimeout(() => session.');
    const suggestions = playground.page.locator('.suggest-widget .monaco-list-row');
    await suggestions.first().waitFor(PATIENCE);
    await playground.page.keyboard.type('getPl');
    await expect.poll(() => suggestions.first().innerText(), PATIENCE).toContain('getPlayers');
    await playground.page.keyboard.press('Escape');

    const errors = playground.editor.locator('.squiggly-error');
    const known = 'Buffer.alloc(1); console.log(require("./beside"), setInterval, exports, process);';
    await playground.replaceText(`// @ts-check\n${known}\ndocument.title;\n`);
    await expect.poll(() => errors.count(), PATIENCE).toBe(1);
    await playground.replaceText(`// @ts-check\n${known}\n`);
    await expect.poll(() => errors.count(), PATIENCE).toBe(0);
  });

  test("the link of a room opens the playground in it, and a friend's player meets those who are there", async () => {
    const here = await open();
    await here.player(1).connect();
    await here.player(1).received('this is one').waitFor();
    const link = new URL(here.page.url());
    expect(link.hash).toBe(`#/playground?room=${await here.room()}`);
    const there = await open(link.hash);
    expect(await there.room()).toBe(await here.room());
    await there.player(1).connect();
    await there.player(1).received('this is one').waitFor();
    await there.player(1).send({ to: 'a player', id: 1, payload: 'hello from afar' });
    await here.player(1).received('hello from afar').waitFor();
  });

  test("the game's own page is a link away, in the same room", async () => {
    const client = fileURLToPath(new URL('../../examples/arena/client.ts', import.meta.url));
    dev = await TestDev.start(script('one'), { client });
    const playground = await open();
    const link = playground.page.getByRole('link', { name: 'Open the game' });
    expect(await link.getAttribute('href')).toBe(`/play/?room=${await playground.room()}`);
    await playground.page.getByRole('button', { name: 'New room' }).click();
    await expect.poll(async () => link.getAttribute('href')).toBe(`/play/?room=${await playground.room()}`);
  });

  test('four players are the most, and one that is removed leaves its session', async () => {
    const playground = await open();
    const add = playground.page.getByRole('button', { name: 'Add a player' });
    await add.click();
    await add.click();
    await playground.page.getByRole('button', { name: '4 players, no more' }).waitFor();
    const [first, fourth] = [playground.player(1), playground.player(4)];
    await first.connect();
    await first.join(1);
    await first.received('Group 1: 1').waitFor();
    await fourth.connect();
    await fourth.join(1);
    await first.received('Group 1: 1, 2').waitFor();
    await playground.page.getByRole('button', { name: 'Remove Player 4' }).click();
    await first
      .received(/Group 1: 1$/)
      .first()
      .waitFor();
    await add.waitFor();
  });

  test('every control has a name, and nothing is wider than a phone', async () => {
    const playground = await open('#/playground', { viewport: { width: 375, height: 760 } });
    await playground.player(1).connect();
    await playground.player(1).received('this is one').waitFor();
    const visit = visits[0]!;
    expect(await visit.namelessControls()).toEqual([]);
    expect(await visit.isTooWide()).toBe(false);
    await visit.picture('playground-narrow');
  });

  test.each(['light', 'dark'] as const)('pictures, %s', async colorScheme => {
    dev = await TestDev.start(
      await readFile(new URL('../../examples/arena/script.js', import.meta.url), 'utf8'),
    );
    const playground = await open('#/playground', { colorScheme });
    for (const number of [1, 2]) {
      await playground.player(number).connect();
      await playground.player(number).received('"phase"').first().waitFor();
    }
    await visits[0]!.picture(`playground-players-${colorScheme}`);
    await playground.append('const = 1;');
    await playground.save();
    await playground.state(/^Refused/).waitFor();
    await visits[0]!.picture(`playground-markers-${colorScheme}`);
  });
});
