import { beforeEach, describe, expect, it } from 'vitest';
import { PlaypenError } from '../../errors.ts';
import { FleetBench, HONEST, processes, REGION } from './test/fleet-bench.ts';

const TO_ACTIVE = [
  'FLEET_CREATED',
  'FLEET_STATE_DOWNLOADING',
  'FLEET_STATE_VALIDATING',
  'FLEET_STATE_BUILDING',
  'FLEET_STATE_ACTIVATING',
  'FLEET_STATE_ACTIVE',
];
let bench: FleetBench;

beforeEach(async () => {
  bench = await FleetBench.open();
  return () => bench.store.close();
});

/** Holds up the check of a script until it is let go. */
function heldCheck(): { begun: Promise<void>; release(error?: Error): void } {
  const begun = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  bench.check = () => {
    begun.resolve();
    return held.promise;
  };
  return {
    begun: begun.promise,
    release: error => (error === undefined ? held.resolve() : held.reject(error)),
  };
}

describe('a new fleet', () => {
  it('is answered NEW, and becomes ACTIVE through all states, each with its event', async () => {
    const { FleetAttributes, LocationStates } = await bench.create(await bench.script());
    const id = FleetAttributes!.FleetId!;
    expect(FleetAttributes!.Status).toBe('NEW');
    expect(LocationStates).toEqual([{ Location: REGION, Status: 'NEW' }]);
    await bench.lifecycle.settled();
    expect(await bench.record(id)).toMatchObject({
      status: 'ACTIVE',
      locations: { [REGION]: { status: 'ACTIVE' } },
    });
    const events = await bench.events(id);
    expect(events.map(({ code }) => code)).toEqual(TO_ACTIVE);
    expect(events.at(-1)!.message).toBe(`Fleet ${id} changed state to ACTIVE`);
  });

  it('takes its locations along, with their own events', async () => {
    const { id } = await bench.fleet(await bench.script(), { Locations: [{ Location: 'us-east-1' }] });
    const codes = await bench.codes(id);
    expect(codes.filter(code => code.startsWith('FLEET_'))).toEqual(TO_ACTIVE);
    expect(codes.filter(code => code.startsWith('LOCATION_'))).toEqual([
      'LOCATION_STATE_PENDING',
      'LOCATION_STATE_CREATING',
      'LOCATION_STATE_CREATED',
      'LOCATION_STATE_ACTIVATING',
      'LOCATION_STATE_ACTIVE',
    ]);
    expect((await bench.events(id)).at(-1)!.message).toBe(
      `Location us-east-1 of fleet ${id} changed state to ACTIVE`,
    );
    expect((await bench.record(id)).locations['us-east-1']!.status).toBe('ACTIVE');
  });

  it('does not bring back a location that is being taken away', async () => {
    const { begun, release } = heldCheck();
    const made = await bench.create(await bench.script(), { Locations: [{ Location: 'us-east-1' }] });
    const id = made.FleetAttributes!.FleetId!;
    await begun;
    await bench.store.update('fleet', 'a', id, fleet => ({
      ...fleet,
      locations: {
        ...fleet.locations,
        'us-east-1': { ...fleet.locations['us-east-1']!, status: 'DELETING' },
      },
    }));
    release();
    await bench.lifecycle.settled();
    const { status, locations } = await bench.record(id);
    expect([status, locations['us-east-1']!.status]).toEqual(['ACTIVE', 'DELETING']);
    expect(await bench.codes(id)).not.toContain('LOCATION_STATE_ACTIVE');
  });

  it('has its script checked with those it may share a worker with', async () => {
    const seen: unknown[] = [];
    bench.check = async ({ scriptId }, trust) => void seen.push({ scriptId, trust });
    const scriptId = await bench.script();
    await bench.fleet(scriptId, { Tags: [{ Key: 'playpen:trust', Value: 'exclusive' }] });
    expect(seen).toEqual([{ scriptId, trust: { tier: 'exclusive', tenantId: 'a' } }]);
  });
});

describe('a fleet that cannot be used', () => {
  const failed = async (
    files: Record<string, string>,
    launchPaths = ['server.js'],
  ): Promise<{ codes: string[]; message: string }> => {
    const RuntimeConfiguration = processes(...launchPaths);
    const { id, status, locations } = await bench.fleet(await bench.script(files), { RuntimeConfiguration });
    expect([status, locations[REGION]!.status]).toEqual(['ERROR', 'ERROR']);
    const events = await bench.events(id);
    return { codes: events.map(({ code }) => code), message: events.at(-2)!.message };
  };

  it.each([[['nothing.js']], [['server.js', 'nothing.js']]])(
    'is in ERROR when %j are not all in its script',
    async paths => {
      const { codes, message } = await failed({ 'server.js': HONEST }, paths);
      expect(codes).toEqual([
        ...TO_ACTIVE.slice(0, 3),
        'FLEET_VALIDATION_LAUNCH_PATH_NOT_FOUND',
        'FLEET_STATE_ERROR',
      ]);
      expect(message).toContain('"nothing.js"');
    },
  );

  it('is told the place in the file that cannot be bundled', async () => {
    const { codes, message } = await failed({ 'server.js': "require('./lib/a');", 'lib/a.js': '\nlet = {' });
    expect(codes.at(-2)).toBe('FLEET_VALIDATION_EXECUTABLE_RUNTIME_FAILURE');
    expect(message).toMatch(/lib\/a\.js:2:\d+: /);
  });

  it.each([
    ['script_failed', 'FLEET_VALIDATION_EXECUTABLE_RUNTIME_FAILURE'],
    ['script_memory', 'FLEET_VALIDATION_EXECUTABLE_RUNTIME_FAILURE'],
    ['script_timeout', 'FLEET_VALIDATION_TIMED_OUT'],
  ] as const)('is told the place where its script ended with %s', async (code, event) => {
    bench.check = async ({ code: bundle }) => {
      const line = bundle.split('\n').findIndex(text => text.includes('thrown'));
      throw new PlaypenError(code, `Error: x\n    at playpen-script.js:${line + 2}:7`);
    };
    const { codes, message } = await failed({ 'server.js': "\n\nthrow new Error('thrown');" });
    expect(codes.at(-2)).toBe(event);
    expect(message).toMatch(/server\.js:3:\d+/);
  });

  it('is told that the content of its script is lost', async () => {
    const scriptId = await bench.script();
    const { contentHash } = (await bench.store.get('script', 'a', scriptId))!;
    await bench.store.removeBlobs(contentHash);
    const { id, status } = await bench.fleet(scriptId);
    expect(status).toBe('ERROR');
    expect((await bench.codes(id)).slice(1)).toEqual([
      'FLEET_STATE_DOWNLOADING',
      'FLEET_BINARY_DOWNLOAD_FAILED',
      'FLEET_STATE_ERROR',
    ]);
  });

  it('says so of a failure of the server, without its details', async () => {
    bench.check = () => Promise.reject(new Error('a secret'));
    const { codes, message } = await failed({ 'server.js': HONEST });
    expect(codes.at(-2)).toBe('FLEET_INITIALIZATION_FAILED');
    expect(message).not.toContain('secret');
  });

  it('has its messages cut at the limit', async () => {
    bench = await FleetBench.open({ fleetEventLength: 50 });
    const { message } = await failed({ 'server.js': 'let = {' });
    expect(message).toHaveLength(50);
  });
});

it('a fleet waits while the host has no room, and says so once', async () => {
  bench = await FleetBench.open({ fleetRetryMs: 1 });
  let attempts = 0;
  bench.check = async () => {
    attempts += 1;
    if (attempts < 3) throw new PlaypenError('no_capacity');
  };
  const { id, status } = await bench.fleet(await bench.script());
  expect(status).toBe('ACTIVE');
  expect(await bench.codes(id)).toEqual([...TO_ACTIVE.slice(0, 3), 'GENERIC_EVENT', ...TO_ACTIVE.slice(3)]);
});

describe('a fleet that is deleted', () => {
  it('is DELETING until its game sessions have ended, and then TERMINATED', async () => {
    const { id } = await bench.fleet(await bench.script(), { Locations: [{ Location: 'us-east-1' }] });
    const [begun, ended] = [Promise.withResolvers<string>(), Promise.withResolvers<void>()];
    bench.endAll = fleet => {
      begun.resolve(fleet.id);
      return ended.promise;
    };
    await bench.call('DeleteFleet', { FleetId: id });
    expect(await begun.promise).toBe(id);
    expect((await bench.record(id)).status).toBe('DELETING');
    bench.nowMs += 5;
    ended.resolve();
    await bench.lifecycle.settled();
    expect(await bench.record(id)).toMatchObject({ status: 'TERMINATED', terminatedMs: bench.nowMs });
    expect((await bench.codes(id)).slice(-3)).toEqual([
      'LOCATION_STATE_DELETING',
      'FLEET_DELETED',
      'LOCATION_STATE_DELETED',
    ]);
  });

  it.each(['ACTIVE', 'ERROR'] as const)('may have been %s', async status => {
    if (status === 'ERROR') bench.check = () => Promise.reject(new PlaypenError('script_failed'));
    const fleet = await bench.fleet(await bench.script());
    expect(fleet.status).toBe(status);
    await bench.call('DeleteFleet', { FleetId: fleet.id });
    await bench.lifecycle.settled();
    expect((await bench.record(fleet.id)).status).toBe('TERMINATED');
  });

  it('never becomes ACTIVE when it was being validated', async () => {
    const { begun, release } = heldCheck();
    const { FleetAttributes } = await bench.create(await bench.script());
    const id = FleetAttributes!.FleetId!;
    await begun;
    await bench.call('DeleteFleet', { FleetId: id });
    release();
    await bench.lifecycle.settled();
    expect((await bench.record(id)).status).toBe('TERMINATED');
    expect(await bench.codes(id)).toEqual([...TO_ACTIVE.slice(0, 3), 'FLEET_DELETED']);
  });
});

describe('a service that is killed and started again', () => {
  it('goes on with a fleet where it was, without bundling its script again', async () => {
    const { begun } = heldCheck();
    const { FleetAttributes } = await bench.create(await bench.script());
    const id = FleetAttributes!.FleetId!;
    await begun;
    const next = await FleetBench.open({}, bench.store);
    expect((await next.record(id)).status).toBe('VALIDATING');
    await next.lifecycle.resume();
    await next.lifecycle.settled();
    expect((await next.record(id)).status).toBe('ACTIVE');
    expect(await next.codes(id)).toEqual(TO_ACTIVE);
    expect(bench.bundler.entries).toEqual(['server.js']);
    expect(next.bundler.entries).toEqual([]);
  });

  it('finishes a deletion', async () => {
    const { id } = await bench.fleet(await bench.script());
    bench.endAll = () => new Promise(() => {});
    await bench.call('DeleteFleet', { FleetId: id });
    const next = await FleetBench.open({}, bench.store);
    await next.lifecycle.resume();
    await next.lifecycle.settled();
    expect((await next.record(id)).status).toBe('TERMINATED');
    expect((await next.codes(id)).at(-1)).toBe('FLEET_DELETED');
  });

  it('leaves fleets alone that are ACTIVE, in ERROR or TERMINATED', async () => {
    const scriptId = await bench.script();
    const [active, deleted] = [await bench.fleet(scriptId), await bench.fleet(scriptId)];
    const broken = await bench.fleet(scriptId, { RuntimeConfiguration: processes('nothing.js') });
    await bench.call('DeleteFleet', { FleetId: deleted.id });
    await bench.lifecycle.settled();
    const before = await bench.store.listAll('fleet');
    const next = await FleetBench.open({}, bench.store);
    await next.lifecycle.resume();
    await next.lifecycle.settled();
    expect(await next.store.listAll('fleet')).toEqual(before);
    expect(before.map(({ id, status }) => [id, status])).toEqual([
      [active.id, 'ACTIVE'],
      [deleted.id, 'TERMINATED'],
      [broken.id, 'ERROR'],
    ]);
  });
});

it('a service that closes leaves a fleet where it is', async () => {
  const { begun, release } = heldCheck();
  const { FleetAttributes } = await bench.create(await bench.script());
  const id = FleetAttributes!.FleetId!;
  await begun;
  const closed = bench.lifecycle.close();
  release(new PlaypenError('server_shutdown'));
  await closed;
  expect((await bench.record(id)).status).toBe('VALIDATING');
  expect(await bench.codes(id)).toEqual(TO_ACTIVE.slice(0, 3));
});
