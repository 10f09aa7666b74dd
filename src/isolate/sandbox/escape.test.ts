import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PACKAGE_ROOT } from '../../package-files.ts';
import { ACTS } from '../test/acts.ts';
import { LaunchedProbe } from '../test/launched-probe.ts';
import { NATIVE_CODE_FLAG } from '../test/native-code.ts';
import { LIMITS, sandboxes } from '../test/sandboxes.ts';

const HERE = -100;
const WRITE_ONLY_NEW = 0o301;

const folder = mkdtempSync(join(tmpdir(), 'playpen-escape-'));
const secret = join(folder, 'secret.txt');
const target = join(folder, 'target');
const addon = join(folder, 'addon.node');
let server: Server;
let port: number;
beforeAll(async () => {
  writeFileSync(secret, 'secret', { mode: 0o600 });
  copyFileSync(isolatedVmAddon(), addon);
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as { port: number }).port;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function isolatedVmAddon(): string {
  const root = join(createRequire(import.meta.url).resolve('isolated-vm/package.json'), '..');
  const prebuilds = join(root, 'prebuilds', `linux-${process.arch}`);
  const name = readdirSync(prebuilds).find(file => file.includes(`abi${process.versions.modules}.`));
  return join(prebuilds, name!);
}

// Several processes start for each test or two.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe.each(await sandboxes())('a worker in sandbox $name', ({ kind, launcher, hasOwnUser }) => {
  let probe: LaunchedProbe;
  let other: LaunchedProbe;
  let native: LaunchedProbe;
  beforeAll(async () => {
    if (launcher === undefined) return;
    probe = await LaunchedProbe.launch(launcher);
    other = await LaunchedProbe.launch(launcher);
    if (NATIVE_CODE_FLAG !== undefined) native = await LaunchedProbe.launchNative(launcher);
    // Their answers say that they are confined by now.
    await Promise.all([probe.run(''), other.run('')]);
  });
  afterAll(() => launcher?.close());

  function given(): object {
    return {
      ...{ secret, target, addon, port, hostPid: process.pid, otherPid: other.pid },
      source: fileURLToPath(import.meta.url),
      packageFile: fileURLToPath(new URL('package.json', PACKAGE_ROOT)),
    };
  }

  describe.skipIf(launcher === undefined)('whose main context is taken over', () => {
    test.each(ACTS)('cannot %s', async (_, program, code) => {
      const outcome = await probe.run(program, given());
      expect(outcome).toMatchObject({
        threw:
          code === undefined
            ? { message: expect.stringContaining('not a function') }
            : { code: expect.stringMatching(code) },
      });
      expect(existsSync(target)).toBe(false);
    });

    test('ends itself when it changes a flag of V8', async () => {
      const doomed = await LaunchedProbe.launch(launcher!);
      const outcome = doomed.run("require('node:v8').setFlagsFromString('--allow-natives-syntax')");
      await expect(outcome).rejects.toThrow('the probe has ended');
    });

    test('finds nothing in its environment but the time zone', async () => {
      const outcome = await probe.run('return Object.keys(process.env)');
      expect(outcome).toEqual({ returned: kind === 'bwrap' ? ['TZ'] : [] });
    });

    test('reads the local time of the host', async () => {
      const outcome = await probe.run('return new Date(2020, 6, 1).toString()');
      expect(outcome).toEqual({ returned: new Date(2020, 6, 1).toString() });
    });
  });

  describe.skipIf(launcher === undefined || NATIVE_CODE_FLAG === undefined)('that runs native code', () => {
    const isApart = kind === 'bwrap' || hasOwnUser;
    const isBehindFilter = kind === 'bwrap';

    test('makes system calls in this test', async () => {
      expect(await native.syscall('openat', HERE, '/nowhere', 0)).toBe('ENOENT');
    });

    test.skipIf(!isApart)('cannot signal the host, its own parent or another worker', async () => {
      for (const pid of [process.pid, launcher!.spawnerPid!, other.pid])
        expect(await native.syscall('kill', pid, 0)).toMatch(/^(EPERM|ESRCH)$/);
    });

    test.skipIf(!isApart)(
      'cannot trace the host, its own parent or another worker, or open what is theirs',
      async () => {
        const attach = 16;
        for (const pid of [process.pid, launcher!.spawnerPid!, other.pid]) {
          expect(await native.syscall('ptrace', attach, pid, 0, 0)).toMatch(/^(EPERM|ESRCH)$/);
          for (const file of ['environ', 'mem', 'fd/0', 'fd/3']) {
            expect(await native.syscall('openat', HERE, `/proc/${pid}/${file}`, 0)).toMatch(
              /^(EACCES|ENOENT)$/,
            );
          }
        }
      },
    );

    test.skipIf(!isApart)("cannot read a file of the host's user", async () => {
      expect(await native.syscall('openat', HERE, secret, 0)).toMatch(/^(EACCES|ENOENT)$/);
    });

    test('cannot become root', async () => {
      if (process.getuid!() === 0 && !hasOwnUser) return;
      expect(await native.syscall('setuid', 0)).toMatch(/^(EPERM|EINVAL)$/);
    });

    test('cannot write a byte into a file, even where it may make one', async () => {
      const descriptor = await native.syscall('openat', HERE, target, WRITE_ONLY_NEW, 0o600);
      if (isApart) expect(descriptor).toMatch(/^(EACCES|ENOENT|EROFS)$/);
      else expect(descriptor).toBeGreaterThan(2);
      if (typeof descriptor !== 'number') return;
      await native.syscall('write', descriptor, 'x', 1).catch(() => 'killed');
      expect(statSync(target).size).toBe(0);
      rmSync(target);
      native = await LaunchedProbe.launchNative(launcher!);
    });

    test.skipIf(!isApart)('cannot start more processes than its limit', async () => {
      // A child ends at once, but counts until it is waited for, which nobody does here.
      const count = await native.run(
        `
        let count = 0;
        for (; count < 2 * given; count++) {
          const pid = syscall('fork', 0, 0, 0, 0, 0);
          if (pid === 0) syscall('exit_group', 0);
          if (typeof pid === 'string') return [count, pid];
        }
        return [count, 'no error'];`,
        LIMITS.workerThreads,
      );
      const [started, error] = (count as { returned: [number, string] }).returned;
      expect(error).toBe(isBehindFilter ? 'EPERM' : 'EAGAIN');
      expect(started).toBeLessThan(isBehindFilter ? 1 : LIMITS.workerThreads);
    });

    test.skipIf(!isBehindFilter).each([
      ['make a socket', 'socket', [2, 1, 0]],
      ['make a local socket', 'socket', [1, 1, 0]],
      ['make a namespace', 'unshare', [0x1000_0000]],
      ['load a program into the kernel', 'bpf', [0, 0, 0]],
      ['handle page faults', 'userfaultfd', [0]],
      ['make an io_uring', 'io_uring_setup', [1, 0]],
      ["read another process's memory", 'process_vm_readv', [1, 0, 0, 0, 0, 0]],
      ['take a handle of a process', 'pidfd_open', [1, 0]],
    ] as const)('cannot %s', async (_, call, args) => {
      expect(await native.syscall(call, ...args)).toBe('EPERM');
    });

    test.skipIf(!isBehindFilter)('sees no file of the system', async () => {
      for (const path of ['/etc/passwd', '/etc/hosts', '/proc/self/status', '/var', '/sys', '/usr/bin/env']) {
        expect(await native.syscall('openat', HERE, path, 0), path).toMatch(/^(EACCES|ENOENT)$/);
      }
    });
  });
});
