import { type ChildProcess, spawn } from 'node:child_process';
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
import { printRow, summarize } from './report.ts';

const ROUNDS = 9;
const WORKER_FILE = fileURLToPath(new URL('../src/isolate/worker/main.ts', import.meta.url));

type Launch = () => { child: ChildProcess; link: Socket };

/** How long a worker takes to be ready, with each sandbox and without any. */
export async function benchLaunch(): Promise<void> {
  const runtime = Buffer.from(await bundleRuntime());
  const launches = await prepareAll();
  const times = new Map<string, number[]>([...launches.keys()].map(name => [name, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, launch] of launches) times.get(name)!.push(await timeToReadyMs(launch, runtime));
  }
  const bareMs = summarize(times.get('no sandbox')!).median;
  for (const [name, values] of times) {
    printRow(`worker ready, ${name}`, values, 'ms');
    console.log(`  ${(summarize(values).median / bareMs).toFixed(2)} times the time without a sandbox`);
  }
}

async function prepareAll(): Promise<Map<string, Launch>> {
  const launches = new Map<string, Launch>([['no sandbox', launchBare]]);
  for (const kind of SANDBOX_KINDS) {
    try {
      const launcher = await WorkerLauncher.prepare({ kind }, resolveLimits());
      launches.set(kind, () => launcher.launch());
    } catch (error) {
      if (!(error instanceof PlaypenError)) throw error;
      console.log(`left out: ${error.message}`);
    }
  }
  return launches;
}

function launchBare(): ReturnType<Launch> {
  const child = spawn(process.execPath, [...ISOLATE_FLAGS, WORKER_FILE], {
    env: {},
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  return { child, link: child.stdio[3] as Socket };
}

async function timeToReadyMs(launch: Launch, runtime: Buffer): Promise<number> {
  const startedMs = performance.now();
  const { child, link } = launch();
  link.write(frameHead(RequestKind.hello, 0, runtime.length));
  link.write(runtime);
  await once(link, 'data');
  const tookMs = performance.now() - startedMs;
  child.kill('SIGKILL');
  await once(child, 'close');
  return tookMs;
}
