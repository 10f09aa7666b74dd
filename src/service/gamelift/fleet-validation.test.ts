import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { TestHost } from '../../host/test/harness.ts';
import { FleetBench, HONEST, zipOf } from './test/fleet-bench.ts';

let host: TestHost;
let bench: FleetBench;

beforeAll(async () => {
  host = await TestHost.start({ limits: { startMs: 3_000 } });
});
afterAll(() => host.stop());
beforeEach(async () => {
  bench = await FleetBench.open();
  bench.check = (script, trust) => host.host.checkScript(script, 'strict', trust);
  return () => bench.store.close();
});

it.each<[string, string, string | undefined, RegExp | undefined]>([
  ['is evaluated', HONEST, undefined, undefined],
  [
    'throws',
    "\n\nthrow new Error('by the author');",
    'FLEET_VALIDATION_EXECUTABLE_RUNTIME_FAILURE',
    /by the author.*server\.js:3:7.*\n {2}3 \| throw new Error/s,
  ],
  ['does not end', '\nfor (;;) {}', 'FLEET_VALIDATION_TIMED_OUT', /server\.js:2:1/],
])('in a script worker, the script of a new fleet %s', async (_, source, code, text) => {
  const { id, status } = await bench.fleet(await bench.script({ 'server.js': source }));
  expect(status).toBe(code === undefined ? 'ACTIVE' : 'ERROR');
  const failure = (await bench.events(id)).find(event => event.code.startsWith('FLEET_VALIDATION_'));
  expect(failure?.code).toBe(code);
  if (text !== undefined) expect(failure?.message).toMatch(text);
});

it('a content that a script worker cannot evaluate is refused, with the place in the file', async () => {
  const ScriptId = await bench.script();
  await bench.fleet(ScriptId);
  const update = bench.call('UpdateScript', {
    ScriptId,
    ZipFile: zipOf({ 'server.js': 'exports.ssExports = {};\nundefined.x;' }),
  });
  await expect(update).rejects.toMatchObject({
    type: 'InvalidRequestException',
    message: expect.stringMatching(/server\.js:2:\d+/),
  });
});
