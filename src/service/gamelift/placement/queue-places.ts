import type { FleetRecord, QueueRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { comesOnDemand } from '../capacity-control.ts';
import { fleetCapacity } from '../fleet-capacity.ts';
import { idOf, resourceTypeOf } from '../identifiers.ts';
import type { Place } from './places.ts';

/**
 * Where a queue's destinations could have a game session: in each location that is on, or comes on demand. What leads
 * nowhere is left out: fleets that are not ACTIVE or not there, aliases without a fleet.
 */
export async function placesOf(store: Store, queue: QueueRecord): Promise<Place[]> {
  const places = new Map<string, Place>();
  for (const [destination, { DestinationArn = '' }] of queue.destinations.entries()) {
    const fleet = await destinationFleet(store, queue.tenantId, DestinationArn);
    if (fleet === undefined) continue;
    for (const location of Object.keys(fleet.locations)) {
      const place = { fleetId: fleet.id, location, destination };
      const isFirst = !places.has(placeKey(place));
      const isThere = fleetCapacity(fleet, location).slots > 0 || comesOnDemand(fleet, location);
      if (isFirst && isThere) places.set(placeKey(place), place);
    }
  }
  return [...places.values()];
}

/** Undefined for what is neither a fleet nor an alias of one. */
export async function destinationFleet(
  store: Store,
  tenantId: string,
  arn: string,
): Promise<FleetRecord | undefined> {
  const type = resourceTypeOf(arn);
  if (type === 'fleet') return store.get('fleet', tenantId, idOf(arn));
  if (type !== 'alias') return undefined;
  const alias = await store.get('alias', tenantId, idOf(arn));
  const { Type, FleetId } = alias?.routingStrategy ?? {};
  return Type === 'SIMPLE' && FleetId !== undefined ? store.get('fleet', tenantId, FleetId) : undefined;
}

export function placeKey({ fleetId, location }: Pick<Place, 'fleetId' | 'location'>): string {
  return `${fleetId}/${location}`;
}
