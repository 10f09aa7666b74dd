import type { FleetStatus } from '@aws-sdk/client-gamelift';
import type { FleetLocationRecord, FleetRecord } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import { withLocation } from './capacity-control.ts';
import type { FleetEventSink } from './fleet-event-sink.ts';
import type { GameSessionEngine } from './game-session-engine.ts';
import { invalidRequest, notFound, ServiceError } from './service-error.ts';

/** The states of a location until it can be used, as a fleet's own. */
const WAY: readonly FleetStatus[] = ['NEW', 'DOWNLOADING', 'VALIDATING', 'BUILDING', 'ACTIVATING', 'ACTIVE'];

/** What a fleet is to have in a location when nothing else is said. */
const NEW_LOCATION: FleetLocationRecord = {
  status: 'NEW',
  desired: 1,
  min: 0,
  max: 1,
  isScalingStopped: false,
};

export interface FleetLocationsDeps {
  store: Store;
  engine: Pick<GameSessionEngine, 'endAll'>;
  events: Pick<FleetEventSink, 'locationEntered'>;
  /** Told of what goes wrong while locations change state, which nobody waits for. */
  onError(error: unknown): void;
}

/**
 * Brings fleets that are ACTIVE into further locations, and takes them away from there. Every state is in the store, so
 * that what was under way goes on after a restart.
 */
export class FleetLocations {
  readonly #deps: FleetLocationsDeps;
  readonly #underWay = new Set<Promise<void>>();

  constructor(deps: FleetLocationsDeps) {
    this.#deps = deps;
  }

  /**
   * Resolves when the new locations are NEW.
   * @throws {ServiceError} NotFoundException, InvalidFleetStatusException, InvalidRequestException for a location that
   * is there already, LimitExceededException
   */
  async add(
    { tenantId, id }: FleetRecord,
    locations: readonly string[],
    quota: number,
  ): Promise<FleetRecord> {
    const { store, events } = this.#deps;
    const fleet = await store.update('fleet', tenantId, id, record =>
      withNewLocations(record, locations, quota),
    );
    if (fleet === undefined) throw notFound(`there is no fleet "${id}"`);
    for (const location of locations) {
      await events.locationEntered(fleet, location, 'NEW');
      this.#run(() => this.#advance(fleet, location));
    }
    return fleet;
  }

  /**
   * Resolves when the locations are DELETING; they are gone when all game sessions there have ended.
   * @throws {ServiceError} NotFoundException, InvalidRequestException for the home location and for one that is not there
   */
  async remove({ tenantId, id }: FleetRecord, locations: readonly string[]): Promise<FleetRecord> {
    const { store, events } = this.#deps;
    let isBegun: readonly string[] = [];
    const fleet = await store.update('fleet', tenantId, id, record => {
      isBegun = locations.filter(location => record.locations[location]?.status !== 'DELETING');
      return locations.reduce(withoutUse, record);
    });
    if (fleet === undefined) throw notFound(`there is no fleet "${id}"`);
    for (const location of isBegun) {
      await events.locationEntered(fleet, location, 'DELETING');
      this.#run(() => this.#finishRemoval(fleet, location));
    }
    return fleet;
  }

  /** Takes up what was under way when the service was ended. */
  async resume(): Promise<void> {
    for (const fleet of await this.#deps.store.listAll('fleet')) {
      // In every other state of a fleet its locations go along with it
      if (fleet.status !== 'ACTIVE') continue;
      for (const [location, { status }] of Object.entries(fleet.locations)) {
        if (status === 'DELETING') this.#run(() => this.#finishRemoval(fleet, location));
        else if (status !== 'ACTIVE') this.#run(() => this.#advance(fleet, location));
      }
    }
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #run(task: () => Promise<void>): void {
    const running = task()
      .catch(error => this.#deps.onError(error))
      .finally(() => this.#underWay.delete(running));
    this.#underWay.add(running);
  }

  /** One state after the other; there is nothing to do in any of them on a machine that has the script already. */
  async #advance({ tenantId, id, locations }: FleetRecord, location: string): Promise<void> {
    const { store, events } = this.#deps;
    let from = locations[location]?.status ?? 'ACTIVE';
    for (const to of WAY.slice(WAY.indexOf(from) + 1)) {
      let isEntered = false;
      const fleet = await store.update('fleet', tenantId, id, record => {
        isEntered = record.status === 'ACTIVE' && record.locations[location]?.status === from;
        return isEntered ? withLocation(record, location, { status: to }) : record;
      });
      if (fleet === undefined || !isEntered) return;
      await events.locationEntered(fleet, location, to);
      from = to;
    }
  }

  async #finishRemoval(fleet: FleetRecord, location: string): Promise<void> {
    const { store, engine, events } = this.#deps;
    await engine.endAll(fleet, location);
    const without = await store.update('fleet', fleet.tenantId, fleet.id, record => {
      const { [location]: _, ...locations } = record.locations;
      return { ...record, locations };
    });
    if (without !== undefined) await events.locationEntered(without, location, 'TERMINATED');
  }
}

function withNewLocations(fleet: FleetRecord, locations: readonly string[], quota: number): FleetRecord {
  if (fleet.status !== 'ACTIVE') {
    throw new ServiceError(
      'InvalidFleetStatusException',
      `fleet "${fleet.id}" is ${fleet.status}; it must be ACTIVE`,
    );
  }
  const all = { ...fleet.locations };
  for (const location of locations) {
    if (Object.hasOwn(all, location)) throw invalidRequest(`fleet "${fleet.id}" is in "${location}" already`);
    all[location] = NEW_LOCATION;
  }
  const count = Object.keys(all).length;
  if (count > quota) {
    throw new ServiceError(
      'LimitExceededException',
      `a fleet can be in ${quota} locations at most, its home included; these would be ${count}`,
    );
  }
  return { ...fleet, locations: all };
}

function withoutUse(fleet: FleetRecord, location: string): FleetRecord {
  if (location === fleet.homeLocation) {
    throw invalidRequest(
      `"${location}" is the home location of fleet "${fleet.id}" and stays as long as the fleet`,
    );
  }
  if (!Object.hasOwn(fleet.locations, location)) {
    throw invalidRequest(`fleet "${fleet.id}" is not in location "${location}"`);
  }
  return withLocation(fleet, location, { status: 'DELETING' });
}
