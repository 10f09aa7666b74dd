import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { PlaypenError } from '../../../errors.ts';
import { BUNDLE_FORMAT } from '../../../scripts/script-bundle.ts';
import { zip } from '../../../scripts/test/zip.ts';
import { FleetBench, HONEST, processes, zipOf } from '../test/fleet-bench.ts';

const UNKNOWN = 'script-00000000-0000-0000-0000-000000000000';
const OTHER = 'exports.ssExports = { init() { return 2; } };\n';
let bench: FleetBench;

beforeEach(async () => {
  bench = await FleetBench.open();
  return () => bench.store.close();
});

async function contentHash(scriptId: string): Promise<string> {
  return (await bench.store.get('script', 'a', scriptId))!.contentHash;
}

describe('CreateScript', () => {
  it('answers the script, which DescribeScript then gives by id and by ARN', async () => {
    const ZipFile = zipOf({ 'server.js': HONEST });
    const { Script } = await bench.call('CreateScript', {
      ...{ ZipFile, Name: 'arena', Version: '7', NodeJsVersion: '24.x' },
      Tags: [{ Key: 'team', Value: 'red' }],
    });
    expect(Script).toEqual({
      ScriptId: expect.stringMatching(/^script-[0-9a-f-]{36}$/),
      ScriptArn: `arn:aws:gamelift:eu-west-1::script/${Script!.ScriptId}`,
      ...{ Name: 'arena', Version: '7', NodeJsVersion: '24.x', SizeOnDisk: ZipFile.byteLength },
      CreationTime: new Date(bench.nowMs),
    });
    for (const ScriptId of [Script!.ScriptId!, Script!.ScriptArn!]) {
      expect(await bench.call('DescribeScript', { ScriptId })).toEqual({ Script });
    }
    expect(await bench.store.getTags('a', Script!.ScriptArn!)).toEqual({ team: 'red' });
  });

  it('needs neither a name nor a version, and says 10.x for itself', async () => {
    const { Script } = await bench.call('CreateScript', { ZipFile: zipOf({ 'server.js': HONEST }) });
    expect(Script).toMatchObject({ Name: undefined, Version: undefined, NodeJsVersion: '10.x' });
  });

  const ZipFile = zipOf({ 'server.js': HONEST });
  it.each<[string, object]>([
    ['no content', {}],
    ['an S3 bucket', { StorageLocation: { Bucket: 'b', Key: 'k', RoleArn: 'r' } }],
    ['both sources', { ZipFile, StorageLocation: { Bucket: 'b', Key: 'k', RoleArn: 'r' } }],
    ['a version of Node.js that is not offered', { ZipFile, NodeJsVersion: '18.x' }],
    ['what is no zip file', { ZipFile: Buffer.from('exports.ssExports = {};') }],
    ['half a zip file', { ZipFile: ZipFile.subarray(0, ZipFile.length / 2) }],
    ['a path that leads out', { ZipFile: zip([['../server.js', HONEST]]) }],
    ['an absolute path', { ZipFile: zip([['/server.js', HONEST]]) }],
    ['an encrypted file', { ZipFile: zip([{ name: 'server.js', contents: HONEST, isEncrypted: true }]) }],
    ['more than 5,000,000 bytes', { ZipFile: new Uint8Array(5_000_001) }],
  ])('refuses %s with InvalidRequestException, and keeps nothing', async (_, input) => {
    await expect(bench.call('CreateScript', input)).rejects.toMatchObject({
      type: 'InvalidRequestException',
    });
    expect((await bench.call('ListScripts', {})).Scripts).toEqual([]);
  });

  it('refuses a zip file that unpacks to more than is allowed', async () => {
    bench = await FleetBench.open({ scriptSourceBytes: 10_000 });
    const ZipFile = zip([{ name: 'server.js', contents: 'a'.repeat(20_000), claimedBytes: 10 }]);
    await expect(bench.call('CreateScript', { ZipFile })).rejects.toMatchObject({
      type: 'InvalidRequestException',
    });
  });

  it('refuses bad tags with TaggingFailedException', async () => {
    const Tags = [{ Key: 'aws:x', Value: '' }];
    await expect(bench.call('CreateScript', { ZipFile, Tags })).rejects.toMatchObject({
      type: 'TaggingFailedException',
    });
  });

  it('refuses one more than the quota of the tenant, and no other tenant', async () => {
    bench = await FleetBench.open({ scriptsPerTenant: 1 });
    await bench.script();
    await expect(bench.script({ 'server.js': OTHER })).rejects.toMatchObject({
      type: 'InvalidRequestException',
    });
    await bench.script({ 'server.js': OTHER }, 'b');
  });
});

describe('a script that there is not', () => {
  it.each([
    ['DescribeScript', { ScriptId: UNKNOWN }],
    ['UpdateScript', { ScriptId: UNKNOWN, Name: 'x' }],
    ['DeleteScript', { ScriptId: UNKNOWN }],
  ] as const)('is answered to %s with NotFoundException', async (operation, input) => {
    await expect(bench.call(operation, input)).rejects.toMatchObject({ type: 'NotFoundException' });
  });

  it.each(['DescribeScript', 'UpdateScript', 'DeleteScript'] as const)(
    'is, to %s, the script of another tenant',
    async operation => {
      const ScriptId = await bench.script();
      const input = operation === 'UpdateScript' ? { ScriptId, Name: 'mine' } : { ScriptId };
      await expect(bench.call(operation, input, 'b')).rejects.toMatchObject({ type: 'NotFoundException' });
      expect((await bench.call('DescribeScript', { ScriptId })).Script!.Name).toBeUndefined();
      expect((await bench.call('ListScripts', {}, 'b')).Scripts).toEqual([]);
    },
  );
});

describe('ListScripts', () => {
  it('gives all scripts in pages', async () => {
    const ids = [await bench.script(), await bench.script(), await bench.script()];
    const first = await bench.call('ListScripts', { Limit: 2 });
    const second = await bench.call('ListScripts', { Limit: 2, NextToken: first.NextToken });
    expect([...first.Scripts!, ...second.Scripts!].map(({ ScriptId }) => ScriptId)).toEqual(ids);
    expect(second.NextToken).toBeUndefined();
  });

  it('refuses a token of another list with InvalidRequestException', async () => {
    await bench.fleet(await bench.script());
    await bench.fleet(await bench.script());
    const { NextToken } = await bench.call('ListFleets', { Limit: 1 });
    await expect(bench.call('ListScripts', { NextToken })).rejects.toMatchObject({
      type: 'InvalidRequestException',
    });
  });
});

describe('UpdateScript', () => {
  it('changes name and version, and keeps the content', async () => {
    const ScriptId = await bench.script();
    const before = await contentHash(ScriptId);
    const { Script } = await bench.call('UpdateScript', { ScriptId, Name: 'n', Version: 'v' });
    expect(Script).toMatchObject({ Name: 'n', Version: 'v' });
    expect(await contentHash(ScriptId)).toBe(before);
  });

  it('gives its new content to the next game session of every fleet, which stay ACTIVE', async () => {
    const ScriptId = await bench.script();
    const fleets = [await bench.fleet(ScriptId), await bench.fleet(ScriptId)];
    const before = await bench.library.current(fleets[0]!);
    expect(before).toMatchObject({ scriptId: ScriptId, code: expect.not.stringContaining('return 2') });
    const ZipFile = zipOf({ 'server.js': OTHER });
    await bench.call('UpdateScript', { ScriptId, ZipFile });
    for (const fleet of fleets) {
      const now = await bench.library.current(await bench.record(fleet.id));
      expect(now).toMatchObject({ scriptId: ScriptId, code: expect.stringContaining('return 2') });
      expect(now.hash).not.toBe(before.hash);
      expect(await bench.record(fleet.id)).toEqual(fleet);
    }
  });

  it('forgets the old content', async () => {
    const ScriptId = await bench.script();
    await bench.fleet(ScriptId);
    const before = await contentHash(ScriptId);
    await bench.call('UpdateScript', { ScriptId, ZipFile: zipOf({ 'server.js': OTHER }) });
    expect(await bench.store.getBlob(before)).toBeUndefined();
    expect(await bench.store.getBlob(`${before}/strict/${BUNDLE_FORMAT}/server.js`)).toBeUndefined();
    const after = await contentHash(ScriptId);
    expect(await bench.store.getBlob(after)).toBeDefined();
    expect(await bench.store.getBlob(`${after}/strict/${BUNDLE_FORMAT}/server.js`)).toBeDefined();
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['cannot be bundled', { 'server.js': '\nlet = {' }, /server\.js:2:\d+: /],
    ['has no such file', { 'other.js': HONEST }, /"server\.js"/],
    ['is refused by the gate', { 'server.js': 'eval("1");\nexports.x = 1n;' }, /server\.js:2:\d+: /],
  ])(
    'refuses a content that %s with InvalidRequestException, and the old one stays',
    async (_, files, text) => {
      const ScriptId = await bench.script();
      const fleet = await bench.fleet(ScriptId);
      const before = await bench.library.current(fleet);
      const record = await bench.store.get('script', 'a', ScriptId);
      const update = bench.call('UpdateScript', { ScriptId, Name: 'new', ZipFile: zipOf(files) });
      await expect(update).rejects.toMatchObject({
        type: 'InvalidRequestException',
        message: expect.stringMatching(text),
      });
      expect(await bench.store.get('script', 'a', ScriptId)).toEqual(record);
      expect(await bench.library.current(fleet)).toBe(before);
    },
  );

  it('refuses a content that ends as it is evaluated, with the place in the file', async () => {
    const ScriptId = await bench.script();
    await bench.fleet(ScriptId);
    bench.check = () => Promise.reject(new PlaypenError('script_failed', 'Error\n at playpen-script.js:4:1'));
    const ZipFile = zipOf({ 'server.js': "\nthrow new Error('thrown');" });
    await expect(bench.call('UpdateScript', { ScriptId, ZipFile })).rejects.toMatchObject({
      type: 'InvalidRequestException',
      message: expect.stringMatching(/server\.js:\d+:\d+/),
    });
  });

  it('asks only fleets that can still run game sessions', async () => {
    const ScriptId = await bench.script();
    const broken = await bench.fleet(ScriptId, { RuntimeConfiguration: processes('nothing.js') });
    expect(broken.status).toBe('ERROR');
    const deleted = await bench.fleet(ScriptId);
    await bench.call('DeleteFleet', { FleetId: deleted.id });
    await bench.lifecycle.settled();
    await bench.call('UpdateScript', { ScriptId, ZipFile: zipOf({ 'other.js': HONEST }) });
  });

  it.each<[string, object]>([
    ['nothing to change', {}],
    ['an S3 bucket', { StorageLocation: { Bucket: 'b', Key: 'k', RoleArn: 'r' } }],
    ['what is no zip file', { ZipFile: Buffer.from('x') }],
  ])('refuses %s with InvalidRequestException', async (_, input) => {
    const ScriptId = await bench.script();
    await expect(bench.call('UpdateScript', { ScriptId, ...input })).rejects.toMatchObject({
      type: 'InvalidRequestException',
    });
  });

  it('leaves the content of the last of updates that come at once, and nothing of the others', async () => {
    const ScriptId = await bench.script();
    const contents = [1, 2, 3].map(n => zipOf({ 'server.js': `exports.ssExports = { n: ${n} };` }));
    const first = await contentHash(ScriptId);
    await Promise.all(contents.map(ZipFile => bench.call('UpdateScript', { ScriptId, ZipFile })));
    const current = await contentHash(ScriptId);
    const hashes = contents.map(content => createHash('sha256').update(content).digest('hex'));
    expect(hashes).toContain(current);
    for (const hash of [first, ...hashes]) {
      expect([hash, (await bench.store.getBlob(hash)) !== undefined]).toEqual([hash, hash === current]);
    }
  });
});

describe('DeleteScript', () => {
  it('forgets the script, its tags and its content', async () => {
    const ScriptId = await bench.script();
    const hash = await contentHash(ScriptId);
    await bench.call('DeleteScript', { ScriptId });
    await expect(bench.call('DescribeScript', { ScriptId })).rejects.toMatchObject({
      type: 'NotFoundException',
    });
    expect(await bench.store.getBlob(hash)).toBeUndefined();
  });

  it('keeps the content that another script has, whoever it belongs to', async () => {
    const [ScriptId, other] = [await bench.script(), await bench.script(undefined, 'b')];
    const hash = await contentHash(ScriptId);
    await bench.call('DeleteScript', { ScriptId });
    expect(await bench.store.getBlob(hash)).toBeDefined();
    expect((await bench.fleet(other, {}, 'b')).status).toBe('ACTIVE');
  });

  it('is refused with InvalidRequestException while a fleet uses the script, and allowed once that is deleted', async () => {
    const ScriptId = await bench.script();
    const fleet = await bench.fleet(ScriptId);
    await expect(bench.call('DeleteScript', { ScriptId })).rejects.toMatchObject({
      type: 'InvalidRequestException',
      message: expect.stringContaining(fleet.id),
    });
    expect((await bench.library.current(fleet)).scriptId).toBe(ScriptId);
    await bench.call('DeleteFleet', { FleetId: fleet.id });
    await bench.lifecycle.settled();
    await bench.call('DeleteScript', { ScriptId });
  });
});
