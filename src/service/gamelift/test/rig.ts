import { EventEmitter, once } from 'node:events';
import { onTestFinished } from 'vitest';
import { type Limits, resolveLimits } from '../../../limits/limits.ts';
import type { FleetRecord } from '../../../store/records.ts';
import { SqliteStore } from '../../../store/sqlite/sqlite-store.ts';
import { fleet } from '../../../store/test/records.ts';
import { CapacityControl } from '../capacity-control.ts';
import { FleetLocations } from '../fleet-locations.ts';
import { FleetSelection } from '../fleet-selection.ts';
import { Arns } from '../identifiers.ts';
import type { StartEngineLink } from '../matchmaking/engine/engine-link.ts';
import { Matchmaking } from '../matchmaking/matchmaking.ts';
import type { MatchmakingHappening, MatchmakingListener } from '../matchmaking/matchmaking-listener.ts';
import { startEngineHere } from '../matchmaking/test/engine-here.ts';
import type { Handler, Input, OperationName, Output } from '../operation.ts';
import { aliasOperations } from '../operations/aliases.ts';
import { fleetCapacityOperations } from '../operations/fleet-capacity.ts';
import { fleetLocationOperations } from '../operations/fleet-locations.ts';
import { instanceOperations } from '../operations/instances.ts';
import { locationOperations } from '../operations/locations.ts';
import { configurationOperations } from '../operations/matchmaking-configurations.ts';
import { ruleSetOperations } from '../operations/matchmaking-rule-sets.ts';
import { ticketOperations } from '../operations/matchmaking-tickets.ts';
import { placementOperations } from '../operations/placements.ts';
import { queueOperations } from '../operations/queues.ts';
import { scalingOperations } from '../operations/scaling.ts';
import { tagOperations } from '../operations/tags.ts';
import { PlacementEngine } from '../placement/placement-engine.ts';
import type { PlacementEventDetail } from '../placement/placement-events.ts';
import { ScalingRunner } from '../scaling-runner.ts';
import { FakeSessions } from './fake-sessions.ts';

export const START_MS = 1_700_000_000_000;

export type Rig = Awaited<ReturnType<typeof startRig>>;

export interface RigOptions {
  /** That of another rig, to go on with. */
  store?: SqliteStore;
  /** What looks for matches; default: this thread. */
  startEngine?: StartEngineLink;
}

/** Operations over a store in memory, with game sessions that are none and a clock that stands still. */
export async function startRig(limitOverrides: Partial<Limits> = {}, options: RigOptions = {}) {
  const { startEngine = startEngineHere } = options;
  const store = options.store ?? (await newStore());
  const clock = { nowMs: START_MS };
  const now = () => clock.nowMs;
  const limits = resolveLimits(limitOverrides);
  const arns = new Arns({ region: 'local', accountId: '123456789012' });
  const fleets = new FleetSelection({ store });
  const sessions = new FakeSessions({ store, arns, now });
  const errors: unknown[] = [];
  const onError = (error: unknown) => void errors.push(error);
  /** Of fleets, as `<code>` or `<state> <location>`. */
  const fleetEvents: string[] = [];
  const events = {
    add: async (_fleet: FleetRecord, code: string) => void fleetEvents.push(code),
    locationEntered: async (_fleet: FleetRecord, location: string, status: string) =>
      void fleetEvents.push(`${status} ${location}`),
  };
  const control = new CapacityControl({ store, engine: sessions, events, onError });
  const ended = new EventEmitter<{ placement: [PlacementEventDetail] }>();
  const startPlacements = () =>
    new PlacementEngine({
      ...{ store, sessions, control, limits, now, onError },
      listener: {
        placementEnded: ({ tenantId }, detail) => {
          ended.emit('placement', detail);
          matchmaking.placementEnded(tenantId, detail);
        },
      },
    });
  const placements = startPlacements();
  const happenings: MatchmakingHappening[] = [];
  const listeners: MatchmakingListener[] = [
    { happened: (_configuration, happening) => void happenings.push(happening) },
  ];
  const matchmaking = new Matchmaking({
    ...{ store, arns, sessions, placements, limits, now, onError },
    listener: {
      started: (...what) => {
        for (const one of listeners) one.started?.(...what);
      },
      happened: (...what) => {
        for (const one of listeners) one.happened(...what);
      },
    },
    startEngine,
  });
  const locations = new FleetLocations({ store, engine: sessions, events, onError });
  const scaling = new ScalingRunner({
    ...{ store, control, limits, now, onError },
    demandOn: fleetId => placements.demandOn(fleetId),
  });
  const machine = { instanceId: 'i-machine', ipAddress: '127.0.0.1', dnsName: 'localhost' };
  const shared = { store, arns, fleets, limits, now };
  const operations = {
    ...aliasOperations(shared),
    ...fleetCapacityOperations({ ...shared, control }),
    ...fleetLocationOperations({ ...shared, locations }),
    ...instanceOperations({ ...shared, machine }),
    ...locationOperations(shared),
    ...placementOperations({ ...shared, placements }),
    ...ruleSetOperations(shared),
    ...configurationOperations({ ...shared, matchmaking }),
    ...ticketOperations({ ...shared, matchmaking }),
    ...queueOperations({ ...shared, placements }),
    ...scalingOperations(shared),
    ...tagOperations(shared),
  };
  type Known = keyof typeof operations & OperationName;

  onTestFinished(async () => {
    await placements.close();
    await matchmaking.close();
    await locations.settled();
    if (options.store === undefined) await store.close();
    if (errors.length > 0) throw errors[0];
  });

  return {
    store,
    clock,
    arns,
    sessions,
    errors,
    fleetEvents,
    placements,
    startPlacements,
    matchmaking,
    /** What the listener was told. */
    happenings,
    /** More of them. */
    listeners,
    locations,
    scaling,
    control,
    call: <N extends Known>(name: N, input: Input<N>, tenantId = 'a'): Promise<Output<N>> => {
      const handler = operations[name] as unknown as Handler<N>;
      return handler(input, { tenantId, requestId: 'request' }) as Promise<Output<N>>;
    },
    /** The next placement that ends. */
    nextEnded: async (): Promise<PlacementEventDetail> => (await once(ended, 'placement'))[0],
    addFleet: async (id: string, rest: Partial<FleetRecord> = {}): Promise<string> => {
      await store.insert(
        'fleet',
        fleet(id, { runtimeConfiguration: slots(2), instanceType: 'c5.large', ...rest }),
      );
      return arns.of('fleet', id);
    },
  };
}

async function newStore(): Promise<SqliteStore> {
  const store = new SqliteStore({ file: ':memory:' });
  await store.open();
  return store;
}

/** A runtime configuration with so many server processes. */
export function slots(ConcurrentExecutions: number): FleetRecord['runtimeConfiguration'] {
  return { ServerProcesses: [{ LaunchPath: 'main.js', ConcurrentExecutions }] };
}

/** Locations of a fleet, all on. */
export function locationsOn(...names: string[]): FleetRecord['locations'] {
  const on = { status: 'ACTIVE', desired: 1, min: 0, max: 1, isScalingStopped: false } as const;
  return Object.fromEntries(names.map(name => [name, on]));
}

/** What a call is answered with that fails so. */
export function failure(type: string) {
  return { type };
}
