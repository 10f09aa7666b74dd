import { beforeEach, describe, expect, it, vi } from 'vitest';
import { BUNDLE_FORMAT } from '../../scripts/script-bundle.ts';
import type { FleetRecord } from '../../store/records.ts';
import { FleetBench, HONEST, processes, zipOf } from './test/fleet-bench.ts';

const THROWING = "\n\nexports.f = () => { throw new Error('x'); };\n";
let bench: FleetBench;

beforeEach(async () => {
  bench = await FleetBench.open();
  return () => bench.store.close();
});

async function fleetOf(files: Record<string, string>, ...launchPaths: string[]): Promise<FleetRecord> {
  const RuntimeConfiguration = processes(...launchPaths);
  return bench.fleet(await bench.script(files), { RuntimeConfiguration });
}

async function contentOf({ scriptId }: FleetRecord): Promise<string> {
  return (await bench.store.get('script', 'a', scriptId!))!.contentHash;
}

describe('what the game sessions of a fleet run', () => {
  it('maps stacks to the files of the author', async () => {
    const { code, mapStack } = await bench.library.current(
      await fleetOf({ 'lib/f.js': THROWING, 'server.js': "require('./lib/f');" }, 'server.js'),
    );
    // The runtime evaluates a bundle below one line of its own.
    const line = 2 + code.split('\n').findIndex(text => text.includes('new Error'));
    expect(mapStack(`at f (playpen-script.js:${line}:20)`)).toMatch(/^at f \(lib\/f\.js:3:\d+\)$/);
  });

  it('is that of the first server process, when there are others', async () => {
    const files = { 'a.js': 'exports.a = 1;', 'b.js': 'exports.b = 1;' };
    const { code } = await bench.library.current(await fleetOf(files, '/local/game/b.js', 'a.js'));
    expect(code).toContain('exports.b');
    expect(code).not.toContain('exports.a');
  });

  it.each(['server.js', 'my game/server.js', '/local/game/my game/server.js'])(
    'is found as %s in a zip file that holds one folder',
    async launchPath => {
      const files = { 'my game/server.js': "require('./lib/a');", 'my game/lib/a.js': 'exports.a = 1;' };
      const fleet = await fleetOf(files, launchPath);
      expect(fleet.status).toBe('ACTIVE');
      expect((await bench.library.current(fleet)).code).toContain('exports.a');
    },
  );

  it('is not found outside of the zip file, whatever its files say', async () => {
    const fleet = await fleetOf({ 'server.js': "require('../../etc/hostname');" }, 'server.js');
    expect(fleet.status).toBe('ERROR');
  });
});

describe('the library of scripts', () => {
  it('bundles a content once for all fleets that come at once, and gives them the same', async () => {
    const script = await bench.script();
    const fleets = await Promise.all([1, 2, 3, 4].map(() => bench.fleet(script)));
    const running = await Promise.all(fleets.map(fleet => bench.library.current(fleet)));
    expect(new Set(running).size).toBe(1);
    expect(bench.bundler.entries).toEqual(['server.js']);
  });

  it('keeps scripts of the same content apart, so that each answers for what it costs', async () => {
    const [one, two] = [
      await fleetOf({ 'server.js': HONEST }, 'server.js'),
      await fleetOf({ 'server.js': HONEST }, 'server.js'),
    ];
    const scripts = [await bench.library.current(one), await bench.library.current(two)];
    expect(scripts.map(({ scriptId }) => scriptId)).toEqual([one.scriptId, two.scriptId]);
    expect(bench.bundler.entries).toEqual(['server.js']);
  });

  it('reads its bundles after a restart, and makes those anew that are damaged', async () => {
    const fleet = await fleetOf({ 'server.js': HONEST }, 'server.js');
    const before = await bench.library.current(fleet);
    const read = await FleetBench.open({}, bench.store);
    expect(await read.library.current(fleet)).toMatchObject({ hash: before.hash, code: before.code });
    expect(read.bundler.entries).toEqual([]);
    const name = `${await contentOf(fleet)}/strict/${BUNDLE_FORMAT}/server.js`;
    await bench.store.putBlob(name, Buffer.from('{"entry":'));
    const mended = await FleetBench.open({}, bench.store);
    expect((await mended.library.current(fleet)).hash).toBe(before.hash);
    expect(mended.bundler.entries).toEqual(['server.js']);
  });

  it('holds no more than its limit, and reads again what it forgot', async () => {
    bench = await FleetBench.open({ loadedScriptBytes: 1800 });
    const big = (name: string) => ({ 'server.js': `exports.${name} = '${'x'.repeat(600)}';` });
    const [one, two] = [await fleetOf(big('one'), 'server.js'), await fleetOf(big('two'), 'server.js')];
    const first = await bench.library.current(one);
    expect(await bench.library.current(one)).toBe(first);
    await bench.library.current(two);
    const again = await bench.library.current(one);
    expect(again).not.toBe(first);
    expect(again.hash).toBe(first.hash);
  });

  it('lets running game sessions have what was replaced', async () => {
    const fleet = await fleetOf({ 'server.js': THROWING }, 'server.js');
    const { code, mapStack } = await bench.library.current(fleet);
    const ZipFile = zipOf({ 'server.js': HONEST });
    await bench.call('UpdateScript', { ScriptId: fleet.scriptId!, ZipFile });
    const line = 2 + code.split('\n').findIndex(text => text.includes('new Error'));
    expect(mapStack(`playpen-script.js:${line}:22`)).toMatch(/^server\.js:3:\d+$/);
  });

  it('gives the new content when the old one is replaced while it is being loaded', async () => {
    const script = await bench.script();
    const record = (await bench.store.get('script', 'a', script))!;
    const { FleetAttributes } = await bench.create(script);
    await bench.lifecycle.settled();
    const fleet = await bench.record(FleetAttributes!.FleetId!);
    const late = await FleetBench.open({}, bench.store);
    await bench.call('UpdateScript', { ScriptId: script, ZipFile: zipOf({ 'server.js': THROWING }) });
    // As it was read before the update, once.
    vi.spyOn(bench.store, 'get').mockResolvedValueOnce(record);
    expect((await late.library.current(fleet)).code).toContain('throw');
  });

  it('keeps nothing of a content that is removed while it is being bundled', async () => {
    const script = await bench.script();
    const contentHash = (await bench.store.get('script', 'a', script))!.contentHash;
    const { bundle } = bench.bundler;
    vi.spyOn(bench.bundler, 'bundle').mockImplementationOnce(async (...parameters) => {
      const bundled = await bundle.apply(bench.bundler, parameters);
      await bench.call('DeleteScript', { ScriptId: script });
      return bundled;
    });
    const fleet = { tenantId: 'a', scriptId: script, runtimeConfiguration: processes('server.js') };
    expect((await bench.library.current(fleet as FleetRecord)).scriptId).toBe(script);
    expect(await bench.store.getBlob(contentHash)).toBeUndefined();
    expect(await bench.store.getBlob(`${contentHash}/strict/${BUNDLE_FORMAT}/server.js`)).toBeUndefined();
  });

  it('says so when a script is gone', async () => {
    const fleet = await fleetOf({ 'server.js': HONEST }, 'server.js');
    await bench.store.remove('script', 'a', fleet.scriptId!);
    await expect(bench.library.current(fleet)).rejects.toMatchObject({ code: 'script_not_found' });
  });
});
