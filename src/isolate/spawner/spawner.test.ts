import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { childrenOf, descriptorsOf, isRunning } from '../test/proc.ts';
import { LINK_DESCRIPTOR } from './messages.ts';
import { Spawner } from './spawner.ts';

const ANSWER_MS = 30_000;
const PATIENT = { timeout: 15_000 };
const DEAF_HOST = fileURLToPath(new URL('../test/deaf-host.ts', import.meta.url));

let spawner: Spawner;
beforeEach(() => {
  spawner = new Spawner(ANSWER_MS);
});
afterEach(() => spawner.close());

function shell(script: string): { command: string[] } {
  return { command: ['/bin/sh', '-c', script] };
}

/** Waits on its link, for ever if it is kept open. */
const WAITING = shell(`read line <&${LINK_DESCRIPTOR}`);
const ENDLESS = shell('while :; do :; done');

describe('a process that the spawner has started', () => {
  test('is heard and spoken to directly, and how it ended is told', async () => {
    const { link, words, ended } = await spawner.spawn(
      shell(
        `echo begun >&2; read line <&${LINK_DESCRIPTOR}; echo "$line, indeed" >&${LINK_DESCRIPTOR}; exit 7`,
      ),
    );
    link.write('hello\n');
    expect(await Promise.all([text(link), text(words)])).toEqual(['hello, indeed\n', 'begun\n']);
    expect(await ended).toEqual({ code: 7, signal: null });
  });

  test('has an empty environment', async () => {
    const { words } = await spawner.spawn(shell('unset PWD OLDPWD SHLVL; export -p >&2; echo "$-" >&2'));
    expect(await text(words)).not.toMatch(/export|declare/);
  });

  test('reads what it is given, and reports before it is heard', async () => {
    const bytes = Buffer.from('00ff0a80', 'hex');
    const { link, words, report } = await spawner.spawn({
      ...shell('echo 42 >&5; exec 5>&-; od -An -tx1 <&4 >&2'),
      ...{ input: { descriptor: 4, bytes }, report: 5 },
    });
    expect(report).toBe('42\n');
    link.resume();
    expect((await text(words)).trim()).toBe('00 ff 0a 80');
  });

  test('ends when it is killed', async () => {
    const { pid, ended, link, kill } = await spawner.spawn(ENDLESS);
    link.resume();
    kill();
    expect(await ended).toEqual({ code: null, signal: 'SIGKILL' });
    expect(isRunning(pid)).toBe(false);
  });

  test('is told of as ended when that was before anybody could speak to it', async () => {
    const all = await Promise.all(
      [1, 2, 3, 4].map(code => spawner.spawn({ ...shell(`exit ${code}`), report: 4 })),
    );
    for (const { link } of all) link.resume();
    const ends = await Promise.all(all.map(({ ended }) => ended));
    expect(ends.map(({ code }) => code)).toEqual([1, 2, 3, 4]);
  });

  test('is held by the spawner by its standard error alone, and by nothing when it has ended', async () => {
    const count = (): number => Object.keys(descriptorsOf(spawner.pid!)).length;
    const first = await spawner.spawn(shell('exit'));
    first.link.resume();
    await first.ended;
    const before = count();
    const { link, ended, kill } = await spawner.spawn(WAITING);
    link.resume();
    expect(count()).toBe(before + 1);
    kill();
    await ended;
    expect(count()).toBe(before);
  });
});

test('what cannot be started is refused with the reason, and the next is started', async () => {
  await expect(spawner.spawn({ command: ['/nowhere/at-all'] })).rejects.toThrow('ENOENT');
  const { ended, link } = await spawner.spawn(shell('exit'));
  link.resume();
  expect((await ended).code).toBe(0);
});

describe('a spawner that is killed', () => {
  test('takes with it what it has started, whatever that is doing, and the next is started by another', async () => {
    const all = await Promise.all([spawner.spawn(ENDLESS), spawner.spawn(WAITING)]);
    for (const { link } of all) link.resume();
    const lost = spawner.pid!;
    process.kill(lost, 'SIGKILL');
    const ends = await Promise.all(all.map(({ ended }) => ended));
    expect(ends.map(({ signal }) => signal)).toEqual(['SIGKILL', 'SIGKILL']);
    await expect.poll(() => all.filter(({ pid }) => isRunning(pid)), PATIENT).toEqual([]);
    const { ended, link } = await spawner.spawn(shell('exit 5'));
    link.resume();
    expect(spawner.pid).not.toBe(lost);
    expect((await ended).code).toBe(5);
  });

  test('refuses what it was asked for and had not done', async () => {
    process.kill(spawner.pid!, 'SIGSTOP');
    const asked = spawner.spawn(WAITING);
    process.kill(spawner.pid!, 'SIGKILL');
    await expect(asked).rejects.toThrow('the spawner has ended');
  });
});

test('a spawner that does not answer is replaced', async () => {
  const first = await spawner.spawn(shell('exit'));
  first.link.resume();
  await first.ended;
  await spawner.close();
  spawner = new Spawner(0);
  process.kill(spawner.pid!, 'SIGSTOP');
  await expect(spawner.spawn(WAITING)).rejects.toThrow('the spawner has ended');
});

test('a spawner that is closed leaves nothing running', async () => {
  const { pid, link } = await spawner.spawn(ENDLESS);
  link.resume();
  const spawnerPid = spawner.pid!;
  await spawner.close();
  await expect.poll(() => [pid, spawnerPid].filter(isRunning), PATIENT).toEqual([]);
});

test('a spawner ends, and what it has started, when its host is killed while it hands something over', async () => {
  const host = spawn(process.execPath, [DEAF_HOST], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [printed] = await once(host.stdout, 'data');
  const spawnerPid = Number(String(printed));
  await expect.poll(() => childrenOf(spawnerPid), PATIENT).toHaveLength(1);
  const pids = [spawnerPid, ...childrenOf(spawnerPid)];
  host.kill('SIGKILL');
  try {
    await expect.poll(() => pids.filter(isRunning), PATIENT).toEqual([]);
  } finally {
    for (const pid of pids.filter(isRunning)) process.kill(pid, 'SIGKILL');
  }
});
