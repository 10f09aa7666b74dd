import type { MatchmakingConfiguration } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import type { MatchmakingConfigurationRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { type Arns, idOf } from '../identifiers.ts';
import { requireConfiguration } from '../matchmaking/configuration-rules.ts';
import type { Matchmaking } from '../matchmaking/matchmaking.ts';
import type { Input, Operations } from '../operation.ts';
import { listPage, pageWhere } from '../pages.ts';
import { insertWithinQuota } from '../quota.ts';
import { invalidRequest, notFound } from '../service-error.ts';
import { propertiesOf } from '../sessions/session-parameters.ts';
import { tagsOf } from '../tags.ts';

const PAGE = 10;

export interface ConfigurationDeps {
  store: Store;
  arns: Arns;
  matchmaking: Pick<Matchmaking, 'activeTickets' | 'configurationChanged' | 'configurationDeleted'>;
  limits: Limits;
  now(): number;
}

export function configurationOperations({ store, arns, matchmaking, limits, now }: ConfigurationDeps) {
  function describe(configuration: MatchmakingConfigurationRecord): MatchmakingConfiguration {
    return {
      Name: configuration.id,
      ConfigurationArn: arns.named('matchmakingconfiguration', configuration.id),
      Description: configuration.description,
      GameSessionQueueArns: configuration.queueArns,
      RequestTimeoutSeconds: configuration.requestTimeoutSeconds,
      AcceptanceTimeoutSeconds: configuration.acceptanceTimeoutSeconds,
      AcceptanceRequired: configuration.acceptanceRequired,
      RuleSetName: configuration.ruleSetName,
      RuleSetArn: arns.named('matchmakingruleset', configuration.ruleSetName),
      NotificationTarget: configuration.notificationTarget,
      AdditionalPlayerCount: configuration.additionalPlayerCount,
      CustomEventData: configuration.customEventData,
      CreationTime: new Date(configuration.createdMs),
      GameProperties: configuration.gameProperties,
      GameSessionData: configuration.gameSessionData,
      BackfillMode:
        configuration.flexMatchMode === 'STANDALONE' ? undefined : (configuration.backfillMode ?? 'MANUAL'),
      FlexMatchMode: configuration.flexMatchMode,
    };
  }

  async function find(tenantId: string, name: string): Promise<MatchmakingConfigurationRecord> {
    const configuration = await store.get('matchmakingConfiguration', tenantId, name);
    if (configuration === undefined) throw notFound(`there is no matchmaking configuration "${name}"`);
    return configuration;
  }

  return {
    CreateMatchmakingConfiguration: async (input, { tenantId }) => {
      if (input.Name === '') throw invalidRequest('Name is empty; give the configuration a name');
      const tags = tagsOf(input.Tags, limits.tagsPerResource);
      const configuration = newConfiguration(input, tenantId, now());
      await requireConfiguration(store, configuration, limits);
      const quota = limits.matchmakingConfigurationsPerTenant;
      // The operation has no ConflictException
      if (!(await insertWithinQuota(store, 'matchmakingConfiguration', configuration, quota))) {
        throw invalidRequest(
          `there is a matchmaking configuration "${input.Name}" already; choose another Name or update that one`,
        );
      }
      const arn = arns.named('matchmakingconfiguration', configuration.id);
      await store.updateTags(tenantId, arn, () => tags);
      await matchmaking.configurationChanged(configuration);
      return { Configuration: describe(configuration) };
    },

    DescribeMatchmakingConfigurations: async (input, { tenantId }) => {
      const names = [...new Set((input.Names ?? []).map(idOf))];
      if (names.length > PAGE) {
        throw invalidRequest(`Names has ${names.length} names; ask for ${PAGE} at most`);
      }
      const ruleSetName = input.RuleSetName === undefined ? undefined : idOf(input.RuleSetName);
      const isWanted = (one: MatchmakingConfigurationRecord): boolean =>
        ruleSetName === undefined || one.ruleSetName === ruleSetName;
      if (names.length > 0) {
        const found = await Promise.all(
          names.map(name => store.get('matchmakingConfiguration', tenantId, name)),
        );
        const wanted = found.filter(one => one !== undefined).filter(isWanted);
        return { Configurations: wanted.map(describe) };
      }
      const { items, nextToken } = await listPage(
        input,
        ['DescribeMatchmakingConfigurations', ruleSetName],
        page => pageWhere(page, part => store.list('matchmakingConfiguration', tenantId, part), isWanted),
        PAGE,
      );
      return { Configurations: items.map(describe), NextToken: nextToken };
    },

    UpdateMatchmakingConfiguration: async (input, { tenantId }) => {
      const name = idOf(input.Name);
      await requireConfiguration(store, changed(await find(tenantId, name), input), limits);
      const updated = await store.update('matchmakingConfiguration', tenantId, name, configuration =>
        changed(configuration, input),
      );
      if (updated === undefined) throw notFound(`there is no matchmaking configuration "${name}"`);
      await matchmaking.configurationChanged(updated);
      return { Configuration: describe(updated) };
    },

    DeleteMatchmakingConfiguration: async ({ Name }, { tenantId }) => {
      const name = idOf(Name);
      const configuration = await find(tenantId, name);
      const tickets = matchmaking.activeTickets(tenantId, name);
      if (tickets > 0) {
        throw invalidRequest(
          `${tickets} tickets are active in matchmaking configuration "${name}"; stop them first`,
        );
      }
      await store.remove('matchmakingConfiguration', tenantId, name);
      matchmaking.configurationDeleted(configuration);
      await store.updateTags(tenantId, arns.named('matchmakingconfiguration', name), () => ({}));
      return {};
    },
  } satisfies Operations;
}

function newConfiguration(
  input: Input<'CreateMatchmakingConfiguration'>,
  tenantId: string,
  createdMs: number,
): MatchmakingConfigurationRecord {
  return {
    tenantId,
    id: input.Name,
    createdMs,
    description: input.Description,
    ruleSetName: idOf(input.RuleSetName),
    flexMatchMode: input.FlexMatchMode ?? 'WITH_QUEUE',
    backfillMode: input.BackfillMode,
    queueArns: input.GameSessionQueueArns ?? [],
    requestTimeoutSeconds: input.RequestTimeoutSeconds,
    acceptanceRequired: input.AcceptanceRequired,
    acceptanceTimeoutSeconds: input.AcceptanceTimeoutSeconds,
    additionalPlayerCount: input.AdditionalPlayerCount ?? 0,
    gameProperties: propertiesOf(input.GameProperties),
    gameSessionData: input.GameSessionData,
    customEventData: input.CustomEventData || undefined,
    notificationTarget: input.NotificationTarget || undefined,
  };
}

/** What is not given stays as it is, unless what is given rules it out. */
function changed(
  before: MatchmakingConfigurationRecord,
  input: Input<'UpdateMatchmakingConfiguration'>,
): MatchmakingConfigurationRecord {
  const flexMatchMode = input.FlexMatchMode ?? before.flexMatchMode;
  const acceptanceRequired = input.AcceptanceRequired ?? before.acceptanceRequired;
  const kept =
    flexMatchMode === before.flexMatchMode
      ? before
      : { backfillMode: undefined, queueArns: [], additionalPlayerCount: 0 };
  return {
    ...before,
    description: input.Description ?? before.description,
    ruleSetName: input.RuleSetName === undefined ? before.ruleSetName : idOf(input.RuleSetName),
    flexMatchMode,
    backfillMode: input.BackfillMode ?? kept.backfillMode,
    queueArns: input.GameSessionQueueArns ?? kept.queueArns,
    requestTimeoutSeconds: input.RequestTimeoutSeconds ?? before.requestTimeoutSeconds,
    acceptanceRequired,
    acceptanceTimeoutSeconds:
      input.AcceptanceTimeoutSeconds ?? (acceptanceRequired ? before.acceptanceTimeoutSeconds : undefined),
    additionalPlayerCount: input.AdditionalPlayerCount ?? kept.additionalPlayerCount,
    gameProperties:
      input.GameProperties === undefined ? before.gameProperties : propertiesOf(input.GameProperties),
    gameSessionData: input.GameSessionData ?? before.gameSessionData,
    customEventData: (input.CustomEventData ?? before.customEventData) || undefined,
    notificationTarget: (input.NotificationTarget ?? before.notificationTarget) || undefined,
  };
}
