import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PlaypenError } from '../errors.ts';
import { CatalogBench, scriptOf } from './test/catalog-bench.ts';
import { Isolates } from './test/isolates.ts';
import { ScriptFolder } from './test/script-folder.ts';

describe('a publication', () => {
  it('is current once it was checked, and says what it replaces', async () => {
    await using bench = new CatalogBench();
    const currentDuringChecks: unknown[] = [];
    bench.check = () => void currentDuringChecks.push(bench.catalog.current?.label);
    await bench.publish('one');
    bench.write('two');
    const { outcome, version, previous, inputs, tookMs } = await bench.catalog.publish(
      bench.folder.path,
      'two',
    );
    expect(currentDuringChecks).toEqual([undefined, 'one']);
    expect(outcome).toBe('current');
    expect(version).toMatchObject({ label: 'two', source: bench.folder.path, warnings: [] });
    expect(version.code).toContain('"two"');
    expect(bench.catalog.current).toBe(version);
    expect(previous).toMatchObject({ label: 'one' });
    expect(previous).not.toHaveProperty('code');
    expect(inputs).toEqual([bench.folder.at('index.js')]);
    expect(tookMs).toBeGreaterThan(0);
    expect(bench.changes).toEqual([
      ['one', undefined],
      ['two', 'one'],
    ]);
  });

  it('of what is current changes nothing, and is not checked', async () => {
    await using bench = new CatalogBench();
    const first = await bench.publish('one');
    const { outcome, version, previous } = await bench.catalog.publish(bench.folder.path);
    expect({ outcome, previous }).toEqual({ outcome: 'unchanged', previous: undefined });
    expect(version).toBe(first);
    expect(bench.checked).toEqual([first.hash]);
    expect(bench.changes).toHaveLength(1);
    expect(bench.listed).toEqual(['[one]']);
  });

  it('of what is current with another label gives it that label', async () => {
    await using bench = new CatalogBench();
    const { hash } = await bench.publish('one');
    const { outcome, version } = await bench.catalog.publish(bench.folder.path, 'uno');
    expect({ outcome, label: version.label }).toEqual({ outcome: 'unchanged', label: 'uno' });
    expect(bench.catalog.current).toBe(version);
    expect(bench.listed).toEqual(['[uno]']);
    expect(await bench.store.get(hash)).toMatchObject({ label: 'uno' });
  });

  it('of what was current once makes that current again, as the newest, without another check', async () => {
    await using bench = new CatalogBench();
    const one = await bench.publish('one');
    const two = await bench.publish('two');
    bench.write('one');
    const { outcome, version, previous } = await bench.catalog.publish(bench.folder.path);
    expect(outcome).toBe('current');
    expect(version).toMatchObject({ hash: one.hash, label: 'one', createdAt: one.createdAt });
    expect(previous?.hash).toBe(two.hash);
    expect(bench.checked).toEqual([one.hash, two.hash]);
    expect(bench.listed).toEqual(['[one]', 'two']);
  });

  it('never overlaps another, and all of them end up in the order they were asked for', async () => {
    await using bench = new CatalogBench();
    let running = 0;
    bench.check = async () => {
      running += 1;
      expect(running).toBe(1);
      await new Promise(setImmediate);
      running -= 1;
    };
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) bench.folder.write(`${name}.js`, scriptOf(name));
    await Promise.all(names.map(name => bench.catalog.publish(bench.folder.at(`${name}.js`), name)));
    expect(bench.changes.map(([label]) => label)).toEqual(names);
    expect(bench.listed).toEqual(['[e]', 'd', 'c', 'b', 'a']);
  });

  it('is refused when too many wait', async () => {
    await using bench = new CatalogBench({ publishesWaiting: 2 });
    const checking = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    bench.check = () => {
      checking.resolve();
      return release.promise;
    };
    const running = bench.publish('one');
    await checking.promise;
    const waiting = [1, 2].map(() => bench.catalog.publish(bench.folder.path));
    await expect(bench.catalog.publish(bench.folder.path)).rejects.toMatchObject({ code: 'publish_busy' });
    release.resolve();
    await running;
    expect((await Promise.all(waiting)).map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged']);
  });

  it('is refused after the catalog was closed, which waits for the one that runs', async () => {
    const bench = new CatalogBench();
    const running = bench.publish('one');
    const closed = bench[Symbol.asyncDispose]();
    await expect(bench.catalog.publish(bench.folder.path)).rejects.toMatchObject({ code: 'server_shutdown' });
    expect((await running).label).toBe('one');
    await closed;
  });

  it('follows the ones before it in time, whatever the clock says', async () => {
    await using bench = new CatalogBench();
    const one = await bench.publish('one');
    bench.nowMs -= 3_600_000;
    const two = await bench.publish('two');
    expect(Date.parse(two.publishedAt)).toBeGreaterThan(Date.parse(one.publishedAt));
    expect(bench.listed).toEqual(['[two]', 'one']);
  });
});

describe('a publication that fails', () => {
  it.each([
    ['cannot be bundled', 'exports.ssExports = {', 'script_invalid'],
    ['is too large to be stored', `exports.x = "${'x'.repeat(5_000)}";`, 'script_invalid'],
  ])('because it %s leaves everything as it was', async (_, script, code) => {
    await using bench = new CatalogBench({ storedVersionBytes: 5_000 });
    const one = await bench.publish('one');
    bench.folder.write('index.js', script);
    await expect(bench.catalog.publish(bench.folder.path)).rejects.toMatchObject({ code });
    expect(bench.catalog.current).toBe(one);
    expect(bench.listed).toEqual(['[one]']);
    expect(bench.changes).toHaveLength(1);
  });

  it('its check leaves everything as it was, and is checked again when it is published again', async () => {
    await using bench = new CatalogBench();
    const one = await bench.publish('one');
    const refusal = new PlaypenError('script_failed', 'no place');
    bench.check = () => Promise.reject(refusal);
    await expect(bench.publish('two')).rejects.toMatchObject({ code: 'script_failed', detail: 'no place' });
    await expect(bench.publish('two')).rejects.toMatchObject({ cause: refusal });
    expect(bench.catalog.current).toBe(one);
    expect(bench.listed).toEqual(['[one]']);
    bench.check = () => {};
    await bench.publish('two');
    expect(bench.listed).toEqual(['[two]', 'one']);
  });

  it('does not keep the next one from succeeding', async () => {
    await using bench = new CatalogBench();
    const failing = bench.catalog.publish(bench.folder.at('nothing.js'));
    const fine = bench.publish('one');
    await expect(failing).rejects.toMatchObject({ code: 'script_not_found' });
    expect((await fine).label).toBe('one');
  });
});

describe('a script that cannot be loaded in a real isolate', () => {
  let isolates: Isolates;
  beforeAll(async () => {
    isolates = await Isolates.start();
  });
  afterAll(() => isolates.close());

  it('is reported by its own file, line and column, with the code there', async () => {
    await using bench = new CatalogBench();
    bench.check = async ({ code }) => {
      const { failure } = await isolates.run(code);
      if (failure !== undefined) throw new PlaypenError('script_failed', failure);
    };
    using folder = new ScriptFolder({
      'index.ts': "import { hp } from './rules.ts';\nexport const ssExports = { init() {}, hp: hp({}) };\n",
      'rules.ts':
        "import deep from 'deep';\ntype Rules = { hp?: { max: number } };\n\n" +
        'export const hp = (r: Rules): number => deep(() => r.hp!.max);\n',
      'node_modules/deep/index.js': 'module.exports = f => [0].map(() => f())[0];\n',
    });
    const error: unknown = await bench.catalog.publish(folder.path).catch(caught => caught);
    expect(error).toMatchObject({ code: 'script_failed' });
    const { detail } = error as PlaypenError;
    expect(detail).not.toContain('playpen-script.js');
    expect(detail).toContain('node_modules/deep/index.js:1:');
    const line = 'export const hp = (r: Rules): number => deep(() => r.hp!.max);';
    const column = line.indexOf('max');
    const frame = [`rules.ts:4:${column + 1}`, `  4 | ${line}`, `    | ${' '.repeat(column)}^`];
    expect(detail.split('\n').slice(-4)).toEqual(['', ...frame]);
  });
});

describe('activating', () => {
  it('brings an older version back, by its hash or a beginning of it, without publishing it anew', async () => {
    await using bench = new CatalogBench();
    const one = await bench.publish('one');
    const two = await bench.publish('two');
    expect(await bench.catalog.activate(one.hash.slice(0, 12).toUpperCase())).toEqual(one);
    expect(bench.catalog.current).toEqual(one);
    expect(bench.listed).toEqual(['two', '[one]']);
    await bench.catalog.activate(two.hash);
    expect(bench.listed).toEqual(['[two]', 'one']);
    expect(bench.changes.slice(2)).toEqual([
      ['one', 'two'],
      ['two', 'one'],
    ]);
  });

  it('what is current already changes nothing', async () => {
    await using bench = new CatalogBench();
    const one = await bench.publish('one');
    expect(await bench.catalog.activate(one.hash)).toBe(one);
    expect(bench.changes).toHaveLength(1);
  });

  it('refuses what names no version, or more than one', async () => {
    await using bench = new CatalogBench({ scriptVersionsKept: 20 });
    // Among seventeen hashes two begin with the same digit.
    for (let number = 0; number < 17; number += 1) await bench.publish(`${number}`);
    const first = bench.catalog.list().map(({ hash }) => hash[0]!);
    const twice = first.find((digit, index) => first.indexOf(digit) !== index)!;
    await expect(bench.catalog.activate(twice)).rejects.toMatchObject({ code: 'version_ambiguous' });
    for (const name of ['', 'x', 'f'.repeat(64)]) {
      await expect(bench.catalog.activate(name)).rejects.toMatchObject({ code: 'version_not_found' });
    }
    expect(bench.catalog.current?.label).toBe('16');
  });
});

describe('retention', () => {
  it('keeps the newest publications, the current one, and those that sessions run', async () => {
    await using bench = new CatalogBench({ scriptVersionsKept: 2 });
    const one = await bench.publish('one');
    bench.inUse.add(one.hash);
    for (const content of ['two', 'three', 'four']) await bench.publish(content);
    expect(bench.listed).toEqual(['[four]', 'three', 'one']);
    await bench.catalog.activate(one.hash);
    bench.inUse.clear();
    await bench.catalog.prune();
    expect(bench.listed).toEqual(['four', 'three', '[one]']);
    await bench.catalog.activate(bench.catalog.list()[0]!.hash);
    expect(bench.listed).toEqual(['[four]', 'three']);
    expect(await bench.catalog.get(one.hash)).toBeUndefined();
  });

  it('lets go of a version when told that its last session has ended', async () => {
    await using bench = new CatalogBench({ scriptVersionsKept: 1 });
    const one = await bench.publish('one');
    bench.inUse.add(one.hash);
    await bench.publish('two');
    expect(await bench.catalog.get(one.hash)).toEqual(one);
    bench.inUse.clear();
    await bench.catalog.prune();
    expect(bench.listed).toEqual(['[two]']);
  });

  it('takes one turn however many ask for it, while publications wait', async () => {
    await using bench = new CatalogBench({ scriptVersionsKept: 1, publishesWaiting: 3 });
    const one = await bench.publish('one');
    bench.inUse.add(one.hash);
    const publishing = bench.publish('two');
    bench.inUse.clear();
    const prunes = Array.from({ length: 50 }, () => bench.catalog.prune());
    await Promise.all([publishing, ...prunes]);
    expect(bench.listed).toEqual(['[two]']);
    await bench.catalog.prune();
  });
});

it('a version that was published for another profile is listed, and not run', async () => {
  await using standard = new CatalogBench();
  const one = await standard.publish('one');
  await using strict = new CatalogBench({}, standard.store, 'strict');
  await strict.catalog.open();
  expect(strict.catalog.current).toBeUndefined();
  await expect(strict.catalog.activate(one.hash)).rejects.toMatchObject({
    code: 'version_not_found',
    detail: expect.stringMatching(/standard profile.*publish it again/),
  });
  const again = await strict.publish('one');
  expect(again.hash).not.toBe(one.hash);
  expect(strict.checked).toEqual([again.hash]);
  expect(strict.catalog.list().map(({ hash }) => hash)).toEqual([again.hash, one.hash]);
});

it('a catalog that is opened on a store has its current version', async () => {
  await using before = new CatalogBench();
  const one = await before.publish('one');
  await before.publish('two');
  await before.catalog.activate(one.hash);
  await using after = new CatalogBench({}, before.store);
  expect(after.catalog.current).toBeUndefined();
  await after.catalog.open();
  expect(after.catalog.current).toEqual(one);
  expect(after.listed).toEqual(['two', '[one]']);
});
