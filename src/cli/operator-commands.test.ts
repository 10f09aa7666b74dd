import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestDev } from './test/dev.ts';

const BIN = fileURLToPath(new URL('bin.ts', import.meta.url));
const ARENA_BOTS = fileURLToPath(new URL('../../examples/arena/bots.ts', import.meta.url));
const SCRIPT = `let session;
  exports.ssExports = {
    init(rtSession) { session = rtSession; },
    onMessage({ opCode, sender }) {
      session.sendMessage(session.newTextGameMessage(opCode, session.getServerId(), 'pong'), sender);
    },
  };`;

let dev: TestDev;
let folder: string;
beforeAll(async () => {
  dev = await TestDev.start(SCRIPT);
  folder = await mkdtemp(join(tmpdir(), 'playpen-bots-'));
});
afterAll(async () => {
  await dev.stop();
  await rm(folder, { recursive: true });
});

/** A command line in a process of its own. */
async function playpen(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const run = promisify(execFile)(process.execPath, [BIN, ...args]);
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

function botsOn(script: string, ...args: string[]): string[] {
  return ['bots', '--script', script, '--port', `${dev.port}`, '--ramp-up', '0.1', ...args];
}

async function botFile(name: string, code: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, code);
  return file;
}

async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

test('top prints the game sessions of a server once where the output is no terminal', async () => {
  await using _player = await disposable(dev.login());
  const api = `http://127.0.0.1:${dev.apiPort}`;
  await expect
    .poll(async () => (await playpen('top', '--api', api)).stdout, { timeout: 15_000 })
    .toMatch(/^gsess-[\w-]+ .* 1\/\d+ /m);
});

test('top says where no server answers', async () => {
  const { code, stderr } = await playpen('top', '--api', 'http://127.0.0.1:9');
  expect(code).toBe(2);
  expect(stderr).toContain('no server answers at that address: http://127.0.0.1:9');
});

test('bots play, are measured, and leave when the time is over', async () => {
  const { code, stdout } = await playpen(...botsOn(ARENA_BOTS, '--count', '5', '--duration', '2'));
  expect(stdout).toMatch(/^5 bots connected/);
  expect(stdout).toMatch(/^connect +5 +[\d.]+ ms/m);
  expect(stdout).toMatch(/^round trip +\d+ +[\d.]+ ms/m);
  expect(stdout).toContain('no errors');
  expect(code).toBe(0);
});

test('Ctrl-C ends the run in order: all bots leave, and the summary is written', async () => {
  const child = spawn(process.execPath, [BIN, ...botsOn(ARENA_BOTS, '--count', '3')]);
  const output = text(child.stdout);
  try {
    for await (const line of child.stderr) if (`${line}`.includes('3 of 3 bots connected')) break;
    child.kill('SIGINT');
    expect(await ended(child)).toBe(0);
    expect(await output).toMatch(/^3 bots connected[\s\S]*no errors/);
    await expect
      .poll(() => [...dev.server.host.sessions.values()].every(one => one.playerCount === 0))
      .toBe(true);
  } finally {
    child.kill('SIGKILL');
  }
});

test('what goes wrong is counted by its kind, and the exit code says so', async () => {
  const file = await botFile(
    'failing.mjs',
    `export default {
      login: index => ({ payload: 'bot ' + index }),
      play({ index }) { if (index > 0) throw new Error('lost'); },
    };`,
  );
  const { code, stdout } = await playpen(...botsOn(file, '--count', '4', '--duration', '1'));
  expect(code).toBe(1);
  expect(stdout).toContain('3 errors:\n       3  Error: lost\n');
});

test('a file that is no bots is refused with what is wrong with it', async () => {
  const { code, stderr } = await playpen(...botsOn(await botFile('none.mjs', 'export const play = 1;')));
  expect(code).toBe(2);
  expect(stderr).toContain('the file of bots cannot be used');
  expect(stderr).toContain('has no default export with a function "play"');
});

async function disposable(client: ReturnType<TestDev['login']>): Promise<AsyncDisposable> {
  const player = await client;
  return { [Symbol.asyncDispose]: () => player.close() };
}
