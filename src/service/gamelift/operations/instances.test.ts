import { expect, test } from 'vitest';
import { failure, locationsOn, startRig } from '../test/rig.ts';

async function rigWithFleets() {
  const rig = await startRig();
  const locations = locationsOn('local', 'eu-west-1');
  await rig.addFleet('fleet-1', { locations });
  await rig.addFleet('fleet-2');
  await rig.addFleet('fleet-off', {
    locations: { local: { ...locations.local!, desired: 0 } },
    instanceType: 'c4.large',
  });
  await rig.addFleet('fleet-any', { computeType: 'ANYWHERE' });
  return rig;
}

test('this machine is the instance of each fleet that is on', async () => {
  const rig = await rigWithFleets();
  const { Instances } = await rig.call('DescribeInstances', { FleetId: 'fleet-1' });
  expect(Instances).toEqual([
    {
      FleetId: 'fleet-1',
      FleetArn: rig.arns.of('fleet', 'fleet-1'),
      InstanceId: 'i-machine',
      IpAddress: '127.0.0.1',
      DnsName: 'localhost',
      Type: 'c5.large',
      Status: 'ACTIVE',
      CreationTime: new Date(1_000),
      Location: 'local',
    },
  ]);
  const elsewhere = await rig.call('DescribeInstances', { FleetId: 'fleet-1', Location: 'eu-west-1' });
  expect(elsewhere.Instances?.map(({ Location }) => Location)).toEqual(['eu-west-1']);
  expect(await rig.call('DescribeInstances', { FleetId: 'fleet-off' })).toEqual({ Instances: [] });
});

test('it is their compute too, in each of their locations', async () => {
  const rig = await rigWithFleets();
  const { ComputeList } = await rig.call('ListCompute', { FleetId: 'fleet-1' });
  expect(ComputeList?.map(({ Location }) => Location)).toEqual(['local', 'eu-west-1']);
  const active = { ComputeName: 'i-machine', ComputeStatus: 'ACTIVE', InstanceId: 'i-machine' };
  expect(ComputeList?.[0]).toMatchObject(active);
  const impaired = await rig.call('ListCompute', { FleetId: 'fleet-1', ComputeStatus: 'IMPAIRED' });
  expect(impaired.ComputeList).toEqual([]);
  const there = await rig.call('ListCompute', { FleetId: 'fleet-1', Location: 'eu-west-1' });
  expect(there.ComputeList).toHaveLength(1);
  const named = { FleetId: 'fleet-1', ComputeName: ComputeList?.[0]?.ComputeArn ?? '' };
  expect((await rig.call('DescribeCompute', named)).Compute).toEqual(ComputeList?.[0]);
});

test('the limits of instance types count the fleets that are on', async () => {
  const rig = await rigWithFleets();
  const { EC2InstanceLimits } = await rig.call('DescribeEC2InstanceLimits', {});
  expect(EC2InstanceLimits).toEqual([
    { EC2InstanceType: 'c5.large', CurrentInstances: 2, InstanceLimit: 100, Location: 'local' },
    { EC2InstanceType: 'c4.large', CurrentInstances: 0, InstanceLimit: 100, Location: 'local' },
  ]);
  const one = await rig.call('DescribeEC2InstanceLimits', {
    EC2InstanceType: 'm5.large',
    Location: 'eu-west-1',
  });
  expect(one.EC2InstanceLimits).toMatchObject([{ EC2InstanceType: 'm5.large', CurrentInstances: 0 }]);
});

test('what is not there is refused', async () => {
  const rig = await rigWithFleets();
  const invalid = failure('InvalidRequestException');
  const notFound = failure('NotFoundException');
  await expect(rig.call('DescribeInstances', { FleetId: 'fleet-any' })).rejects.toMatchObject(invalid);
  await expect(rig.call('DescribeInstances', { FleetId: 'fleet-none' })).rejects.toMatchObject(notFound);
  const otherInstance = { FleetId: 'fleet-1', InstanceId: 'i-other' };
  await expect(rig.call('DescribeInstances', otherInstance)).rejects.toMatchObject(notFound);
  const otherPlace = { FleetId: 'fleet-2', Location: 'eu-west-1' };
  await expect(rig.call('DescribeInstances', otherPlace)).rejects.toMatchObject(invalid);
  await expect(rig.call('ListCompute', otherPlace)).rejects.toMatchObject(invalid);
  await expect(rig.call('ListCompute', { FleetId: 'fleet-none' })).rejects.toMatchObject(invalid);
  const otherCompute = { FleetId: 'fleet-1', ComputeName: 'other' };
  await expect(rig.call('DescribeCompute', otherCompute)).rejects.toMatchObject(notFound);
  const otherFleet = { FleetId: 'fleet-none', ComputeName: 'i-machine' };
  await expect(rig.call('DescribeCompute', otherFleet)).rejects.toMatchObject(notFound);
});

test("another tenant's fleets have no instances", async () => {
  const rig = await rigWithFleets();
  const FleetId = 'fleet-1';
  await expect(rig.call('DescribeInstances', { FleetId }, 'b')).rejects.toMatchObject(
    failure('NotFoundException'),
  );
  await expect(rig.call('ListCompute', { FleetId }, 'b')).rejects.toMatchObject(
    failure('InvalidRequestException'),
  );
  expect(await rig.call('DescribeEC2InstanceLimits', {}, 'b')).toEqual({ EC2InstanceLimits: [] });
});
