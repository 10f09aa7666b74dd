import { expect, test } from 'vitest';
import { failure, START_MS, startRig } from '../test/rig.ts';

const BODY = '{"ruleLanguageVersion":"1.0","teams":[{"name":"all","minPlayers":1,"maxPlayers":4}]}';
const ARN = 'arn:aws:gamelift:local:123456789012:matchmakingruleset/four';

test('a rule set is kept as it was given, named by its name or its ARN, and deleted', async () => {
  const rig = await startRig();
  const { RuleSet: made } = await rig.call('CreateMatchmakingRuleSet', {
    Name: 'four',
    RuleSetBody: BODY,
    Tags: [{ Key: 'team', Value: 'a' }],
  });
  const expected = {
    RuleSetName: 'four',
    RuleSetArn: ARN,
    RuleSetBody: BODY,
    CreationTime: new Date(START_MS),
  };
  expect(made).toEqual(expected);
  const byArn = await rig.call('DescribeMatchmakingRuleSets', { Names: [ARN] });
  expect(byArn.RuleSets).toEqual([expected]);
  const { Tags } = await rig.call('ListTagsForResource', { ResourceARN: ARN });
  expect(Tags).toEqual([{ Key: 'team', Value: 'a' }]);
  expect(await rig.call('DeleteMatchmakingRuleSet', { Name: 'four' })).toEqual({});
  expect(await rig.call('DescribeMatchmakingRuleSets', {})).toMatchObject({ RuleSets: [] });
});

test('a rule set that is not valid is refused with all that is wrong, and where', async () => {
  const rig = await startRig();
  const RuleSetBody = '{"teams":[{"name":"all","minPlayers":5,"maxPlayers":4}]}';
  const refused = {
    ...failure('InvalidRequestException'),
    message: expect.stringMatching(/line 1, column \d+: .*; line 1, column \d+: /),
  };
  await expect(rig.call('ValidateMatchmakingRuleSet', { RuleSetBody })).rejects.toMatchObject(refused);
  const create = rig.call('CreateMatchmakingRuleSet', { Name: 'bad', RuleSetBody });
  await expect(create).rejects.toMatchObject(refused);
  expect(await rig.call('ValidateMatchmakingRuleSet', { RuleSetBody: BODY })).toEqual({ Valid: true });
});

test('a name that is taken or empty fails with InvalidRequestException, and leaves the rule set as it was', async () => {
  const rig = await startRig();
  await rig.call('CreateMatchmakingRuleSet', { Name: 'four', RuleSetBody: BODY });
  const invalid = failure('InvalidRequestException');
  for (const Name of ['four', '']) {
    const again = rig.call('CreateMatchmakingRuleSet', { Name, RuleSetBody: `${BODY} ` });
    await expect(again).rejects.toMatchObject(invalid);
  }
  const { RuleSets } = await rig.call('DescribeMatchmakingRuleSets', {});
  expect(RuleSets?.map(({ RuleSetBody }) => RuleSetBody)).toEqual([BODY]);
});

test('a rule set that a configuration uses is not deleted', async () => {
  const rig = await startRig();
  await rig.call('CreateMatchmakingRuleSet', { Name: 'four', RuleSetBody: BODY });
  await rig.call('CreateMatchmakingConfiguration', {
    Name: 'casual',
    RuleSetName: ARN,
    RequestTimeoutSeconds: 60,
    AcceptanceRequired: false,
    FlexMatchMode: 'STANDALONE',
  });
  const used = rig.call('DeleteMatchmakingRuleSet', { Name: 'four' });
  await expect(used).rejects.toMatchObject({
    ...failure('InvalidRequestException'),
    message: expect.stringContaining('"casual"'),
  });
  await rig.call('DeleteMatchmakingConfiguration', { Name: 'casual' });
  await rig.call('DeleteMatchmakingRuleSet', { Name: 'four' });
});

test('a tenant has as many rule sets as its quota says, and sees those of no other', async () => {
  const rig = await startRig({ ruleSetsPerTenant: 1 });
  await rig.call('CreateMatchmakingRuleSet', { Name: 'four', RuleSetBody: BODY });
  const second = rig.call('CreateMatchmakingRuleSet', { Name: 'five', RuleSetBody: BODY });
  await expect(second).rejects.toMatchObject(failure('LimitExceededException'));
  const notFound = failure('NotFoundException');
  const named = rig.call('DescribeMatchmakingRuleSets', { Names: ['four'] }, 'b');
  await expect(named).rejects.toMatchObject(notFound);
  await expect(rig.call('DeleteMatchmakingRuleSet', { Name: 'four' }, 'b')).rejects.toMatchObject(notFound);
  expect(await rig.call('DescribeMatchmakingRuleSets', {}, 'b')).toMatchObject({ RuleSets: [] });
});

test('rule sets are listed ten at a time at most', async () => {
  const rig = await startRig();
  const names = Array.from({ length: 12 }, (_, index) => `set-${index}`);
  for (const Name of names) await rig.call('CreateMatchmakingRuleSet', { Name, RuleSetBody: BODY });
  const first = await rig.call('DescribeMatchmakingRuleSets', {});
  const second = await rig.call('DescribeMatchmakingRuleSets', { NextToken: first.NextToken });
  expect(first.RuleSets).toHaveLength(10);
  const listed = [first, second].flatMap(({ RuleSets }) => RuleSets?.map(({ RuleSetName }) => RuleSetName));
  expect(listed).toEqual(names);
});
