import { expect, test } from 'vitest';
import { script } from '../../../store/test/records.ts';
import { failure, startRig } from '../test/rig.ts';

async function rigWithResources() {
  const rig = await startRig();
  await rig.store.insert('script', script('script-1'));
  await rig.addFleet('fleet-1');
  await rig.call('CreateLocation', { LocationName: 'custom-attic' });
  await rig.call('CreateGameSessionQueue', { Name: 'arena' });
  return rig;
}

test('scripts, fleets, aliases, queues and locations are tagged by ARNs of any region and account', async () => {
  const rig = await rigWithResources();
  const { Alias } = await rig.call('CreateAlias', {
    Name: 'live',
    RoutingStrategy: { Type: 'SIMPLE', FleetId: 'fleet-1' },
  });
  const arns = [
    'arn:aws:gamelift:us-west-2::script/script-1',
    'arn:aws:gamelift:us-west-2:111122223333:fleet/fleet-1',
    Alias?.AliasArn ?? '',
    'arn:aws:gamelift:eu-west-1::gamesessionqueue/arena',
    'arn:aws:gamelift:eu-west-1:1:location/custom-attic',
  ];
  for (const ResourceARN of arns) {
    await rig.call('TagResource', { ResourceARN, Tags: [{ Key: 'team', Value: 'red' }] });
    await rig.call('TagResource', {
      ResourceARN,
      Tags: [
        { Key: 'team', Value: 'blue' },
        { Key: 'stage', Value: '' },
      ],
    });
    const { Tags } = await rig.call('ListTagsForResource', { ResourceARN });
    expect(Tags).toEqual([
      { Key: 'team', Value: 'blue' },
      { Key: 'stage', Value: '' },
    ]);
    await rig.call('UntagResource', { ResourceARN, TagKeys: ['team', 'unknown'] });
    expect(await rig.call('ListTagsForResource', { ResourceARN })).toEqual({
      Tags: [{ Key: 'stage', Value: '' }],
    });
  }
  expect(await rig.store.getTags('a', rig.arns.named('gamesessionqueue', 'arena'))).toEqual({ stage: '' });
});

test.each([
  ['a fleet that is not there', 'arn:aws:gamelift:local::fleet/fleet-none', 'NotFoundException'],
  ['a kind of thing that is not there', 'arn:aws:gamelift:local::build/build-1', 'NotFoundException'],
  ['a kind named like a part of every object', 'arn:aws:gamelift:local::constructor/x', 'NotFoundException'],
  ['no ARN', 'fleet-1', 'InvalidRequestException'],
])('tagging %s fails', async (_what, ResourceARN, type) => {
  const rig = await rigWithResources();
  const Tags = [{ Key: 'team', Value: 'red' }];
  await expect(rig.call('TagResource', { ResourceARN, Tags })).rejects.toMatchObject(failure(type));
  await expect(rig.call('UntagResource', { ResourceARN, TagKeys: [] })).rejects.toMatchObject(failure(type));
  await expect(rig.call('ListTagsForResource', { ResourceARN })).rejects.toMatchObject(failure(type));
});

test('a bad tag and one too many fail with TaggingFailedException, and change nothing', async () => {
  const rig = await rigWithResources();
  const ResourceARN = rig.arns.of('fleet', 'fleet-1');
  const taggingFailed = failure('TaggingFailedException');
  const bad = [{ Key: 'aws:own', Value: 'x' }];
  await expect(rig.call('TagResource', { ResourceARN, Tags: bad })).rejects.toMatchObject(taggingFailed);
  const fifty = Array.from({ length: 50 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
  await rig.call('TagResource', { ResourceARN, Tags: fifty });
  const another = [{ Key: 'another', Value: '' }];
  await expect(rig.call('TagResource', { ResourceARN, Tags: another })).rejects.toMatchObject(taggingFailed);
  expect((await rig.call('ListTagsForResource', { ResourceARN })).Tags).toHaveLength(50);
});

test('operations that make something take its tags, and make nothing when a tag is bad', async () => {
  const rig = await startRig();
  const Tags = [{ Key: 'team', Value: 'red' }];
  await rig.call('CreateGameSessionQueue', { Name: 'arena', Tags });
  await rig.call('CreateLocation', { LocationName: 'custom-attic', Tags });
  for (const arn of [
    rig.arns.named('gamesessionqueue', 'arena'),
    rig.arns.named('location', 'custom-attic'),
  ]) {
    expect(await rig.call('ListTagsForResource', { ResourceARN: arn })).toEqual({ Tags });
  }
  const bad = { Tags: [{ Key: 'aws:own', Value: 'x' }] };
  const taggingFailed = failure('TaggingFailedException');
  const RoutingStrategy = { Type: 'TERMINAL', Message: 'x' } as const;
  await expect(rig.call('CreateGameSessionQueue', { Name: 'b', ...bad })).rejects.toMatchObject(
    taggingFailed,
  );
  await expect(rig.call('CreateLocation', { LocationName: 'custom-b', ...bad })).rejects.toMatchObject(
    taggingFailed,
  );
  await expect(rig.call('CreateAlias', { Name: 'b', RoutingStrategy, ...bad })).rejects.toMatchObject(
    taggingFailed,
  );
  expect((await rig.call('ListAliases', {})).Aliases).toEqual([]);
});

test("another tenant's resources have no tags", async () => {
  const rig = await rigWithResources();
  const ResourceARN = rig.arns.of('fleet', 'fleet-1');
  const notFound = failure('NotFoundException');
  await expect(rig.call('ListTagsForResource', { ResourceARN }, 'b')).rejects.toMatchObject(notFound);
});
