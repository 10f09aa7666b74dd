import type { Limits } from '../../../limits/limits.ts';
import { parseRuleSet } from '../../../matchmaking/rule-set/parse-rule-set.ts';
import type { RuleSet } from '../../../matchmaking/rule-set/rule-set.ts';
import type { MatchmakingConfigurationRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { idOf, resourceTypeOf } from '../identifiers.ts';
import { invalidRequest, notFound } from '../service-error.ts';

/**
 * Checks what no schema can say of a matchmaking configuration.
 * @throws {ServiceError} InvalidRequestException; NotFoundException for a rule set or queue that does not exist
 */
export async function requireConfiguration(
  store: Store,
  configuration: MatchmakingConfigurationRecord,
  limits: Limits,
): Promise<void> {
  const { acceptanceRequired, acceptanceTimeoutSeconds, flexMatchMode } = configuration;
  if (acceptanceRequired && acceptanceTimeoutSeconds === undefined) {
    throw invalidRequest('AcceptanceRequired is true; give AcceptanceTimeoutSeconds from 1 to 600 as well');
  }
  if (!acceptanceRequired && acceptanceTimeoutSeconds !== undefined) {
    throw invalidRequest('AcceptanceTimeoutSeconds is only for AcceptanceRequired; leave it out');
  }
  if (flexMatchMode === 'STANDALONE') requireStandalone(configuration);
  else await requireQueues(store, configuration, limits.queuesPerConfiguration);
  const ruleSet = await ruleSetOf(store, configuration, limits);
  const most = ruleSet.teams.reduce((sum, { maxPlayers }) => sum + maxPlayers, 0);
  if (configuration.additionalPlayerCount >= most) {
    throw invalidRequest(
      `AdditionalPlayerCount is ${configuration.additionalPlayerCount}; the teams of rule set ` +
        `"${configuration.ruleSetName}" have room for ${most} players, and a match needs one at least`,
    );
  }
}

/** @throws {ServiceError} NotFoundException; InvalidRequestException for one that today's limits do not allow */
export async function ruleSetOf(
  store: Store,
  { tenantId, ruleSetName }: MatchmakingConfigurationRecord,
  limits: Limits,
): Promise<RuleSet> {
  const record = await store.get('ruleSet', tenantId, ruleSetName);
  if (record === undefined) throw notFound(`there is no rule set "${ruleSetName}"`);
  const parsed = parseRuleSet(record.body, limits);
  if (parsed.ok) return parsed.ruleSet;
  throw invalidRequest(`rule set "${ruleSetName}" is not valid any more: ${parsed.problems[0]?.message}`);
}

function requireStandalone(configuration: MatchmakingConfigurationRecord): void {
  const { queueArns, backfillMode, additionalPlayerCount } = configuration;
  const forbidden = [
    queueArns.length > 0 && 'GameSessionQueueArns',
    backfillMode !== undefined && 'BackfillMode',
    additionalPlayerCount > 0 && 'AdditionalPlayerCount',
  ].filter(name => name !== false);
  if (forbidden.length > 0) {
    throw invalidRequest(`FlexMatchMode is STANDALONE; leave out ${forbidden.join(', ')}`);
  }
}

async function requireQueues(
  store: Store,
  { tenantId, queueArns }: MatchmakingConfigurationRecord,
  most: number,
): Promise<void> {
  if (queueArns.length === 0) {
    throw invalidRequest(
      'GameSessionQueueArns is empty; give the ARN of a queue, or FlexMatchMode STANDALONE',
    );
  }
  if (queueArns.length > most) {
    throw invalidRequest(`GameSessionQueueArns has ${queueArns.length} queues; ${most} are the most`);
  }
  for (const arn of queueArns) {
    if (resourceTypeOf(arn) !== 'gamesessionqueue') {
      throw invalidRequest(`GameSessionQueueArns: "${arn}" is not the ARN of a queue`);
    }
    const queue = await store.get('queue', tenantId, idOf(arn));
    if (queue === undefined) throw notFound(`GameSessionQueueArns: there is no queue "${idOf(arn)}"`);
  }
}
