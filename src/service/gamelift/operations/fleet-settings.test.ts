import { beforeEach, describe, expect, it } from 'vitest';
import { FleetBench, HONEST, MACHINE_PORTS, processes, REGION } from '../test/fleet-bench.ts';

const RULE = { FromPort: 1, ToPort: 60_000, IpRange: '::/0', Protocol: 'UDP' } as const;
let bench: FleetBench;
let FleetId: string;

beforeEach(async () => {
  bench = await FleetBench.open();
  const script = await bench.script({ 'server.js': HONEST, 'other.js': HONEST, 'broken.js': '\nlet = {' });
  FleetId = (await bench.fleet(script)).id;
  return () => bench.store.close();
});

describe('port settings', () => {
  it('are added and revoked, and shown with the ports of the machine', async () => {
    const other = { ...RULE, ToPort: 9 };
    await bench.call('UpdateFleetPortSettings', { FleetId, InboundPermissionAuthorizations: [RULE, other] });
    await bench.call('UpdateFleetPortSettings', { FleetId, InboundPermissionRevocations: [other] });
    expect(await bench.call('DescribeFleetPortSettings', { FleetId })).toEqual({
      FleetId,
      FleetArn: `arn:aws:gamelift:eu-west-1::fleet/${FleetId}`,
      InboundPermissions: [RULE, MACHINE_PORTS],
      Location: REGION,
    });
  });

  it.each([
    ['revoking what is not there', { InboundPermissionRevocations: [RULE] }],
    ['the same rule twice', { InboundPermissionAuthorizations: [RULE, RULE] }],
    ['ports in the wrong order', { InboundPermissionAuthorizations: [{ ...RULE, FromPort: 9, ToPort: 8 }] }],
    ['an address without its range', { InboundPermissionAuthorizations: [{ ...RULE, IpRange: '10.0.0.1' }] }],
  ])('refuse %s with InvalidRequestException, and stay', async (_, input) => {
    await expect(bench.call('UpdateFleetPortSettings', { FleetId, ...input })).rejects.toMatchObject({
      type: 'InvalidRequestException',
    });
    expect((await bench.record(FleetId)).inboundPermissions).toEqual([]);
  });

  it('refuse more than 50 rules with LimitExceededException', async () => {
    const rules = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, n) => ({ ...RULE, ToPort: from + n + 1 }));
    await bench.call('UpdateFleetPortSettings', { FleetId, InboundPermissionAuthorizations: rules(0, 50) });
    await expect(
      bench.call('UpdateFleetPortSettings', { FleetId, InboundPermissionAuthorizations: rules(50, 51) }),
    ).rejects.toMatchObject({ type: 'LimitExceededException' });
  });

  it('of a location the fleet is not in are refused with InvalidRequestException', async () => {
    await expect(
      bench.call('DescribeFleetPortSettings', { FleetId, Location: 'us-east-1' }),
    ).rejects.toMatchObject({ type: 'InvalidRequestException' });
  });
});

describe('a runtime configuration', () => {
  it('is replaced as a whole, and the next game session runs its launch path', async () => {
    const RuntimeConfiguration = {
      ...processes('other.js', 'server.js'),
      MaxConcurrentGameSessionActivations: 1,
    };
    const before = await bench.library.current(await bench.record(FleetId));
    const answer = await bench.call('UpdateRuntimeConfiguration', { FleetId, RuntimeConfiguration });
    expect(answer).toEqual({ RuntimeConfiguration });
    expect(await bench.call('DescribeRuntimeConfiguration', { FleetId })).toEqual(answer);
    const now = await bench.library.current(await bench.record(FleetId));
    expect(now).not.toBe(before);
    expect(now.code).toContain('// other.js');
    expect(bench.bundler.entries).toEqual(['server.js', 'other.js']);
  });

  it.each([
    ['no server process', {}, /ServerProcesses/],
    ['51 processes', { ServerProcesses: [{ LaunchPath: 'server.js', ConcurrentExecutions: 51 }] }, /51/],
    ['a launch path that is not in the script', processes('nothing.js'), /"nothing\.js"/],
    ['a second one that is not', processes('server.js', 'nothing.js'), /"nothing\.js"/],
    ['a launch path that leads out', processes('../server.js'), /\.\.\/server\.js/],
    ['a file that cannot be bundled', processes('broken.js'), /broken\.js:2:\d+: /],
  ])('with %s is refused with InvalidRequestException, and the one before stays', async (_, given, text) => {
    await expect(
      bench.call('UpdateRuntimeConfiguration', { FleetId, RuntimeConfiguration: given }),
    ).rejects.toMatchObject({ type: 'InvalidRequestException', message: expect.stringMatching(text) });
    expect((await bench.record(FleetId)).runtimeConfiguration).toEqual(processes('server.js'));
  });

  it('is nothing that an ANYWHERE fleet has', async () => {
    await bench.store.insert('location', { tenantId: 'a', id: 'custom-home', createdMs: 1 });
    const Locations = [{ Location: 'custom-home' }];
    const made = await bench.call('CreateFleet', { Name: 'mine', ComputeType: 'ANYWHERE', Locations });
    const RuntimeConfiguration = processes('server.js');
    const id = made.FleetAttributes!.FleetId!;
    await expect(
      bench.call('UpdateRuntimeConfiguration', { FleetId: id, RuntimeConfiguration }),
    ).rejects.toMatchObject({ type: 'InvalidRequestException' });
    expect((await bench.call('DescribeFleetPortSettings', { FleetId: id })).InboundPermissions).toEqual([]);
  });
});
