import type { Alias, RoutingStrategy } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import type { AliasRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import type { FleetSelection } from '../fleet-selection.ts';
import { type Arns, idOf, newId } from '../identifiers.ts';
import type { Operations } from '../operation.ts';
import { listPage, pageOfArray, wholeList } from '../pages.ts';
import { insertWithinQuota } from '../quota.ts';
import { invalidRequest, notFound } from '../service-error.ts';
import { tagsOf } from '../tags.ts';

export interface AliasDeps {
  store: Store;
  arns: Arns;
  fleets: FleetSelection;
  limits: Limits;
  now(): number;
}

export function aliasOperations({ store, arns, fleets, limits, now }: AliasDeps) {
  function describe(alias: AliasRecord): Alias {
    return {
      AliasId: alias.id,
      Name: alias.name,
      AliasArn: arns.of('alias', alias.id),
      Description: alias.description,
      RoutingStrategy: alias.routingStrategy,
      CreationTime: new Date(alias.createdMs),
      LastUpdatedTime: new Date(alias.updatedMs),
    };
  }

  /** @throws {ServiceError} InvalidRequestException for parts that do not fit its type, and for an unknown fleet */
  async function requireStrategy(tenantId: string, strategy: RoutingStrategy): Promise<void> {
    const { Type: type, FleetId: fleetId, Message: message } = strategy;
    if (type === undefined) throw invalidRequest('RoutingStrategy.Type must be SIMPLE or TERMINAL');
    if (type === 'TERMINAL') {
      if (message !== undefined && fleetId === undefined) return;
      throw invalidRequest('a RoutingStrategy of type TERMINAL has a Message and no FleetId');
    }
    if (fleetId === undefined) throw invalidRequest('a RoutingStrategy of type SIMPLE needs a FleetId');
    const fleet = await store.get('fleet', tenantId, fleetId);
    if (fleet === undefined || fleet.status === 'TERMINATED') {
      throw invalidRequest(`RoutingStrategy.FleetId: there is no fleet "${fleetId}"`);
    }
  }

  return {
    CreateAlias: async ({ Name, Description, RoutingStrategy, Tags }, { tenantId }) => {
      const tags = tagsOf(Tags, limits.tagsPerResource);
      await requireStrategy(tenantId, RoutingStrategy);
      const createdMs = now();
      const alias: AliasRecord = {
        tenantId,
        id: newId('alias'),
        createdMs,
        updatedMs: createdMs,
        name: Name,
        description: Description,
        routingStrategy: RoutingStrategy,
      };
      await insertWithinQuota(store, 'alias', alias, limits.aliasesPerTenant);
      await store.updateTags(tenantId, arns.of('alias', alias.id), () => tags);
      return { Alias: describe(alias) };
    },

    DescribeAlias: async ({ AliasId }, { tenantId }) => ({
      Alias: describe(await fleets.alias(tenantId, AliasId)),
    }),

    ListAliases: async (input, { tenantId }) => {
      const { RoutingStrategyType: type, Name: name } = input;
      const all = await wholeList(page => store.list('alias', tenantId, page));
      const wanted = all.filter(
        alias =>
          (type === undefined || alias.routingStrategy.Type === type) &&
          (name === undefined || alias.name === name),
      );
      const query = ['ListAliases', type, name];
      const { items, nextToken } = await listPage(input, query, async page => pageOfArray(wanted, page));
      return { Aliases: items.map(describe), NextToken: nextToken };
    },

    UpdateAlias: async ({ AliasId, Name, Description, RoutingStrategy }, { tenantId }) => {
      const { id } = await fleets.alias(tenantId, AliasId);
      if (RoutingStrategy !== undefined) await requireStrategy(tenantId, RoutingStrategy);
      const updated = await store.update('alias', tenantId, id, alias => ({
        ...alias,
        name: Name ?? alias.name,
        description: Description ?? alias.description,
        routingStrategy: RoutingStrategy ?? alias.routingStrategy,
        updatedMs: now(),
      }));
      if (updated === undefined) throw notFound(`there is no alias "${id}"`);
      return { Alias: describe(updated) };
    },

    DeleteAlias: async ({ AliasId }, { tenantId }) => {
      const id = idOf(AliasId);
      if (!(await store.remove('alias', tenantId, id))) throw notFound(`there is no alias "${id}"`);
      await store.updateTags(tenantId, arns.of('alias', id), () => ({}));
      return undefined;
    },

    ResolveAlias: async ({ AliasId }, { tenantId }) => {
      const fleet = await fleets.behindAlias(tenantId, AliasId);
      return { FleetId: fleet.id, FleetArn: arns.of('fleet', fleet.id) };
    },
  } satisfies Operations;
}
