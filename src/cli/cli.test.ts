import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('./bin.ts', import.meta.url));
const FREE_PORTS = ['--port', '0', '--udp-ports', '0', '--api-port', '0'];
const folder = mkdtempSync(join(tmpdir(), 'playpen-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

function script(name: string, code: string): string {
  const path = join(folder, name);
  writeFileSync(path, code);
  return path;
}

const HONEST = script('honest.js', 'exports.ssExports = { init() {} };');

function playpen(...args: string[]): ChildProcess {
  const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  return child;
}

/** Runs a command line that is to fail at once. */
async function failure(...args: string[]): Promise<{ code: number; error: string }> {
  const child = playpen(...args);
  const [error, [code]] = await Promise.all([text(child.stderr!), once(child, 'exit')]);
  return { code: code as number, error };
}

/** Lines of a running server's log, one JSON object each, until one matches. */
async function logUntil(child: ChildProcess, message: string): Promise<void> {
  let seen = '';
  for await (const chunk of child.stdout!.iterator({ destroyOnReturn: false })) {
    seen += chunk;
    if (seen.includes(`"msg":"${message}`)) return;
  }
  throw new Error(`it ended without saying ${message}: ${seen}`);
}

async function start(...args: string[]): Promise<ChildProcess> {
  const child = playpen('dev', '--json', ...FREE_PORTS, ...args);
  await logUntil(child, 'ready');
  return child;
}

describe('what cannot be done is said in one line, with exit code 2:', () => {
  test('an option that does not exist', async () => {
    const { code, error } = await failure('dev', '--nope');
    expect({ code, error }).toEqual({ code: 2, error: "playpen: unknown option '--nope'\n" });
  });

  test('a port that is no port', async () => {
    const { code, error } = await failure('dev', '--port', '99999');
    expect(code).toBe(2);
    expect(error).toMatch(/^playpen: .*--port.*99999.*0 to 65535\.\n$/);
  });

  test('a script that is not there', async () => {
    const path = join(folder, 'nowhere.js');
    const { code, error } = await failure('dev', path);
    expect({ code, error }).toEqual({
      code: 2,
      error: `playpen: there is no script at that path: ${path}\n`,
    });
  });

  test('a script that does not parse, with its place', async () => {
    const { code, error } = await failure('dev', ...FREE_PORTS, script('typo.js', 'exports.ssExports = {'));
    expect(code).toBe(2);
    expect(error).toMatch(/^playpen: the script cannot be bundled: .*typo\.js:1:22: .*\n/);
  });

  test('a script that throws when it starts, with its place', async () => {
    const path = script('throws.js', "exports.ssExports = { init() { throw new Error('no'); } };");
    const { code, error } = await failure('dev', ...FREE_PORTS, path);
    expect(code).toBe(2);
    expect(error).toMatch(
      /^playpen: the script could not be started: init threw Error: no\n.*throws\.js:1:38/,
    );
  });

  test('a port that is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, error } = await failure('dev', HONEST, ...FREE_PORTS, '--port', String(port));
    other.close();
    expect(code).toBe(2);
    expect(error).toMatch(new RegExp(`^playpen: the port is already in use: TCP 127.0.0.1:${port}; .*\\n$`));
  });

  test('a sandbox that is not installed', async () => {
    const child = spawn(process.execPath, [BIN, 'dev', ...FREE_PORTS, '--sandbox', 'bwrap', HONEST], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: folder },
    });
    running.add(child);
    const [error, [code]] = await Promise.all([text(child.stderr!), once(child, 'exit')]);
    expect(code).toBe(2);
    expect(error).toMatch(/^playpen: script workers cannot be locked in as asked: .* install .*\n$/);
  });

  test('user ids that are no range', async () => {
    const { code, error } = await failure('dev', '--worker-uids', '0-10');
    expect(code).toBe(2);
    expect(error).toMatch(/^playpen: .*--worker-uids.*0-10.*70000-79999\.\n$/);
  });

  test('a file of limits that is wrong, with its place', async () => {
    const limits = script('limits.json', JSON.stringify({ tenants: { acme: { heapMb: 5_000 } } }));
    const { code, error } = await failure('dev', '--limits', limits);
    expect(code).toBe(2);
    expect(error).toContain(`${limits}: tenants.acme.heapMb is 5000; 1024 is the most there can be`);
  });

  test('a file of notification targets that is wrong, with its place', async () => {
    const targets = script('targets.json', JSON.stringify({ targets: [{ topicArn: 'a', url: 'b' }] }));
    const data = ['--data', join(folder, 'data')];
    const { code, error } = await failure('serve', ...data, '--notifications', targets);
    expect(code).toBe(2);
    expect(error).toContain(`cannot be used: ${targets}: targets[0] must have required property 'form'`);
  });

  test('a server that is not running', async () => {
    const { code, error } = await failure('scripts', 'list', '--api', 'http://127.0.0.1:1');
    expect(code).toBe(2);
    expect(error).toMatch(/^playpen: no server answers at that address: .*--api\n$/);
  });
});

describe('an interrupt', () => {
  test('tells the script and exits with 0', async () => {
    const path = script(
      'last-words.js',
      "exports.ssExports = { init() {}, onProcessTerminate() { console.log('last words'); } };",
    );
    const child = await start(path);
    child.kill('SIGINT');
    await logUntil(child, 'last words');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('waits no longer than a few seconds for a script that never answers; a second one ends at once', async () => {
    const path = script(
      'stubborn.js',
      "exports.ssExports = { init() {}, onProcessTerminate() { console.log('no'); return new Promise(() => {}); } };",
    );
    const child = await start(path);
    child.kill('SIGINT');
    await logUntil(child, 'no');
    // An echo of the first interrupt, as npm sends one, is not a second wish.
    child.kill('SIGINT');
    const timer = setInterval(() => child.kill('SIGINT'), 100);
    const [code] = await once(child, 'exit');
    clearInterval(timer);
    expect(code).toBe(130);
  });
});
