import { expect, test } from 'vitest';
import type { Input } from '../operation.ts';
import { failure, locationsOn, startRig } from '../test/rig.ts';

const FleetId = 'fleet-1';
const RULE: Input<'PutScalingPolicy'> = {
  FleetId,
  Name: 'more',
  MetricName: 'AvailableGameSessions',
  ComparisonOperator: 'LessThanThreshold',
  Threshold: 5,
  EvaluationPeriods: 1,
  ScalingAdjustmentType: 'ChangeInCapacity',
  ScalingAdjustment: 1,
};
const TARGET: Input<'PutScalingPolicy'> = {
  FleetId,
  Name: 'buffer',
  PolicyType: 'TargetBased',
  MetricName: 'PercentAvailableGameSessions',
  TargetConfiguration: { TargetValue: 20 },
};

test('policies are kept by their names, shown for each location, and deleted', async () => {
  const rig = await startRig();
  await rig.addFleet(FleetId, { locations: locationsOn('local', 'eu-west-1') });
  expect(await rig.call('PutScalingPolicy', RULE)).toEqual({ Name: 'more' });
  await rig.call('PutScalingPolicy', TARGET);
  await rig.call('PutScalingPolicy', { ...RULE, Threshold: 9 });

  const { ScalingPolicies: here } = await rig.call('DescribeScalingPolicies', { FleetId, Location: 'local' });
  const identity = { FleetId, FleetArn: rig.arns.of('fleet', FleetId), Location: 'local', Status: 'ACTIVE' };
  const { FleetId: _, ...target } = TARGET;
  expect(here).toEqual([
    { ...identity, ...target },
    { ...identity, ...RULE, Threshold: 9, PolicyType: 'RuleBased' },
  ]);
  const first = await rig.call('DescribeScalingPolicies', { FleetId, Limit: 3 });
  const { NextToken } = first;
  const second = await rig.call('DescribeScalingPolicies', { FleetId, NextToken });
  expect([first.ScalingPolicies?.length, second.ScalingPolicies?.length]).toEqual([3, 1]);
  const deleted = await rig.call('DescribeScalingPolicies', { FleetId, StatusFilter: 'DELETED' });
  expect(deleted.ScalingPolicies).toEqual([]);

  expect(await rig.call('DeleteScalingPolicy', { FleetId, Name: 'more' })).toBeUndefined();
  const { ScalingPolicies: left } = await rig.call('DescribeScalingPolicies', { FleetId, Location: 'local' });
  expect(left?.map(({ Name }) => Name)).toEqual(['buffer']);
});

test.each<[string, Input<'PutScalingPolicy'>]>([
  ['a rule without a threshold', { ...RULE, Threshold: undefined }],
  ['a rule without minutes', { ...RULE, EvaluationPeriods: undefined }],
  ['a rule with a target', { ...RULE, TargetConfiguration: { TargetValue: 1 } }],
  ['a target of another metric', { ...TARGET, MetricName: 'IdleInstances' }],
  ['a target without a value', { ...TARGET, TargetConfiguration: undefined }],
  ['a target with a threshold', { ...TARGET, Threshold: 1 }],
])('%s fails with InvalidRequestException', async (_what, policy) => {
  const rig = await startRig();
  await rig.addFleet(FleetId);
  const put = rig.call('PutScalingPolicy', policy);
  await expect(put).rejects.toMatchObject(failure('InvalidRequestException'));
});

test('a fleet has one target at most, and as many policies as its quota says', async () => {
  const rig = await startRig({ scalingPoliciesPerFleet: 2 });
  await rig.addFleet(FleetId);
  const invalid = failure('InvalidRequestException');
  await rig.call('PutScalingPolicy', TARGET);
  await expect(rig.call('PutScalingPolicy', { ...TARGET, Name: 'other' })).rejects.toMatchObject(invalid);
  await rig.call('PutScalingPolicy', TARGET);
  await rig.call('PutScalingPolicy', RULE);
  await expect(rig.call('PutScalingPolicy', { ...RULE, Name: 'other' })).rejects.toMatchObject(invalid);
});

test('an ANYWHERE fleet has no policies', async () => {
  const rig = await startRig();
  await rig.addFleet(FleetId, { computeType: 'ANYWHERE' });
  await expect(rig.call('PutScalingPolicy', RULE)).rejects.toMatchObject(failure('InvalidRequestException'));
});

test('scaling is stopped and started for one location alone', async () => {
  const rig = await startRig();
  await rig.addFleet(FleetId, { locations: locationsOn('local', 'eu-west-1') });
  const Actions: ['AUTO_SCALING'] = ['AUTO_SCALING'];
  const stopped = async () => {
    const fleet = await rig.store.get('fleet', 'a', FleetId);
    return Object.values(fleet!.locations).map(place => place.isScalingStopped);
  };
  const identity = { FleetId, FleetArn: rig.arns.of('fleet', FleetId) };
  expect(await rig.call('StopFleetActions', { FleetId, Actions, Location: 'eu-west-1' })).toEqual(identity);
  expect(await stopped()).toEqual([false, true]);
  expect(await rig.call('StartFleetActions', { FleetId, Actions, Location: 'eu-west-1' })).toEqual(identity);
  expect(await stopped()).toEqual([false, false]);
  const nowhere = { FleetId, Actions, Location: 'us-east-1' };
  const invalid = failure('InvalidRequestException');
  await expect(rig.call('StopFleetActions', nowhere)).rejects.toMatchObject(invalid);
  await expect(rig.call('StartFleetActions', nowhere)).rejects.toMatchObject(invalid);
  const described = rig.call('DescribeScalingPolicies', { FleetId, Location: 'us-east-1' });
  await expect(described).rejects.toMatchObject(invalid);
});

test('unknown fleets and policies, and those of another tenant, are NotFound', async () => {
  const rig = await startRig();
  await rig.addFleet(FleetId);
  const notFound = failure('NotFoundException');
  await expect(rig.call('DeleteScalingPolicy', { FleetId, Name: 'none' })).rejects.toMatchObject(notFound);
  const Actions: ['AUTO_SCALING'] = ['AUTO_SCALING'];
  for (const [fleetId, tenant] of [
    ['fleet-none', 'a'],
    [FleetId, 'b'],
  ] as const) {
    const one = { FleetId: fleetId };
    await expect(rig.call('PutScalingPolicy', { ...RULE, ...one }, tenant)).rejects.toMatchObject(notFound);
    await expect(rig.call('DeleteScalingPolicy', { ...one, Name: 'x' }, tenant)).rejects.toMatchObject(
      notFound,
    );
    await expect(rig.call('DescribeScalingPolicies', one, tenant)).rejects.toMatchObject(notFound);
    await expect(rig.call('StartFleetActions', { ...one, Actions }, tenant)).rejects.toMatchObject(notFound);
    await expect(rig.call('StopFleetActions', { ...one, Actions }, tenant)).rejects.toMatchObject(notFound);
  }
});
