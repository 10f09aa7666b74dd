import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../src/client/index.ts';
import { TestHost } from '../src/host/test/harness.ts';
import type { Outcome } from './case.ts';
import { isChromiumInstalled } from './chromium.ts';
import { runSuiteInBrowser } from './in-browser.ts';
import { CASES, runSuite } from './suite.ts';

const run = promisify(execFile);
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The machine's own, where that is a Node.js 20; the tests' is another. */
const oldNode = ['/usr/bin/node', '/usr/local/bin/node'].find(
  path => existsSync(path) && execFileSync(path, ['--version']).toString().startsWith('v20.'),
);

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
  await host.play(await readFile(here('script.js'), 'utf8'));
});
afterAll(() => host.stop());

const server = () => ({ endpoint: '127.0.0.1', port: host.port });

async function outcomes(run: (onOutcome: (outcome: Outcome) => void) => Promise<void>): Promise<Outcome[]> {
  const all: Outcome[] = [];
  await run(outcome => all.push(outcome));
  return all;
}

const allPass = CASES.map(({ name, rule }) => ({ name, rule, failure: undefined }));

describe('the conformance suite passes', () => {
  test('in Node.js', async () => {
    expect(await outcomes(tell => runSuite(server(), tell))).toEqual(allPass);
  }, 60_000);

  test.skipIf(oldNode === undefined)(
    'in Node.js 20, with the package ws',
    async () => {
      // Beside the packages, where it finds ws.
      const bundle = here('../test-output/conformance-node-20.mjs');
      await build({
        ...{ entryPoints: [here('main.ts')], outfile: bundle, bundle: true, format: 'esm', platform: 'node' },
        ...{ target: 'node20', packages: 'external' },
      });
      const { stdout } = await run(oldNode!, [bundle, `ws://127.0.0.1:${host.port}`]);
      expect(stdout.match(/✓/g)).toHaveLength(CASES.length);
    },
    60_000,
  );

  test.skipIf(!isChromiumInstalled)(
    'in Chromium',
    async () => {
      const inBrowser = await outcomes(tell => runSuiteInBrowser(server(), tell));
      expect(inBrowser).toEqual(allPass);
    },
    60_000,
  );
});

test('its command says which rules hold, and exits with 0', async () => {
  const { stdout } = await run(process.execPath, [here('main.ts'), `ws://127.0.0.1:${host.port}`]);
  expect(stdout.match(/✓/g)).toHaveLength(CASES.length);
  expect(stdout).toContain('The server conforms.');
}, 60_000);

test('a client that changes what it sends is found out', async () => {
  const shouting: typeof connect = async options => {
    const client = await connect(options);
    const send = client.send.bind(client) as (...args: unknown[]) => boolean;
    client.send = (opCode: unknown, value?: unknown, options?: unknown) =>
      send(opCode, typeof value === 'string' ? value.toUpperCase() : value, options);
    return client;
  };
  const found = await outcomes(tell => runSuite(server(), tell, shouting));
  const failed = found.filter(({ failure }) => failure !== undefined);
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.length).toBeLessThan(CASES.length);
  expect(failed[0]).toEqual({
    name: 'a message to the server reaches the script, whose answer comes from -1',
    rule: 'protocol',
    failure: 'the answer is {"sender":-1,"value":"HI"}, and should be {"sender":-1,"value":"hi"}',
  });
});
