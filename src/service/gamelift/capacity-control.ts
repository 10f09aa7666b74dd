import type { FleetLocationRecord, FleetRecord } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import type { FleetEventSink } from './fleet-event-sink.ts';
import type { GameSessionEngine } from './game-session-engine.ts';
import { wholeList } from './pages.ts';
import { notFound } from './service-error.ts';

export interface CapacityControlDeps {
  store: Store;
  engine: Pick<GameSessionEngine, 'endAll'>;
  events: Pick<FleetEventSink, 'add'>;
  /** Told of what goes wrong where nobody waits. */
  onError(error: unknown): void;
}

/** Switches fleets on and off in a location: this machine is the one instance that they have there. */
export class CapacityControl {
  readonly #store: Store;
  readonly #engine: Pick<GameSessionEngine, 'endAll'>;
  readonly #events: Pick<FleetEventSink, 'add'>;
  readonly #onError: (error: unknown) => void;

  constructor({ store, engine, events, onError }: CapacityControlDeps) {
    this.#store = store;
    this.#engine = engine;
    this.#events = events;
    this.#onError = onError;
  }

  /**
   * Changes what a fleet is to have in one location, and notes it as a FLEET_SCALING_EVENT. Where nothing is wanted
   * any more, its game sessions there begin to end; see `drain`.
   * @param change may throw, and then nothing is changed; the whole fleet is given and taken back
   * @throws {ServiceError} NotFoundException
   */
  async change(
    { tenantId, id }: FleetRecord,
    location: string,
    reason: string,
    change: (fleet: FleetRecord) => FleetRecord,
  ): Promise<FleetRecord> {
    let before = 0;
    const fleet = await this.#store.update('fleet', tenantId, id, record => {
      before = record.locations[location]?.desired ?? 0;
      return change(record);
    });
    if (fleet === undefined) throw notFound(`there is no fleet "${id}"`);
    const after = fleet.locations[location]?.desired ?? 0;
    if (after === before) return fleet;
    const message = `Fleet ${id} changed its desired instances in ${location} from ${before} to ${after}: ${reason}`;
    await this.#events.add(fleet, 'FLEET_SCALING_EVENT', message);
    if (after === 0) this.drain(fleet, location).catch(this.#onError);
    return fleet;
  }

  /** As `change`, for the desired number alone; nothing is done when it is not `from` any more. */
  setDesired(
    fleet: FleetRecord,
    location: string,
    desired: number,
    reason: string,
    from: number,
  ): Promise<FleetRecord> {
    return this.change(fleet, location, reason, record =>
      record.locations[location]?.desired === from ? withLocation(record, location, { desired }) : record,
    );
  }

  /**
   * Switches a fleet on that has scaled to zero by itself, for a game session that is wanted now.
   * @returns the fleet as it is then
   */
  async demand(fleet: FleetRecord, location: string): Promise<FleetRecord> {
    if (!comesOnDemand(fleet, location)) return fleet;
    return this.setDesired(fleet, location, 1, 'a game session is wanted', 0);
  }

  /**
   * Ends the game sessions of a location in which no instance is wanted, unless one of them is ACTIVE and protected:
   * all of them are on the same instance, which then stays until that one is over.
   */
  async drain(fleet: FleetRecord, location: string): Promise<void> {
    if (!(await this.hasProtectedSession(fleet, location))) await this.#engine.endAll(fleet, location);
  }

  async hasProtectedSession({ tenantId, id }: FleetRecord, location: string): Promise<boolean> {
    const selector = { fleetId: id, location, status: 'ACTIVE' as const };
    const sessions = await wholeList(page => this.#store.listGameSessions(tenantId, selector, page));
    return sessions.some(session => session.protectionPolicy === 'FullProtection');
  }
}

/** Whether it stands at zero, and is to be there when it is wanted. */
export function comesOnDemand(fleet: FleetRecord, location: string): boolean {
  const place = fleet.locations[location];
  return (
    fleet.status === 'ACTIVE' &&
    place?.status === 'ACTIVE' &&
    place.desired === 0 &&
    place.max > 0 &&
    !place.isScalingStopped &&
    fleet.managedCapacity?.ZeroCapacityStrategy === 'SCALE_TO_AND_FROM_ZERO'
  );
}

/** The fleet with parts of one of its locations changed. */
export function withLocation(
  fleet: FleetRecord,
  location: string,
  parts: Partial<FleetLocationRecord>,
): FleetRecord {
  const place = fleet.locations[location];
  if (place === undefined) return fleet;
  return { ...fleet, locations: { ...fleet.locations, [location]: { ...place, ...parts } } };
}
