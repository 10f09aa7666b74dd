import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isChromiumInstalled, launchChromium } from '../../conformance/chromium.ts';
import { TestDev } from '../../src/cli/test/dev.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
/** Not kept in the repository. */
const SCREENSHOTS = here('../../test-output/arena/');

const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };
const PHONE: BrowserContextOptions = {
  ...{ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  ...{ colorScheme: 'dark', deviceScaleFactor: 2 },
};

describe.skipIf(!isChromiumInstalled)('the arena in a browser', () => {
  let dev: TestDev;
  let browser: Browser;
  const errors: string[] = [];

  beforeAll(async () => {
    await mkdir(SCREENSHOTS, { recursive: true });
    dev = await TestDev.start(await readFile(here('script.js'), 'utf8'), { client: here('client.ts') });
    browser = await launchChromium();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await dev?.stop();
  });

  const visit = async (address: string, options: BrowserContextOptions): Promise<Page> => {
    const page = await (await browser.newContext(options)).newPage();
    page.on('pageerror', error => errors.push(`${error}`));
    page.on('console', message => void (message.type() === 'error' && errors.push(message.text())));
    await page.goto(address);
    return page;
  };
  const join = async (page: Page, name: string): Promise<void> => {
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button', { name: 'Play' }).click();
    await scoreOf(page, name).waitFor();
  };
  const scoreOf = (page: Page, name: string) => page.locator('li', { hasText: name });
  const points = async (page: Page, name: string): Promise<number> =>
    Number(await scoreOf(page, name).locator('b').textContent());

  test('two people meet by a link, run for coins and see the same scores', async () => {
    const ada = await visit(`http://127.0.0.1:${dev.apiPort}/play/`, DESKTOP);
    const link = ada.url();
    expect(link).toMatch(/\?room=[A-Z]{4}$/);
    await ada.screenshot({ path: `${SCREENSHOTS}join.png` });
    await join(ada, 'Ada');
    await ada.getByText('You are alone here').waitFor();

    const bob = await visit(link, PHONE);
    await join(bob, '<b>Bob</b>');
    await scoreOf(ada, '<b>Bob</b>').waitFor();
    expect(await bob.getByText('You are alone here').count()).toBe(0);
    await ada.screenshot({ path: `${SCREENSHOTS}desktop.png` });
    await bob.screenshot({ path: `${SCREENSHOTS}phone.png` });

    await sweep(ada, async () => (await points(ada, 'Ada')) > 0);
    await expect.poll(() => points(bob, 'Ada')).toBe(await points(ada, 'Ada'));
    await ada.screenshot({ path: `${SCREENSHOTS}playing.png` });

    await bob.close();
    await scoreOf(ada, '<b>Bob</b>').waitFor({ state: 'detached' });
    await ada.close();
    expect(errors).toEqual([]);
  }, 90_000);

  test('a finger that drags runs', async () => {
    const page = await visit(`http://127.0.0.1:${dev.apiPort}/play/?room=TOUCH`, PHONE);
    await join(page, 'Cleo');
    const touch = await page.context().newCDPSession(page);
    const finger = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) =>
      touch.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] });
    await sweepWith(
      async (dx, dy) => {
        await finger('touchStart', 200, 400);
        await finger('touchMove', 200 + 50 * dx, 400 + 50 * dy);
      },
      () => finger('touchEnd', 0, 0),
      async () => (await points(page, 'Cleo')) > 0,
    );
    await page.close();
    expect(errors).toEqual([]);
  }, 90_000);

  test('a script that ends the game is told of in words', async () => {
    const page = await visit(`http://127.0.0.1:${dev.apiPort}/play/?room=END`, DESKTOP);
    await join(page, 'Dan');
    for (const session of dev.server.host.sessions.values()) {
      if (session.playerCount > 0) void session.terminate('session_terminated');
    }
    await page.getByText('The game is over. session_terminated').waitFor();
    await page.close();
  }, 60_000);
});

const KEYS = { '1,0': 'ArrowRight', '-1,0': 'ArrowLeft', '0,1': 'ArrowDown', '0,-1': 'ArrowUp' } as const;

/** Runs over the whole arena with the arrow keys, until something is so. */
async function sweep(page: Page, isDone: () => Promise<boolean>): Promise<void> {
  let held = '';
  await sweepWith(
    async (dx, dy) => {
      held = KEYS[`${dx},${dy}` as keyof typeof KEYS];
      await page.keyboard.down(held);
    },
    () => page.keyboard.up(held),
    isDone,
  );
}

/** Lanes from side to side, each a little further down: one of them crosses a coin. */
async function sweepWith(
  run: (dx: number, dy: number) => Promise<unknown>,
  stop: () => Promise<unknown>,
  isDone: () => Promise<boolean>,
): Promise<void> {
  const leg = async (dx: number, dy: number, steps: number): Promise<void> => {
    await run(dx, dy);
    for (let i = 0; i < steps && !(await isDone()); i++)
      await new Promise(resolve => setTimeout(resolve, 100));
    await stop();
  };
  await leg(0, -1, 24);
  await leg(-1, 0, 40);
  for (let lane = 0; lane < 12 && !(await isDone()); lane++) {
    await leg(lane % 2 === 0 ? 1 : -1, 0, 42);
    await leg(0, 1, 2);
  }
  expect(await isDone()).toBe(true);
}
