import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { getPriority } from 'node:os';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LaunchedProbe } from './test/launched-probe.ts';
import { descriptorsOf, isRunning, limitsOf, outOfMemoryScoreOf, statusOf, threadsOf } from './test/proc.ts';
import { LIMITS, sandboxes } from './test/sandboxes.ts';
import { WorkerLauncher } from './worker-launch.ts';

const THIS_FILE = fileURLToPath(import.meta.url);
const HOST_FILE = fileURLToPath(new URL('./test/launching-host.ts', import.meta.url));
/** The kernel tears a process's namespaces down before it is gone. */
const PATIENT = { timeout: 15_000 };
/** Beyond those that Node marks as closing at its start. */
const LEFT_OPEN = 50;

// Several processes start for each test or two.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe.each(await sandboxes())('a worker in sandbox $name', ({ kind, launcher, hasOwnUser }) => {
  let probe: LaunchedProbe;
  let other: LaunchedProbe;
  beforeAll(async () => {
    if (launcher === undefined) return;
    probe = await LaunchedProbe.launch(launcher);
    other = await LaunchedProbe.launch(launcher);
    // Their answers say that they are confined by now.
    await Promise.all([probe.run(''), other.run('')]);
  });
  afterAll(() => launcher?.close());

  describe.skipIf(launcher === undefined)('as the operating system sees it', () => {
    test('holds no descriptor but its socketpair, the pipe for its last words and what Node makes', () => {
      const { 0: input, 1: output, 2: words, 3: link, ...others } = descriptorsOf(probe.pid);
      expect([input, output]).toEqual(['/dev/null', '/dev/null']);
      expect(words).toMatch(/^socket:/);
      expect(link).toMatch(/^socket:/);
      const hosts = new Set(Object.values(descriptorsOf(process.pid)));
      for (const [descriptor, what] of Object.entries(others)) {
        expect(what, descriptor).toMatch(/^(anon_inode:\[event(poll|fd)\]|pipe:\[\d+\]|\/dev\/null)$/);
        if (what.startsWith('pipe:')) expect(hosts).not.toContain(what);
      }
    });

    describe('and whose host is another process', () => {
      let host: ChildProcess;
      let report: { pid: number; spawnerPid: number; leaks: number[]; inProbe: object };
      beforeAll(async () => {
        const file = openSync(THIS_FILE, 'r');
        const stdio = Array.from({ length: LEFT_OPEN + 1 }, (_, descriptor): 'ignore' | 'pipe' | number => {
          if (descriptor === LEFT_OPEN) return file;
          return descriptor === 1 ? 'pipe' : 'ignore';
        });
        host = spawn(process.execPath, ['--no-warnings', HOST_FILE, kind], { stdio });
        closeSync(file);
        report = (await json(host.stdout!)) as typeof report;
      });
      afterAll(async () => {
        host.kill('SIGKILL');
        if (report && existsSync(`/proc/${report.pid}`)) process.kill(report.pid, 'SIGKILL');
      });

      test('does not inherit what that one was left with by its own parent', () => {
        expect(report.leaks).toContain(LEFT_OPEN);
        expect(report.inProbe).toMatchObject({ [LEFT_OPEN]: '/dev/null' });
        expect(Object.values(report.inProbe)).not.toContain(THIS_FILE);
      });

      test('ends with it, even while it runs a loop without end', async () => {
        const pids = [report.pid, report.spawnerPid];
        expect(pids.filter(isRunning)).toEqual(pids);
        host.kill('SIGKILL');
        await expect.poll(() => pids.filter(isRunning), PATIENT).toEqual([]);
      });
    });

    test('has small limits, with no way to larger ones', () => {
      const isCounted = hasOwnUser || kind === 'bwrap';
      expect(limitsOf(probe.pid)).toMatchObject({
        'Max core file size': ['0', '0'],
        'Max file size': ['0', '0'],
        'Max locked memory': ['0', '0'],
        'Max open files': [`${LIMITS.workerDescriptors}`, `${LIMITS.workerDescriptors}`],
        ...(isCounted ? { 'Max processes': [`${LIMITS.workerThreads}`, `${LIMITS.workerThreads}`] } : {}),
      });
    });

    test('has no capability in any thread, and no way to a new one', () => {
      const threads = threadsOf(probe.pid);
      expect(threads.length).toBeGreaterThan(1);
      for (const thread of threads) {
        expect(statusOf(probe.pid, thread)).toMatchObject({
          CapPrm: '0000000000000000',
          CapEff: '0000000000000000',
          CapAmb: '0000000000000000',
          NoNewPrivs: '1',
        });
      }
    });

    test.skipIf(!hasOwnUser)('has a user and a group that no other has, in all threads', () => {
      const ids = [probe, other].map(({ pid }) => {
        const seen = threadsOf(pid).map(thread => {
          const { Uid, Gid, Groups } = statusOf(pid, thread);
          return `${Uid} ${Gid} ${Groups}`.trim();
        });
        expect(new Set(seen).size).toBe(1);
        const [first, ...more] = seen[0]!.split(/\s+/);
        expect(new Set(more)).toEqual(new Set([first]));
        return Number(first);
      });
      expect(ids[0]).not.toBe(ids[1]);
      expect(Math.min(...ids)).toBeGreaterThan(0);
    });

    const users = { first: 70_000, count: 4_194_304 };

    test.skipIf(!hasOwnUser)('has a user of the range that is asked for', async () => {
      const launcherForRange = await WorkerLauncher.prepare({ kind, users }, LIMITS);
      const third = await LaunchedProbe.launch(launcherForRange);
      await third.run('');
      const id = Number(statusOf(third.pid).Uid!.split(/\s/)[0]);
      await launcherForRange.close();
      expect(id).toBeGreaterThanOrEqual(users.first);
      expect(id).toBeLessThan(users.first + users.count);
    });

    test.skipIf(hasOwnUser)(
      'does not start when a range is asked for and the host may not change users',
      async () => {
        const launcherForRange = WorkerLauncher.prepare({ kind, users }, LIMITS);
        await expect(launcherForRange).rejects.toMatchObject({ code: 'sandbox_unavailable' });
      },
    );

    test('ends before the host when memory is short', () => {
      expect(outOfMemoryScoreOf(probe.pid)).toBe(1_000);
    });

    test('goes behind the host in every thread, from when it is told to', () => {
      other.stepBack();
      expect(threadsOf(other.pid).map(thread => getPriority(thread))).toEqual(
        threadsOf(other.pid).map(() => 5),
      );
    });

    test('ends with the process that is its handle', async () => {
      const third = await LaunchedProbe.launch(launcher!);
      await third.run('');
      const { pid } = third;
      await third.stop();
      await expect.poll(() => existsSync(`/proc/${pid}`), PATIENT).toBe(false);
    });
  });
});
