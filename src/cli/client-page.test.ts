import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { TestDev } from './test/dev.ts';

const SCRIPT = 'exports.ssExports = { init() {} };';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playpen-client-page-'));
});
afterAll(() => rm(folder, { recursive: true }));

let dev: TestDev | undefined;
afterEach(async () => {
  await dev?.stop();
  dev = undefined;
});

const program = (name = 'client.ts'): string => join(folder, name);

async function start(source: string): Promise<TestDev> {
  await writeFile(program(), source);
  dev = await TestDev.start(SCRIPT, { client: program() });
  return dev;
}

const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${dev!.apiPort}${path}`);

test('the page runs the program with the SDK in it, and is told the port of the game', async () => {
  const { port } = await start(
    "import { connect } from 'playpen/client'; connect({ endpoint: 'here', port: 1 as number });",
  );
  const page = await get('/play/');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(await page.text()).toContain('src="client.js"');
  const code = await (await get('/play/client.js')).text();
  expect(['here', 'requestGroupMembership', 'as number'].map(part => code.includes(part))).toEqual([
    true,
    true,
    false,
  ]);
  expect(await (await get('/play/server.json')).json()).toEqual({ port });
  expect((await get('/play')).url).toMatch(/\/play\/$/);
});

test('a change of the program is there with the next visit', async () => {
  await start("console.log('first');");
  expect(await (await get('/play/client.js')).text()).toContain('first');
  await writeFile(program(), "console.log('second');");
  expect(await (await get('/play/client.js')).text()).toContain('second');
});

test('a program that cannot be bundled says so in the page, with its place', async () => {
  await start('let = 1;\nconst x');
  expect(await (await get('/play/client.js')).text()).toMatch(/textContent.*client\.ts:2:/);
});

test('a server without a program has no page', async () => {
  dev = await TestDev.start(SCRIPT);
  expect((await get('/play/')).status).toBe(404);
});

test('a program that is not there keeps the server from starting', async () => {
  await expect(TestDev.start(SCRIPT, { client: program('nowhere.ts') })).rejects.toMatchObject({
    code: 'client_not_found',
    message: expect.stringContaining('nowhere.ts'),
  });
});
