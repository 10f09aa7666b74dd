import type { LocationModel } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import type { Store } from '../../../store/store.ts';
import { type Arns, idOf } from '../identifiers.ts';
import type { Operations } from '../operation.ts';
import { listPage, pageOfArray, wholeList } from '../pages.ts';
import { insertWithinQuota } from '../quota.ts';
import { invalidRequest, notFound, ServiceError } from '../service-error.ts';
import { tagsOf } from '../tags.ts';

const PAGE = 200;

export interface LocationDeps {
  store: Store;
  arns: Arns;
  limits: Limits;
  now(): number;
}

/** Custom locations; the service's own region is the one location that is there without being made. */
export function locationOperations({ store, arns, limits, now }: LocationDeps) {
  function describe(name: string): LocationModel {
    return { LocationName: name, LocationArn: arns.named('location', name) };
  }

  return {
    CreateLocation: async ({ LocationName, Tags }, { tenantId }) => {
      const tags = tagsOf(Tags, limits.tagsPerResource);
      const location = { tenantId, id: LocationName, createdMs: now() };
      if (!(await insertWithinQuota(store, 'location', location, limits.customLocationsPerTenant))) {
        throw new ServiceError('ConflictException', `there is a location "${LocationName}" already`);
      }
      await store.updateTags(tenantId, arns.named('location', LocationName), () => tags);
      return { Location: describe(LocationName) };
    },

    ListLocations: async (input, { tenantId }) => {
      const filters = input.Filters ?? ['AWS', 'CUSTOM'];
      const custom = await wholeList(page => store.list('location', tenantId, page));
      const locations = [
        ...(filters.includes('AWS') ? [{ LocationName: arns.place.region }] : []),
        ...(filters.includes('CUSTOM') ? custom.map(({ id }) => describe(id)) : []),
      ];
      const query = ['ListLocations', ...filters];
      const page = await listPage(input, query, async request => pageOfArray(locations, request), PAGE);
      return { Locations: page.items, NextToken: page.nextToken };
    },

    DeleteLocation: async ({ LocationName }, { tenantId }) => {
      const name = idOf(LocationName);
      const fleets = await wholeList(page => store.list('fleet', tenantId, page));
      const user = fleets.find(
        ({ status, locations }) => status !== 'TERMINATED' && Object.hasOwn(locations, name),
      );
      if (user !== undefined) {
        throw invalidRequest(
          `fleet "${user.id}" is in location "${name}"; take it away with DeleteFleetLocations`,
        );
      }
      if (!(await store.remove('location', tenantId, name))) throw notFound(`there is no location "${name}"`);
      await store.updateTags(tenantId, arns.named('location', name), () => ({}));
      return {};
    },
  } satisfies Operations;
}
