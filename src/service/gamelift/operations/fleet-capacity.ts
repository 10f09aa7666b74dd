import type { FleetCapacity, FleetUtilization } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../../limits/limits.ts';
import type { FleetRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { type CapacityControl, withLocation } from '../capacity-control.ts';
import { type FleetSelection, locationOf } from '../fleet-selection.ts';
import type { Arns } from '../identifiers.ts';
import { locationFigures } from '../location-figures.ts';
import type { Input, Operations } from '../operation.ts';
import { invalidRequest, notFound, ServiceError } from '../service-error.ts';

export interface FleetCapacityDeps {
  store: Store;
  arns: Arns;
  fleets: FleetSelection;
  control: CapacityControl;
  limits: Limits;
}

export function fleetCapacityOperations({ store, arns, fleets, control, limits }: FleetCapacityDeps) {
  const { capacityIn, utilizationIn } = capacityViews({ store, arns });

  async function homes(tenantId: string, input: Input<'DescribeFleetCapacity'>, operation: string) {
    const { items, nextToken } = await fleets.page(tenantId, input, operation);
    const [onlyId, ...furtherIds] = input.FleetIds ?? [];
    if (items.length === 0 && onlyId !== undefined && furtherIds.length === 0) {
      throw notFound(`there is no fleet "${onlyId}"`);
    }
    return { items, nextToken };
  }

  return {
    DescribeFleetCapacity: async (input, { tenantId }) => {
      const { items, nextToken } = await homes(tenantId, input, 'DescribeFleetCapacity');
      const capacities = await Promise.all(items.map(fleet => capacityIn(fleet, fleet.homeLocation)));
      return { FleetCapacity: capacities, NextToken: nextToken };
    },

    DescribeFleetUtilization: async (input, { tenantId }) => {
      const { items, nextToken } = await homes(tenantId, input, 'DescribeFleetUtilization');
      const utilizations = await Promise.all(items.map(fleet => utilizationIn(fleet, fleet.homeLocation)));
      return { FleetUtilization: utilizations, NextToken: nextToken };
    },

    UpdateFleetCapacity: async (input, { tenantId }) => {
      const fleet = await fleets.fleet(tenantId, input.FleetId);
      const location = locationOf(fleet, input.Location);
      const changed = await control.change(fleet, location, 'UpdateFleetCapacity', record =>
        withCapacity(record, location, input, limits.instancesPerLocation),
      );
      return {
        FleetId: changed.id,
        FleetArn: arns.of('fleet', changed.id),
        Location: location,
        ManagedCapacityConfiguration: changed.managedCapacity,
      };
    },
  } satisfies Operations;
}

/** What is answered about a fleet in one location, by operations of fleets and of their locations. */
export function capacityViews({ store, arns }: Pick<FleetCapacityDeps, 'store' | 'arns'>) {
  async function figuresIn(fleet: FleetRecord, location: string) {
    return locationFigures(fleet, location, await store.countGameSessions(fleet.tenantId, fleet.id));
  }

  async function capacityIn(fleet: FleetRecord, location: string): Promise<FleetCapacity> {
    const figures = await figuresIn(fleet, location);
    return {
      FleetId: fleet.id,
      FleetArn: arns.of('fleet', fleet.id),
      InstanceType: fleet.instanceType as FleetCapacity['InstanceType'],
      InstanceCounts: {
        DESIRED: figures.desired,
        MINIMUM: figures.min,
        MAXIMUM: figures.max,
        PENDING: figures.pending,
        ACTIVE: figures.active,
        IDLE: figures.idle,
        TERMINATING: figures.terminating,
      },
      Location: location,
      ManagedCapacityConfiguration: fleet.managedCapacity,
    };
  }

  async function utilizationIn(fleet: FleetRecord, location: string): Promise<FleetUtilization> {
    const figures = await figuresIn(fleet, location);
    return {
      FleetId: fleet.id,
      FleetArn: arns.of('fleet', fleet.id),
      // Server processes are started when they are needed; each slot counts as one that stands ready.
      ActiveServerProcessCount: Math.max(figures.slots, figures.takenSlots),
      ActiveGameSessionCount: figures.activeSessions,
      CurrentPlayerSessionCount: figures.players,
      MaximumPlayerSessionCount: figures.maximumPlayers,
      Location: location,
    };
  }

  return { capacityIn, utilizationIn };
}

/**
 * The fleet with the capacity that is asked for in one location; what is not given stays.
 * @throws {ServiceError} InvalidFleetStatusException, InvalidRequestException, LimitExceededException
 */
function withCapacity(
  fleet: FleetRecord,
  location: string,
  input: Input<'UpdateFleetCapacity'>,
  mostInstances: number,
): FleetRecord {
  const place = fleet.locations[location];
  if (fleet.status !== 'ACTIVE' || place?.status !== 'ACTIVE') {
    throw new ServiceError(
      'InvalidFleetStatusException',
      `fleet "${fleet.id}" is ${fleet.status} and ${place?.status ?? 'not there'} in ${location}; both must be ACTIVE`,
    );
  }
  if (fleet.computeType === 'ANYWHERE') {
    throw invalidRequest(
      `fleet "${fleet.id}" is an ANYWHERE fleet, whose capacity is what registers with it`,
    );
  }
  const {
    DesiredInstances: desired = place.desired,
    MinSize: min = place.min,
    MaxSize: max = place.max,
  } = input;
  if (min < 0 || min > desired || desired > max) {
    throw invalidRequest(
      `DesiredInstances must be from MinSize to MaxSize; they would be ${desired}, ${min} and ${max}`,
    );
  }
  if (desired > mostInstances) {
    throw new ServiceError(
      'LimitExceededException',
      `DesiredInstances is ${desired}; a fleet can want ${mostInstances} instances in a location at most`,
    );
  }
  const managedCapacity = input.ManagedCapacityConfiguration ?? fleet.managedCapacity;
  return { ...withLocation(fleet, location, { desired, min, max }), managedCapacity };
}
