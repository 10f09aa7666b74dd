import { beforeEach, describe, expect, it } from 'vitest';
import type { FleetRecord } from '../../../store/records.ts';
import type { Input } from '../operation.ts';
import { FleetBench, processes, REGION } from '../test/fleet-bench.ts';

const UNKNOWN = 'fleet-00000000-0000-0000-0000-000000000000';
type CreateFleet = Partial<Input<'CreateFleet'>>;
let bench: FleetBench;

beforeEach(async () => {
  bench = await FleetBench.open();
  return () => bench.store.close();
});

async function inStatus(status: FleetRecord['status']): Promise<string> {
  const { id } = await bench.fleet(await bench.script());
  await bench.store.update('fleet', 'a', id, fleet => ({ ...fleet, status }));
  return id;
}

describe('CreateFleet', () => {
  it('answers what it was asked for, with defaults for the rest', async () => {
    const scriptId = await bench.script();
    const { FleetAttributes } = await bench.create(`arn:aws:gamelift:us-west-2::script/${scriptId}`, {
      EC2InstanceType: 'c5.large',
    });
    const id = FleetAttributes!.FleetId!;
    expect(FleetAttributes).toEqual({
      FleetId: expect.stringMatching(/^fleet-[0-9a-f-]{36}$/),
      FleetArn: `arn:aws:gamelift:eu-west-1::fleet/${id}`,
      ...{ FleetType: 'ON_DEMAND', InstanceType: 'c5.large', Name: 'fleet', Status: 'NEW' },
      CreationTime: new Date(bench.nowMs),
      ScriptId: scriptId,
      ScriptArn: `arn:aws:gamelift:eu-west-1::script/${scriptId}`,
      ...{ NewGameSessionProtectionPolicy: 'NoProtection', OperatingSystem: 'AMAZON_LINUX' },
      ...{ MetricGroups: ['default'], CertificateConfiguration: { CertificateType: 'DISABLED' } },
      ComputeType: 'EC2',
    });
    await bench.lifecycle.settled();
    expect((await bench.record(id)).locations).toEqual({
      [REGION]: { status: 'ACTIVE', desired: 1, min: 0, max: 1, isScalingStopped: false },
    });
  });

  it('takes the launch path in its retired form', async () => {
    const { runtimeConfiguration } = await bench.fleet(await bench.script(), {
      RuntimeConfiguration: undefined,
      ServerLaunchPath: '/local/game/server.js',
      ServerLaunchParameters: '-x',
    });
    expect(runtimeConfiguration).toEqual({
      ServerProcesses: [{ LaunchPath: '/local/game/server.js', Parameters: '-x', ConcurrentExecutions: 1 }],
    });
  });

  it('makes an ANYWHERE fleet ACTIVE at once, with no processes', async () => {
    await bench.store.insert('location', { tenantId: 'a', id: 'custom-home', createdMs: 1 });
    const { FleetAttributes, LocationStates } = await bench.call('CreateFleet', {
      ...{ Name: 'mine', ComputeType: 'ANYWHERE', Locations: [{ Location: 'custom-home' }] },
      AnywhereConfiguration: { Cost: '1' },
    });
    expect(FleetAttributes).toMatchObject({ Status: 'ACTIVE', AnywhereConfiguration: { Cost: '1' } });
    expect(LocationStates).toEqual([{ Location: 'custom-home', Status: 'ACTIVE' }]);
    const { runtimeConfiguration, homeLocation } = await bench.record(FleetAttributes!.FleetId!);
    expect([runtimeConfiguration, homeLocation]).toEqual([undefined, 'custom-home']);
  });

  it.each([
    ['shared', 'shared'],
    ['tenant', 'tenant'],
    ['exclusive', 'exclusive'],
    [undefined, 'tenant'],
  ] as const)('with the tag playpen:trust %s shares workers as %s', async (Value, trust) => {
    const Tags = Value === undefined ? [] : [{ Key: 'playpen:trust', Value }];
    const fleet = await bench.fleet(await bench.script(), { Tags });
    expect(fleet.trust).toBe(trust);
    expect(await bench.store.getTags('a', `arn:aws:gamelift:${REGION}::fleet/${fleet.id}`)).toEqual(
      Value === undefined ? {} : { 'playpen:trust': Value },
    );
  });

  const port = { FromPort: 2, ToPort: 3, IpRange: '10.0.0.0/8', Protocol: 'UDP' } as const;
  it.each<[string, CreateFleet]>([
    ['neither a script nor a build', { ScriptId: undefined }],
    ['a script and a build', { BuildId: 'build-1' }],
    ['a build', { ScriptId: undefined, BuildId: 'build-1' }],
    ['no runtime configuration', { RuntimeConfiguration: undefined }],
    ['a runtime configuration without server processes', { RuntimeConfiguration: {} }],
    [
      'more server processes than an instance runs',
      {
        RuntimeConfiguration: { ServerProcesses: [{ LaunchPath: 'server.js', ConcurrentExecutions: 51 }] },
      },
    ],
    ['a launch path elsewhere', { RuntimeConfiguration: processes('/etc/passwd') }],
    ['a second launch path elsewhere', { RuntimeConfiguration: processes('server.js', '../x.js') }],
    ['ports in the wrong order', { EC2InboundPermissions: [{ ...port, FromPort: 4 }] }],
    ['an address that is no range', { EC2InboundPermissions: [{ ...port, IpRange: 'everybody' }] }],
    ['a port rule twice', { EC2InboundPermissions: [port, port] }],
    ['a location that is no region', { Locations: [{ Location: 'moon' }] }],
    ['a location twice', { Locations: [{ Location: 'us-east-1' }, { Location: 'us-east-1' }] }],
    ['an unknown tier of trust', { Tags: [{ Key: 'playpen:trust', Value: 'all' }] }],
    ['VPC peering', { PeerVpcId: 'vpc-1', PeerVpcAwsAccountId: '1' }],
    ['a player gateway', { PlayerGatewayMode: 'REQUIRED' }],
    ['an Anywhere configuration without ANYWHERE', { AnywhereConfiguration: { Cost: '1' } }],
    ['ANYWHERE with a script', { ComputeType: 'ANYWHERE' }],
    [
      'ANYWHERE without locations',
      {
        ...{ ComputeType: 'ANYWHERE', ScriptId: undefined, RuntimeConfiguration: undefined },
      },
    ],
    [
      'ANYWHERE in a region',
      {
        ...{ ComputeType: 'ANYWHERE', ScriptId: undefined, RuntimeConfiguration: undefined },
        Locations: [{ Location: 'us-east-1' }],
      },
    ],
    [
      'ANYWHERE in an unknown location',
      {
        ...{ ComputeType: 'ANYWHERE', ScriptId: undefined, RuntimeConfiguration: undefined },
        Locations: [{ Location: 'custom-nowhere' }],
      },
    ],
  ])('refuses %s with InvalidRequestException, and makes none', async (_, input) => {
    await expect(bench.create(await bench.script(), input)).rejects.toMatchObject({
      type: 'InvalidRequestException',
    });
    expect(await bench.store.listAll('fleet')).toEqual([]);
  });

  it.each<[string, CreateFleet]>([
    ['script', { ScriptId: 'script-0' }],
    ['custom location', { Locations: [{ Location: 'custom-nowhere' }] }],
  ])('refuses an unknown %s with NotFoundException', async (_, input) => {
    await expect(bench.create(await bench.script(), input)).rejects.toMatchObject({
      type: 'NotFoundException',
    });
  });

  it('refuses the script and the location of another tenant with NotFoundException', async () => {
    await expect(bench.create(await bench.script(undefined, 'b'))).rejects.toMatchObject({
      type: 'NotFoundException',
    });
    await bench.store.insert('location', { tenantId: 'b', id: 'custom-b', createdMs: 1 });
    const Locations = [{ Location: 'custom-b' }];
    await expect(bench.create(await bench.script(), { Locations })).rejects.toMatchObject({
      type: 'NotFoundException',
    });
  });

  it('refuses bad tags with TaggingFailedException', async () => {
    const Tags = ['x', 'x'].map(Key => ({ Key, Value: '' }));
    await expect(bench.create(await bench.script(), { Tags })).rejects.toMatchObject({
      type: 'TaggingFailedException',
    });
  });

  it('refuses one more than the quota with LimitExceededException; deleted fleets do not count', async () => {
    bench = await FleetBench.open({ fleetsPerTenant: 2 });
    const script = await bench.script();
    const made = await Promise.allSettled([1, 2, 3, 4].map(() => bench.create(script)));
    expect(made.map(({ status }) => status).sort()).toEqual([
      ...['fulfilled', 'fulfilled', 'rejected', 'rejected'],
    ]);
    await expect(bench.create(script)).rejects.toMatchObject({ type: 'LimitExceededException' });
    await bench.lifecycle.settled();
    const [fleet] = await bench.store.listAll('fleet');
    await bench.call('DeleteFleet', { FleetId: fleet!.id });
    await bench.lifecycle.settled();
    await bench.create(script);
  });

  it('refuses too many locations and port rules with LimitExceededException', async () => {
    const script = await bench.script();
    const Locations = [1, 2, 3, 4].map(n => ({ Location: `us-east-${n}` }));
    await expect(bench.create(script, { Locations })).rejects.toMatchObject({
      type: 'LimitExceededException',
    });
    bench = await FleetBench.open({ portRulesPerFleet: 1 }, bench.store);
    const EC2InboundPermissions = [port, { ...port, ToPort: 9 }];
    await expect(bench.create(script, { EC2InboundPermissions })).rejects.toMatchObject({
      type: 'LimitExceededException',
    });
  });
});

describe('a fleet that there is not', () => {
  const calls = [
    ['DeleteFleet', {}],
    ['UpdateFleetAttributes', { Name: 'x' }],
    ['DescribeFleetEvents', {}],
    ['DescribeFleetPortSettings', {}],
    ['UpdateFleetPortSettings', {}],
    ['DescribeRuntimeConfiguration', {}],
    ['UpdateRuntimeConfiguration', { RuntimeConfiguration: processes('server.js') }],
  ] as const;

  it.each(calls)('is answered to %s with NotFoundException', async (operation, input) => {
    await expect(bench.call(operation, { FleetId: UNKNOWN, ...input } as never)).rejects.toMatchObject({
      type: 'NotFoundException',
    });
  });

  it.each(calls)('is, to %s, the fleet of another tenant', async (operation, input) => {
    const fleet = await bench.fleet(await bench.script());
    const call = bench.call(operation, { FleetId: fleet.id, ...input } as never, 'b');
    await expect(call).rejects.toMatchObject({ type: 'NotFoundException' });
    expect(await bench.record(fleet.id)).toEqual(fleet);
  });
});

describe.each(['ERROR', 'DELETING', 'TERMINATED'] as const)('a fleet that is %s', status => {
  it.each([
    ['UpdateFleetAttributes', { Name: 'x' }],
    ['UpdateFleetPortSettings', {}],
    ['UpdateRuntimeConfiguration', { RuntimeConfiguration: processes('server.js') }],
  ] as const)('refuses %s with InvalidFleetStatusException', async (operation, input) => {
    const FleetId = await inStatus(status);
    await expect(bench.call(operation, { FleetId, ...input } as never)).rejects.toMatchObject({
      type: 'InvalidFleetStatusException',
    });
  });
});

it.each(['DELETING', 'TERMINATED'] as const)(
  'DeleteFleet of a fleet that is %s is refused with InvalidFleetStatusException',
  async status => {
    const FleetId = await inStatus(status);
    await expect(bench.call('DeleteFleet', { FleetId })).rejects.toMatchObject({
      type: 'InvalidFleetStatusException',
    });
  },
);

describe('DescribeFleetAttributes and ListFleets', () => {
  it('give the named fleets that there are, deleted ones as well', async () => {
    const script = await bench.script();
    const [one, two] = [await bench.fleet(script), await bench.fleet(script)];
    await bench.call('DeleteFleet', { FleetId: two.id });
    await bench.lifecycle.settled();
    const FleetIds = [`arn:aws:gamelift:us-east-1::fleet/${one.id}`, UNKNOWN, two.id];
    const { FleetAttributes } = await bench.call('DescribeFleetAttributes', { FleetIds });
    expect(FleetAttributes!.map(({ FleetId, Status }) => [FleetId, Status])).toEqual([
      [one.id, 'ACTIVE'],
      [two.id, 'TERMINATED'],
    ]);
    expect(FleetAttributes![1]!.TerminationTime).toEqual(new Date(bench.nowMs));
  });

  it('give all fleets of the tenant in pages, without those that are deleted', async () => {
    const script = await bench.script();
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push((await bench.fleet(script)).id);
    await bench.fleet(await bench.script(undefined, 'b'), {}, 'b');
    for (const FleetId of [ids[0]!, ids[2]!]) await bench.call('DeleteFleet', { FleetId });
    await bench.lifecycle.settled();
    const found: (string | undefined)[][] = [];
    let NextToken: string | undefined;
    do {
      const page = await bench.call('ListFleets', { Limit: 2, NextToken });
      found.push(page.FleetIds!);
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    expect(found).toEqual([[ids[1], ids[3]], [ids[4]]]);
    const { FleetAttributes } = await bench.call('DescribeFleetAttributes', {});
    expect(FleetAttributes!.map(({ FleetId }) => FleetId)).toEqual([ids[1], ids[3], ids[4]]);
  });

  it('refuse more ids than they take, and a token of something else, with InvalidRequestException', async () => {
    const FleetIds = Array.from({ length: 101 }, () => UNKNOWN);
    await expect(bench.call('DescribeFleetAttributes', { FleetIds })).rejects.toMatchObject({
      type: 'InvalidRequestException',
      message: expect.stringContaining('100'),
    });
    for (const operation of ['DescribeFleetAttributes', 'ListFleets'] as const) {
      await expect(bench.call(operation, { NextToken: 'x' })).rejects.toMatchObject({
        type: 'InvalidRequestException',
      });
    }
  });

  it('find the fleets of a script', async () => {
    const [one, two] = [await bench.script(), await bench.script()];
    const fleet = await bench.fleet(one);
    await bench.fleet(two);
    expect((await bench.call('ListFleets', { ScriptId: one })).FleetIds).toEqual([fleet.id]);
  });

  it('know no builds, and no script that there is not', async () => {
    for (const input of [{ BuildId: 'build-1' }, { ScriptId: 'script-0' }]) {
      await expect(bench.call('ListFleets', input)).rejects.toMatchObject({ type: 'NotFoundException' });
    }
    const both = { BuildId: 'build-1', ScriptId: 'script-0' };
    await expect(bench.call('ListFleets', both)).rejects.toMatchObject({ type: 'InvalidRequestException' });
  });
});

describe('UpdateFleetAttributes', () => {
  it('changes what is given and leaves the rest', async () => {
    const { id } = await bench.fleet(await bench.script(), { Description: 'before' });
    const ResourceCreationLimitPolicy = { NewGameSessionsPerCreator: 2, PolicyPeriodInMinutes: 5 };
    const answer = await bench.call('UpdateFleetAttributes', {
      ...{ FleetId: id, Name: 'after', MetricGroups: ['m'], ResourceCreationLimitPolicy },
    });
    expect(answer).toEqual({ FleetId: id, FleetArn: `arn:aws:gamelift:eu-west-1::fleet/${id}` });
    const { FleetAttributes } = await bench.call('DescribeFleetAttributes', { FleetIds: [id] });
    expect(FleetAttributes![0]).toMatchObject({
      ...{ Name: 'after', Description: 'before', MetricGroups: ['m'], ResourceCreationLimitPolicy },
    });
  });

  it('adds an event when the protection of new game sessions changes, and only then', async () => {
    const { id: FleetId } = await bench.fleet(await bench.script());
    const code = 'FLEET_NEW_GAME_SESSION_PROTECTION_POLICY_UPDATED';
    await bench.call('UpdateFleetAttributes', { FleetId, NewGameSessionProtectionPolicy: 'NoProtection' });
    expect(await bench.codes(FleetId)).not.toContain(code);
    await bench.call('UpdateFleetAttributes', { FleetId, NewGameSessionProtectionPolicy: 'FullProtection' });
    expect((await bench.codes(FleetId)).filter(one => one === code)).toHaveLength(1);
    expect((await bench.record(FleetId)).protectionPolicy).toBe('FullProtection');
  });

  it('refuses an Anywhere configuration for another fleet with InvalidRequestException', async () => {
    const { id: FleetId } = await bench.fleet(await bench.script());
    await expect(
      bench.call('UpdateFleetAttributes', { FleetId, AnywhereConfiguration: { Cost: '1' } }),
    ).rejects.toMatchObject({ type: 'InvalidRequestException' });
  });
});

describe('DescribeFleetEvents', () => {
  it('gives the newest first, in pages, and those of a time', async () => {
    const { id: FleetId } = await bench.fleet(await bench.script());
    const createdAt = new Date(bench.nowMs);
    bench.nowMs += 1_000;
    await bench.call('UpdateFleetAttributes', { FleetId, NewGameSessionProtectionPolicy: 'FullProtection' });
    const first = await bench.call('DescribeFleetEvents', { FleetId, Limit: 1 });
    expect(first.Events).toEqual([
      {
        EventId: expect.any(String),
        ResourceId: FleetId,
        EventCode: 'FLEET_NEW_GAME_SESSION_PROTECTION_POLICY_UPDATED',
        Message: expect.stringContaining('FullProtection'),
        EventTime: new Date(bench.nowMs),
      },
    ]);
    const { NextToken } = first;
    const second = await bench.call('DescribeFleetEvents', { FleetId, Limit: 1, NextToken });
    expect(second.Events!.map(({ EventCode }) => EventCode)).toEqual(['FLEET_STATE_ACTIVE']);
    const early = await bench.call('DescribeFleetEvents', { FleetId, EndTime: createdAt });
    expect(early.Events!.map(({ EventTime }) => EventTime)).toEqual(Array(6).fill(createdAt));
    const late = await bench.call('DescribeFleetEvents', { FleetId, StartTime: new Date(bench.nowMs) });
    expect(late.Events).toEqual(first.Events);
  });

  it('refuses a time that ends before it begins with InvalidRequestException', async () => {
    const { id: FleetId } = await bench.fleet(await bench.script());
    await expect(
      bench.call('DescribeFleetEvents', { FleetId, StartTime: new Date(2), EndTime: new Date(1) }),
    ).rejects.toMatchObject({ type: 'InvalidRequestException' });
  });
});
