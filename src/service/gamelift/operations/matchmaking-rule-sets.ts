import type { MatchmakingRuleSet } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import { parseRuleSet } from '../../../matchmaking/rule-set/parse-rule-set.ts';
import type { MatchmakingRuleSetRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { type Arns, idOf } from '../identifiers.ts';
import type { Operations } from '../operation.ts';
import { listPage, wholeList } from '../pages.ts';
import { insertWithinQuota } from '../quota.ts';
import { invalidRequest, notFound } from '../service-error.ts';
import { tagsOf } from '../tags.ts';

const PAGE = 10;

export interface RuleSetDeps {
  store: Store;
  arns: Arns;
  limits: Limits;
  now(): number;
}

export function ruleSetOperations({ store, arns, limits, now }: RuleSetDeps) {
  function describe({ id, body, createdMs }: MatchmakingRuleSetRecord): MatchmakingRuleSet {
    return {
      RuleSetName: id,
      RuleSetArn: arns.named('matchmakingruleset', id),
      RuleSetBody: body,
      CreationTime: new Date(createdMs),
    };
  }

  /** @throws {ServiceError} InvalidRequestException that says all that is wrong */
  function requireValid(body: string): void {
    const parsed = parseRuleSet(body, limits);
    if (parsed.ok) return;
    const problems = parsed.problems.map(
      ({ line, column, message }) => `line ${line}, column ${column}: ${message}`,
    );
    throw invalidRequest(`RuleSetBody is not valid. ${problems.join('; ')}`);
  }

  async function find(tenantId: string, name: string): Promise<MatchmakingRuleSetRecord> {
    const ruleSet = await store.get('ruleSet', tenantId, name);
    if (ruleSet === undefined) throw notFound(`there is no rule set "${name}"`);
    return ruleSet;
  }

  return {
    CreateMatchmakingRuleSet: async ({ Name, RuleSetBody, Tags }, { tenantId }) => {
      if (Name === '') throw invalidRequest('Name is empty; give the rule set a name');
      const tags = tagsOf(Tags, limits.tagsPerResource);
      requireValid(RuleSetBody);
      const ruleSet: MatchmakingRuleSetRecord = { tenantId, id: Name, createdMs: now(), body: RuleSetBody };
      // The operation has no ConflictException
      if (!(await insertWithinQuota(store, 'ruleSet', ruleSet, limits.ruleSetsPerTenant))) {
        throw invalidRequest(
          `there is a rule set "${Name}" already, and none can be changed; choose another Name`,
        );
      }
      await store.updateTags(tenantId, arns.named('matchmakingruleset', Name), () => tags);
      return { RuleSet: describe(ruleSet) };
    },

    ValidateMatchmakingRuleSet: async ({ RuleSetBody }) => {
      requireValid(RuleSetBody);
      return { Valid: true };
    },

    DescribeMatchmakingRuleSets: async (input, { tenantId }) => {
      const names = [...new Set((input.Names ?? []).map(idOf))];
      if (names.length > 0) {
        const found = await Promise.all(names.map(name => find(tenantId, name)));
        return { RuleSets: found.map(describe) };
      }
      const list = (page: Parameters<Store['list']>[2]) => store.list('ruleSet', tenantId, page);
      const { items, nextToken } = await listPage(input, ['DescribeMatchmakingRuleSets'], list, PAGE);
      return { RuleSets: items.map(describe), NextToken: nextToken };
    },

    DeleteMatchmakingRuleSet: async ({ Name }, { tenantId }) => {
      const name = idOf(Name);
      await find(tenantId, name);
      const configurations = await wholeList(page => store.list('matchmakingConfiguration', tenantId, page));
      const user = configurations.find(({ ruleSetName }) => ruleSetName === name);
      if (user !== undefined) {
        throw invalidRequest(
          `rule set "${name}" is used by matchmaking configuration "${user.id}"; delete or update that first`,
        );
      }
      if (!(await store.remove('ruleSet', tenantId, name))) throw notFound(`there is no rule set "${name}"`);
      await store.updateTags(tenantId, arns.named('matchmakingruleset', name), () => ({}));
      return {};
    },
  } satisfies Operations;
}
