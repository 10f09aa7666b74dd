import { expect, test } from 'vitest';
import type { Input } from '../operation.ts';
import { failure, type Rig, START_MS, startRig } from '../test/rig.ts';

const BODY = '{"ruleLanguageVersion":"1.0","teams":[{"name":"all","minPlayers":1,"maxPlayers":4}]}';
const QUEUE_ARN = 'arn:aws:gamelift:local:123456789012:gamesessionqueue/arena';

async function rigWithRuleSet(limits: Parameters<typeof startRig>[0] = {}): Promise<Rig> {
  const rig = await startRig(limits);
  for (const tenant of ['a', 'b']) {
    await rig.call('CreateMatchmakingRuleSet', { Name: 'four', RuleSetBody: BODY }, tenant);
    await rig.call('CreateGameSessionQueue', { Name: 'arena' }, tenant);
  }
  return rig;
}

const DEFAULTS: Input<'CreateMatchmakingConfiguration'> = {
  Name: 'casual',
  RuleSetName: 'four',
  GameSessionQueueArns: [QUEUE_ARN],
  RequestTimeoutSeconds: 60,
  AcceptanceRequired: false,
};
const STANDALONE = { GameSessionQueueArns: undefined, FlexMatchMode: 'STANDALONE' as const };

test('a configuration is made with its defaults, changed in the parts that are given, and deleted', async () => {
  const rig = await rigWithRuleSet();
  const { Configuration: made } = await rig.call('CreateMatchmakingConfiguration', DEFAULTS);
  expect(made).toEqual({
    Name: 'casual',
    ConfigurationArn: 'arn:aws:gamelift:local:123456789012:matchmakingconfiguration/casual',
    GameSessionQueueArns: [QUEUE_ARN],
    RequestTimeoutSeconds: 60,
    AcceptanceRequired: false,
    RuleSetName: 'four',
    RuleSetArn: 'arn:aws:gamelift:local:123456789012:matchmakingruleset/four',
    AdditionalPlayerCount: 0,
    CreationTime: new Date(START_MS),
    GameProperties: [],
    BackfillMode: 'MANUAL',
    FlexMatchMode: 'WITH_QUEUE',
  });
  const changes = {
    Description: 'for all',
    RequestTimeoutSeconds: 90,
    AcceptanceRequired: true,
    AcceptanceTimeoutSeconds: 30,
    AdditionalPlayerCount: 1,
    BackfillMode: 'AUTOMATIC' as const,
    GameProperties: [{ Key: 'k', Value: 'v' }],
    GameSessionData: 'data',
    CustomEventData: 'mine',
    NotificationTarget: 'arn:aws:sns:local:1:topic',
  };
  const Name = made?.ConfigurationArn ?? '';
  const { Configuration: updated } = await rig.call('UpdateMatchmakingConfiguration', { Name, ...changes });
  expect(updated).toMatchObject({ ...changes, Name: 'casual', GameSessionQueueArns: [QUEUE_ARN] });
  const { Configuration: again } = await rig.call('UpdateMatchmakingConfiguration', {
    Name,
    AcceptanceRequired: false,
    CustomEventData: '',
  });
  expect(again?.AcceptanceTimeoutSeconds).toBeUndefined();
  expect(again?.CustomEventData).toBeUndefined();
  const { Configuration: alone } = await rig.call('UpdateMatchmakingConfiguration', {
    Name,
    FlexMatchMode: 'STANDALONE',
  });
  expect(alone).toMatchObject({ GameSessionQueueArns: [], AdditionalPlayerCount: 0 });
  expect(alone?.BackfillMode).toBeUndefined();
  expect(await rig.call('DeleteMatchmakingConfiguration', { Name })).toEqual({});
  expect(await rig.call('DescribeMatchmakingConfigurations', {})).toMatchObject({ Configurations: [] });
});

test.each<[string, Partial<Input<'CreateMatchmakingConfiguration'>>]>([
  ['without a queue', { GameSessionQueueArns: undefined }],
  ['with a queue that is none', { GameSessionQueueArns: ['arn:aws:gamelift:local::fleet/f'] }],
  ['with too many queues', { GameSessionQueueArns: Array(11).fill(QUEUE_ARN) }],
  ['that is STANDALONE with a queue', { ...STANDALONE, GameSessionQueueArns: [QUEUE_ARN] }],
  ['that is STANDALONE with backfill', { ...STANDALONE, BackfillMode: 'MANUAL' }],
  ['that is STANDALONE with additional players', { ...STANDALONE, AdditionalPlayerCount: 1 }],
  ['with a time to accept and nothing to accept', { AcceptanceTimeoutSeconds: 5 }],
  ['with nothing but additional players', { AdditionalPlayerCount: 4 }],
  [
    'with a game property twice',
    {
      GameProperties: [
        { Key: 'k', Value: '1' },
        { Key: 'k', Value: '2' },
      ],
    },
  ],
])('a configuration %s fails with InvalidRequestException', async (_what, parts) => {
  const rig = await rigWithRuleSet();
  const invalid = failure('InvalidRequestException');
  const create = rig.call('CreateMatchmakingConfiguration', { ...DEFAULTS, ...parts });
  await expect(create).rejects.toMatchObject(invalid);
  expect(await rig.call('DescribeMatchmakingConfigurations', {})).toMatchObject({ Configurations: [] });
});

test('acceptance without a time to accept, and a name that is taken or empty, fail with InvalidRequestException', async () => {
  const rig = await rigWithRuleSet();
  const invalid = failure('InvalidRequestException');
  const asking = rig.call('CreateMatchmakingConfiguration', { ...DEFAULTS, AcceptanceRequired: true });
  await expect(asking).rejects.toMatchObject(invalid);
  await rig.call('CreateMatchmakingConfiguration', DEFAULTS);
  for (const Name of ['casual', '']) {
    const again = rig.call('CreateMatchmakingConfiguration', { ...DEFAULTS, Name, RequestTimeoutSeconds: 1 });
    await expect(again).rejects.toMatchObject(invalid);
  }
  const { Configurations } = await rig.call('DescribeMatchmakingConfigurations', {});
  expect(Configurations).toMatchObject([{ RequestTimeoutSeconds: 60 }]);
  const update = rig.call('UpdateMatchmakingConfiguration', { Name: 'casual', AcceptanceTimeoutSeconds: 5 });
  await expect(update).rejects.toMatchObject(invalid);
});

test('a rule set or queue that does not exist is NotFound', async () => {
  const rig = await rigWithRuleSet();
  const notFound = failure('NotFoundException');
  for (const parts of [{ RuleSetName: 'none' }, { GameSessionQueueArns: [`${QUEUE_ARN}s`] }]) {
    const create = rig.call('CreateMatchmakingConfiguration', { ...DEFAULTS, ...parts });
    await expect(create).rejects.toMatchObject(notFound);
  }
});

test('a configuration with active tickets is not deleted', async () => {
  const rig = await rigWithRuleSet();
  await rig.call('CreateMatchmakingRuleSet', {
    Name: 'pair',
    RuleSetBody: BODY.replace('"minPlayers":1', '"minPlayers":2'),
  });
  await rig.call('CreateMatchmakingConfiguration', { ...DEFAULTS, ...STANDALONE, RuleSetName: 'pair' });
  await rig.call('StartMatchmaking', {
    TicketId: 'ann',
    ConfigurationName: 'casual',
    Players: [{ PlayerId: 'ann' }],
  });
  const active = rig.call('DeleteMatchmakingConfiguration', { Name: 'casual' });
  await expect(active).rejects.toMatchObject(failure('InvalidRequestException'));
  await rig.call('StopMatchmaking', { TicketId: 'ann' });
  await rig.call('DeleteMatchmakingConfiguration', { Name: 'casual' });
});

test('configurations are listed by name and by rule set, those that are not there left out', async () => {
  const rig = await rigWithRuleSet();
  await rig.call('CreateMatchmakingRuleSet', { Name: 'other', RuleSetBody: BODY });
  for (const Name of ['one', 'two']) await rig.call('CreateMatchmakingConfiguration', { ...DEFAULTS, Name });
  await rig.call('CreateMatchmakingConfiguration', { ...DEFAULTS, Name: 'three', RuleSetName: 'other' });
  const namesOf = async (input: Input<'DescribeMatchmakingConfigurations'>, tenant = 'a') => {
    const { Configurations = [] } = await rig.call('DescribeMatchmakingConfigurations', input, tenant);
    return Configurations.map(({ Name }) => Name);
  };
  expect(await namesOf({ Names: ['two', 'none'] })).toEqual(['two']);
  expect(await namesOf({ RuleSetName: 'other' })).toEqual(['three']);
  expect(await namesOf({}, 'b')).toEqual([]);
  const first = await rig.call('DescribeMatchmakingConfigurations', { Limit: 2 });
  expect(first.Configurations).toHaveLength(2);
  expect(await namesOf({ Limit: 2, NextToken: first.NextToken })).toEqual(['three']);
});

test('a tenant has as many configurations as its quota says, and none of another tenant', async () => {
  const rig = await rigWithRuleSet({ matchmakingConfigurationsPerTenant: 1 });
  await rig.call('CreateMatchmakingConfiguration', DEFAULTS);
  const second = rig.call('CreateMatchmakingConfiguration', { ...DEFAULTS, Name: 'ranked' });
  await expect(second).rejects.toMatchObject(failure('LimitExceededException'));
  const notFound = failure('NotFoundException');
  const update = rig.call('UpdateMatchmakingConfiguration', { Name: 'casual' }, 'b');
  await expect(update).rejects.toMatchObject(notFound);
  const remove = rig.call('DeleteMatchmakingConfiguration', { Name: 'casual' }, 'b');
  await expect(remove).rejects.toMatchObject(notFound);
});
