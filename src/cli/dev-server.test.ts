import { readdirSync, readlinkSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { TestClient } from '../host/test/test-client.ts';
import type { VersionView } from '../service/script-routes.ts';
import { type Change, TestDev, type TestDevOptions } from './test/dev.ts';

let dev: TestDev;
afterEach(() => dev.stop());

async function start(script: string, options?: TestDevOptions): Promise<void> {
  dev = await TestDev.start(script, options);
}

/** A script that answers every message with its version. */
function version(name: string): string {
  return `
let session;
exports.ssExports = {
  init(rtSession) { session = rtSession; },
  onMessage({ sender }) {
    session.sendReliableMessage(session.newTextGameMessage(1, -1, ${JSON.stringify(name)}), sender);
  },
};`;
}

async function versionOf(client: TestClient): Promise<string> {
  client.sendToScript(1, 'which?');
  return (await client.nextMessage(1)).text;
}

function hashOf(change: Change): string {
  if ('failed' in change) throw change.failed;
  return change.published.version.hash;
}

async function listVersions(): Promise<VersionView[]> {
  const response = await fetch(`http://127.0.0.1:${dev.apiPort}/playpen/scripts`);
  return ((await response.json()) as { versions: VersionView[] }).versions;
}

function activate(hash: string): Promise<Response> {
  return fetch(`http://127.0.0.1:${dev.apiPort}/playpen/scripts/activate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ hash }),
  });
}

/** Resolves when no session runs this version any more. */
async function released(hash: string): Promise<void> {
  const sessions = [...dev.server.host.sessions.values()].filter(session => session.scriptHash === hash);
  await Promise.all(sessions.map(session => session.ended));
}

describe('a script that is saved', () => {
  test('is what the next session runs, while those that run keep theirs, through typos and back', async () => {
    await start(version('1'), { limits: { scriptVersionsKept: 2 } });
    const a = await dev.login();
    expect(await versionOf(a)).toBe('1');
    const [first] = await listVersions();

    const second = hashOf(await dev.save(version('2')));
    const b = await dev.login();
    expect([await versionOf(a), await versionOf(b)]).toEqual(['1', '2']);

    const broken = await dev.save(`${version('3')}\nthrow new Error('three');`);
    expect(broken).toMatchObject({
      failed: {
        code: 'script_failed',
        detail: expect.stringMatching(/three.*script\.js:9:7.*9 \| throw new/s),
      },
    });
    const c = await dev.login();
    expect([await versionOf(a), await versionOf(b), await versionOf(c)]).toEqual(['1', '2', '2']);

    const fourth = hashOf(await dev.save(version('4')));
    const d = await dev.login();
    expect([await versionOf(a), await versionOf(c), await versionOf(d)]).toEqual(['1', '2', '4']);

    const rolledBack = await activate(first!.hash.slice(0, 12));
    expect(await rolledBack.json()).toMatchObject({ version: { hash: first!.hash, isCurrent: true } });
    const e = await dev.login();
    expect([await versionOf(d), await versionOf(e)]).toEqual(['4', '1']);

    // Version 1 is the oldest of four and two are kept: once another is current, only its sessions hold it.
    await activate(fourth);
    expect((await listVersions()).map(({ hash }) => hash)).toContain(first!.hash);
    await a.close();
    await e.close();
    await released(first!.hash);
    await expect.poll(listVersions).toHaveLength(2);
    expect((await listVersions()).map(({ hash }) => hash)).toEqual(expect.arrayContaining([second, fourth]));
    for (const client of [b, c, d]) await client.close();
  });

  test('that is saved again as it was makes no new version', async () => {
    await start(version('1'));
    const hash = hashOf(await dev.save(version('2')));
    await dev.write(version('2'));
    expect(hashOf(await dev.save(version('3')))).not.toBe(hash);
    expect(await listVersions()).toHaveLength(3);
  });

  test('ends empty sessions of the version before it, which nobody could join', async () => {
    await start(version('1'));
    const [empty] = dev.server.host.sessions.values();
    await dev.save(version('2'));
    expect(await empty!.ended).toMatchObject({ code: 'script_replaced' });
  });

  test('ends running sessions when that is wanted, and reconnecting players meet it', async () => {
    await start(version('1'), { olderSessions: 'end' });
    const client = await dev.login();
    await dev.save(version('2'));
    expect(await client.closed).toEqual({ code: 1012, reason: 'script_replaced' });
    const again = await dev.login();
    expect(await versionOf(again)).toBe('2');
    await again.close();
  });
});

test('in the strict profile runs what the gate lets pass, and says what it does not, with its place', async () => {
  await start(version('1'), { profile: 'strict' });
  const refused = await dev.save(`${version('2')}\nconst big = 2n ** 64n;`);
  expect(refused).toMatchObject({
    failed: {
      code: 'script_invalid',
      detail: expect.stringMatching(/script\.js:9:13: BigInt literals .*use numbers.*9 \| const big/s),
    },
  });
  const client = await dev.login();
  expect(await versionOf(client)).toBe('1');
  const failed = await dev.save(`${version('3')}\nnew Proxy({}, {});`);
  expect(failed).toMatchObject({
    failed: { code: 'script_failed', detail: expect.stringContaining('Proxy is not defined') },
  });
  await client.close();
}, 60_000);

/** File system watchers of this process. */
function countWatchers(): number {
  return process.getActiveResourcesInfo().filter(kind => kind === 'FSEventWrap').length;
}

/** Files, not sockets or pipes, that this process has open. */
function countOpenFiles(): number {
  return readdirSync('/proc/self/fd').filter(descriptor => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith('/');
    } catch {
      // The listing's own descriptor is gone by now.
      return false;
    }
  }).length;
}

test('two hundred saves while players come and go: no session is mixed, none is stale, nothing is left over', async () => {
  await start(version('0'), { limits: { scriptVersionsKept: 3 } });
  // The spare worker comes a little later, and two files with it, by which it is watched.
  await expect.poll(() => dev.server.host.spareWorkers, { timeout: 15_000 }).toBe(1);
  const held = () => ({ watchers: countWatchers(), files: countOpenFiles() });
  const before = held();
  expect(before.watchers).toBeGreaterThan(0);
  const currentNumber = (): number => Number(/"(\d+)"/.exec(dev.server.catalog.current!.code)![1]);
  let isSaving = true;
  const play = async (): Promise<void> => {
    while (isSaving) {
      const currentAtLogin = currentNumber();
      const client = await dev.login();
      const seen = await versionOf(client);
      expect(Number(seen)).toBeGreaterThanOrEqual(currentAtLogin);
      expect(await versionOf(client)).toBe(seen);
      await client.close();
    }
  };
  const players = [play(), play(), play()];
  for (let save = 1; save <= 200; save++) {
    await dev.write(version(String(save)));
    await new Promise(resolve => setTimeout(resolve, 10));
  }
  await expect.poll(currentNumber, { timeout: 10_000 }).toBe(200);
  isSaving = false;
  await Promise.all(players);
  const last = await dev.login();
  expect(await versionOf(last)).toBe('200');
  await last.close();
  await expect.poll(() => [...dev.server.host.sessions.values()].length).toBe(1);
  expect((await listVersions()).length).toBeLessThanOrEqual(4);
  // The session, two isolates with the current script, one with none.
  await expect.poll(() => dev.server.host.isolateCount).toBe(4);
  await expect.poll(held).toEqual(before);
}, 60_000);

describe('a player session id that names a room', () => {
  const sessions = (): number => dev.server.host.sessions.size;

  test('leads to the game session of that room, which others do not share', async () => {
    await start(version('1'));
    const a = await dev.login({ playerSessionId: 'room-A' });
    const b = await dev.login({ playerSessionId: 'room-B' });
    const alsoA = await dev.login({ playerSessionId: 'room-A' });
    const nowhere = await dev.login({ playerSessionId: 'room-' });
    expect([a, b, alsoA, nowhere].map(({ peerId }) => peerId)).toEqual([1, 1, 2, 1]);
    expect(sessions()).toBe(3);
    for (const client of [a, b, alsoA, nowhere]) await client.close();
  });

  test('leads to a session that ends with its last player, and begins again with the next', async () => {
    await start(version('1'));
    const first = await dev.login({ playerSessionId: 'room-A' });
    const ended = [...dev.server.host.sessions.values()].map(session => session.ended);
    await first.close();
    // The session that all others share does not end.
    await Promise.race(ended);
    expect(sessions()).toBe(1);
    const next = await dev.login({ playerSessionId: 'room-A' });
    expect(next.peerId).toBe(1);
    await next.close();
  });

  test('leads to a session of the new version, while those who play stay in theirs', async () => {
    await start(version('1'));
    const old = await dev.login({ playerSessionId: 'room-A' });
    await dev.save(version('2'));
    const next = await dev.login({ playerSessionId: 'room-A' });
    expect([await versionOf(old), await versionOf(next)]).toEqual(['1', '2']);
    await old.close();
    await next.close();
  });

  test('does so for a player that the script refuses, and leaves no session behind', async () => {
    await start('exports.ssExports = { init() {}, onPlayerConnect: () => false };');
    await expect(dev.login({ playerSessionId: 'room-A' })).rejects.toThrow('refused');
    await expect.poll(sessions).toBe(1);
  });
});

describe('the API port', () => {
  test('is healthy while players can connect', async () => {
    await start(version('1'));
    const response = await fetch(`http://127.0.0.1:${dev.apiPort}/healthz`);
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  test('lists versions with the sessions that run them', async () => {
    await start(version('1'));
    const client = await dev.login();
    await dev.save(version('2'));
    const next = await dev.login();
    expect((await listVersions()).map(({ isCurrent, sessions }) => ({ isCurrent, sessions }))).toEqual([
      { isCurrent: true, sessions: 1 },
      { isCurrent: false, sessions: 1 },
    ]);
    await client.close();
    await next.close();
  });

  test('says what is wrong with a request', async () => {
    await start(version('1'));
    const unknown = await activate('abcdef');
    expect([unknown.status, await unknown.json()]).toEqual([
      404,
      { code: 'version_not_found', message: expect.stringContaining('abcdef') },
    ]);
    const empty = await activate('');
    expect([empty.status, await empty.json()]).toMatchObject([400, { code: 'invalid_request' }]);
  });
});
