import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { PlaypenError } from '../src/errors.ts';
import { frameHead, RequestKind } from '../src/isolate/frames.ts';
import { bundleRuntime } from '../src/isolate/runtime-bundle.ts';
import { ISOLATE_FLAGS } from '../src/isolate/sandbox/node-flags.ts';
import { SANDBOX_KINDS } from '../src/isolate/sandbox/sandbox.ts';
import { WorkerLauncher } from '../src/isolate/worker-launch.ts';
import { resolveLimits } from '../src/limits/limits.ts';
import type { Report } from './report/report.ts';
import { summarize } from './report/summary.ts';

const ROUNDS = 9;
const WORKER_FILE = fileURLToPath(new URL('../src/isolate/worker/main.ts', import.meta.url));

interface Launched {
  link: Socket;
  ended: Promise<unknown>;
  kill(): void;
}

type Launch = () => Launched | Promise<Launched>;

/** What one launch took. */
interface Sample {
  readyMs: number;
  /** CPU time of this thread, whose event loop could do nothing else meanwhile. */
  ownCpuMs: number;
}

/** How long a worker takes to be ready, with each sandbox and without any, and what it costs who starts it. */
export async function benchLaunch(report: Report): Promise<void> {
  const runtime = Buffer.from(await bundleRuntime());
  const launchers = await prepareAll(report);
  const launches = new Map<string, Launch>([['no sandbox', launchBare]]);
  for (const [kind, launcher] of launchers) launches.set(kind, () => launcher.launch());
  const samples = new Map<string, Sample[]>([...launches.keys()].map(name => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, launch] of launches) samples.get(name)!.push(await takeSample(launch, runtime));
  }
  await Promise.all([...launchers.values()].map(launcher => launcher.close()));
  const bareMs = summarize(samples.get('no sandbox')!.map(({ readyMs }) => readyMs)).median;
  for (const [name, values] of samples) {
    const readyMs = values.map(sample => sample.readyMs);
    report.row(`worker ready, ${name}`, readyMs, 'ms');
    report.row(`worker ready, ${name}, to no sandbox`, [summarize(readyMs).median / bareMs], '×');
    const by = name === 'no sandbox' ? 'a child of its own' : 'by way of the spawner';
    const ownCpuMs = values.map(sample => sample.ownCpuMs);
    report.row(`CPU time of who starts it, ${by}`, ownCpuMs, 'ms');
  }
}

async function prepareAll(report: Report): Promise<Map<string, WorkerLauncher>> {
  const launchers = new Map<string, WorkerLauncher>();
  for (const kind of SANDBOX_KINDS) {
    try {
      launchers.set(kind, await WorkerLauncher.prepare({ kind }, resolveLimits()));
    } catch (error) {
      if (!(error instanceof PlaypenError)) throw error;
      report.note(`Left out: ${error.message}`);
    }
  }
  return launchers;
}

function launchBare(): Launched {
  const child = spawn(process.execPath, [...ISOLATE_FLAGS, WORKER_FILE], {
    env: {},
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  return {
    link: child.stdio[3] as Socket,
    ended: once(child, 'close'),
    kill: () => child.kill('SIGKILL'),
  };
}

async function takeSample(launch: Launch, runtime: Buffer): Promise<Sample> {
  const startedMs = performance.now();
  const before = process.threadCpuUsage();
  const { link, ended, kill } = await launch();
  const { user, system } = process.threadCpuUsage(before);
  link.write(frameHead(RequestKind.hello, 0, runtime.length));
  link.write(runtime);
  await once(link, 'data');
  const readyMs = performance.now() - startedMs;
  kill();
  await ended;
  return { readyMs, ownCpuMs: (user + system) / 1000 };
}
