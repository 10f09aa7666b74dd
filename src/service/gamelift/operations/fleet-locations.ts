import type { LocationAttributes, LocationState } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import type { FleetRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import type { FleetLocations } from '../fleet-locations.ts';
import type { FleetSelection } from '../fleet-selection.ts';
import type { Arns } from '../identifiers.ts';
import { isKnownLocation } from '../known-locations.ts';
import type { Operations } from '../operation.ts';
import { listPage, pageOfArray } from '../pages.ts';
import { invalidRequest, notFound } from '../service-error.ts';
import { capacityViews } from './fleet-capacity.ts';

export interface FleetLocationDeps {
  store: Store;
  arns: Arns;
  fleets: FleetSelection;
  locations: FleetLocations;
  limits: Limits;
}

export function fleetLocationOperations({ store, arns, fleets, locations, limits }: FleetLocationDeps) {
  const { capacityIn, utilizationIn } = capacityViews({ store, arns });

  function identity({ id }: FleetRecord) {
    return { FleetId: id, FleetArn: arns.of('fleet', id) };
  }

  return {
    CreateFleetLocations: async ({ FleetId, Locations }, { tenantId }) => {
      const fleet = await fleets.fleet(tenantId, FleetId);
      const names = Locations.map(({ Location }) => Location);
      for (const name of names) {
        if (await isKnownLocation(store, tenantId, name, arns.place.region)) continue;
        throw invalidRequest(`"${name}" is no region, and no custom location that CreateLocation has made`);
      }
      const changed = await locations.add(fleet, names, limits.locationsPerFleet);
      return { ...identity(changed), LocationStates: statesOf(changed, names) };
    },

    DeleteFleetLocations: async ({ FleetId, Locations }, { tenantId }) => {
      const fleet = await fleets.fleet(tenantId, FleetId);
      const changed = await locations.remove(fleet, Locations);
      return { ...identity(changed), LocationStates: statesOf(changed, Locations) };
    },

    DescribeFleetLocationAttributes: async (input, { tenantId }) => {
      const fleet = await fleets.fleet(tenantId, input.FleetId);
      const names = input.Locations ?? [];
      for (const name of names) requireLocation(fleet, name);
      const wanted = names.length > 0 ? names : Object.keys(fleet.locations);
      const query = ['DescribeFleetLocationAttributes', fleet.id, ...names];
      const { items, nextToken } = await listPage(input, query, async page => pageOfArray(wanted, page));
      return {
        ...identity(fleet),
        LocationAttributes: items.map(name => attributesOf(fleet, name)),
        NextToken: nextToken,
      };
    },

    DescribeFleetLocationCapacity: async ({ FleetId, Location }, { tenantId }) => {
      const fleet = await fleets.fleet(tenantId, FleetId);
      return { FleetCapacity: await capacityIn(fleet, requireLocation(fleet, Location)) };
    },

    DescribeFleetLocationUtilization: async ({ FleetId, Location }, { tenantId }) => {
      const fleet = await fleets.fleet(tenantId, FleetId);
      return { FleetUtilization: await utilizationIn(fleet, requireLocation(fleet, Location)) };
    },
  } satisfies Operations;
}

/** @throws {ServiceError} NotFoundException, as these operations answer where others say InvalidRequestException */
function requireLocation(fleet: FleetRecord, location: string): string {
  if (Object.hasOwn(fleet.locations, location)) return location;
  throw notFound(`fleet "${fleet.id}" is not in location "${location}"`);
}

function statesOf(fleet: FleetRecord, locations: readonly string[]): LocationState[] {
  return locations.map(Location => ({ Location, Status: fleet.locations[Location]?.status }));
}

function attributesOf(fleet: FleetRecord, location: string): LocationAttributes {
  const isStopped = fleet.locations[location]?.isScalingStopped === true;
  return {
    LocationState: { Location: location, Status: fleet.locations[location]?.status },
    StoppedActions: isStopped ? ['AUTO_SCALING'] : undefined,
  };
}
