import { randomUUID } from 'node:crypto';
import type { EventCode, FleetStatus } from '@aws-sdk/client-gamelift';
import type { Limits } from '../../limits/limits.ts';
import type { FleetRecord } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';

/** The events of a fleet's states. There is none for the time that deleting takes. */
const FLEET_EVENTS: Partial<Record<FleetStatus, EventCode>> = {
  NEW: 'FLEET_CREATED',
  DOWNLOADING: 'FLEET_STATE_DOWNLOADING',
  VALIDATING: 'FLEET_STATE_VALIDATING',
  BUILDING: 'FLEET_STATE_BUILDING',
  ACTIVATING: 'FLEET_STATE_ACTIVATING',
  ACTIVE: 'FLEET_STATE_ACTIVE',
  ERROR: 'FLEET_STATE_ERROR',
  TERMINATED: 'FLEET_DELETED',
};

/** The events of the states of a location, which have names of their own. */
const LOCATION_EVENTS: Partial<Record<FleetStatus, EventCode>> = {
  NEW: 'LOCATION_STATE_PENDING',
  DOWNLOADING: 'LOCATION_STATE_CREATING',
  BUILDING: 'LOCATION_STATE_CREATED',
  ACTIVATING: 'LOCATION_STATE_ACTIVATING',
  ACTIVE: 'LOCATION_STATE_ACTIVE',
  ERROR: 'LOCATION_STATE_ERROR',
  DELETING: 'LOCATION_STATE_DELETING',
  TERMINATED: 'LOCATION_STATE_DELETED',
};

export type FleetName = Pick<FleetRecord, 'tenantId' | 'id'>;

/** Writes down what happens to fleets, for DescribeFleetEvents. */
export class FleetEvents {
  readonly #store: Store;
  readonly #maxLength: number;
  readonly #now: () => number;

  constructor({ store, limits, now }: { store: Store; limits: Limits; now(): number }) {
    this.#store = store;
    this.#maxLength = limits.fleetEventLength;
    this.#now = now;
  }

  /** @param message for the fleet's owner; what is longer than `fleetEventLength` is cut */
  async add({ tenantId, id }: FleetName, code: EventCode, message: string): Promise<void> {
    await this.#store.addFleetEvent({
      tenantId,
      fleetId: id,
      eventId: randomUUID(),
      code,
      message: message.slice(0, this.#maxLength),
      timeMs: this.#now(),
    });
  }

  /** The fleet has entered the state it is in, and its locations have gone along. */
  async entered(fleet: FleetRecord): Promise<void> {
    const { id, status, homeLocation, locations } = fleet;
    const code = FLEET_EVENTS[status];
    if (code !== undefined) await this.add(fleet, code, `Fleet ${id} changed state to ${status}`);
    for (const location of Object.keys(locations)) {
      // What is at home is said of the fleet.
      if (location !== homeLocation && locations[location]!.status === status) {
        await this.locationEntered(fleet, location, status);
      }
    }
  }

  /** A location of the fleet has entered a state. */
  async locationEntered(fleet: FleetName, location: string, status: FleetStatus): Promise<void> {
    const code = LOCATION_EVENTS[status];
    if (code === undefined) return;
    await this.add(fleet, code, `Location ${location} of fleet ${fleet.id} changed state to ${status}`);
  }
}
