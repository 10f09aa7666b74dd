import { Counter, Gauge, Registry } from 'prom-client';
import type { Limits } from '../../../limits/limits.ts';
import type { MetricsPart } from '../../../metrics/metrics-page.ts';
import { SeriesBound } from '../../../metrics/series-bound.ts';
import type { FleetRecord } from '../../../store/records.ts';
import type { Store } from '../../../store/store.ts';
import { type LocationFigures, locationFigures } from '../location-figures.ts';
import { FLEET_EVENT_METRICS, FLEET_GAUGES, QUEUE_EVENT_METRICS } from './metric-names.ts';

export interface GameLiftMetricsDeps {
  store: Store;
  limits: Limits;
  /** The queues in which placements wait. */
  waiting(): readonly WaitingQueue[];
}

export interface QueueName {
  tenantId: string;
  id: string;
}

export interface WaitingQueue extends QueueName {
  depth: number;
}

export type FleetEvent = keyof typeof FLEET_EVENT_METRICS;
export type QueueEvent = keyof typeof QUEUE_EVENT_METRICS;

const FLEET_LABELS = ['fleet_id', 'location'] as const;
const QUEUE_LABELS = ['tenant_id', 'queue_name'] as const;
/** Of all together that are beyond the bound. */
const OTHER_PLACES = { fleet_id: 'other', location: 'other' };
const OTHER_QUEUES = { tenant_id: 'other', queue_name: 'other' };

/** The metrics of the service API, with the names of CloudWatch as Prometheus spells them. */
export class GameLiftMetrics implements MetricsPart {
  readonly registry = new Registry();
  readonly #deps: GameLiftMetricsDeps;
  readonly #places: SeriesBound;
  readonly #queues: SeriesBound;
  readonly #fleetGauges = new Map<string, Gauge>();
  readonly #fleetEvents = new Map<FleetEvent, Counter>();
  readonly #queueEvents = new Map<QueueEvent, Counter>();
  readonly #queueDepth: Gauge;
  readonly #waitSeconds: Counter;

  constructor(deps: GameLiftMetricsDeps) {
    this.#deps = deps;
    this.#places = new SeriesBound(deps.limits.metricFleetLocations);
    this.#queues = new SeriesBound(deps.limits.metricQueues);
    const registers = [this.registry];
    const ofFleet = { labelNames: FLEET_LABELS, registers };
    const ofQueue = { labelNames: QUEUE_LABELS, registers };
    for (const [name, { help }] of Object.entries(FLEET_GAUGES)) {
      this.#fleetGauges.set(name, new Gauge({ name, help, ...ofFleet }));
    }
    for (const [event, metric] of Object.entries(FLEET_EVENT_METRICS)) {
      this.#fleetEvents.set(event as FleetEvent, new Counter({ ...metric, ...ofFleet }));
    }
    for (const [event, metric] of Object.entries(QUEUE_EVENT_METRICS)) {
      this.#queueEvents.set(event as QueueEvent, new Counter({ ...metric, ...ofQueue }));
    }
    const depth = { name: 'gamelift_queue_depth', help: 'Placements that wait.' };
    this.#queueDepth = new Gauge({ ...depth, ...ofQueue });
    const wait = 'Time that placements waited before they succeeded; with placements_succeeded the average.';
    this.#waitSeconds = new Counter({ name: 'gamelift_wait_time_seconds_total', help: wait, ...ofQueue });
  }

  fleetEvent(event: FleetEvent, fleetId: string, location: string): void {
    this.#fleetEvents.get(event)!.inc(this.#placeLabels(fleetId, location));
  }

  /** @param waitMs how long the placement has waited, where it succeeded */
  queueEvent(event: QueueEvent, queue: QueueName, waitMs = 0): void {
    const labels = this.#queueLabels(queue);
    this.#queueEvents.get(event)!.inc(labels);
    if (event === 'succeeded') this.#waitSeconds.inc(labels, Math.max(0, waitMs) / 1000);
  }

  async refresh(): Promise<void> {
    const { store, waiting } = this.#deps;
    const fleets = (await store.listAll('fleet')).filter(({ status }) => status !== 'TERMINATED');
    const queues = await store.listAll('queue');
    const figures: { fleetId: string; location: string; figures: LocationFigures }[] = [];
    for (const fleet of fleets) figures.push(...(await this.#figuresOf(fleet)));
    // From here on nothing waits, so that whoever reads meanwhile sees all or nothing.
    this.#forget(new Set(figures.map(placeKey)), new Set(queues.map(queueKey)));
    for (const [name, gauge] of this.#fleetGauges) {
      gauge.reset();
      for (const one of figures) {
        const { value, isPercentage } = FLEET_GAUGES[name]!;
        const labels = this.#placeLabels(one.fleetId, one.location);
        if (isPercentage && labels === OTHER_PLACES) continue;
        gauge.inc(labels, value(one.figures));
      }
    }
    this.#queueDepth.reset();
    for (const queue of queues) this.#queueDepth.inc(this.#queueLabels(queue), 0);
    for (const queue of waiting()) this.#queueDepth.inc(this.#queueLabels(queue), queue.depth);
  }

  async #figuresOf(fleet: FleetRecord) {
    const counts = await this.#deps.store.countGameSessions(fleet.tenantId, fleet.id);
    return Object.keys(fleet.locations).map(location => ({
      fleetId: fleet.id,
      location,
      figures: locationFigures(fleet, location, counts),
    }));
  }

  #placeLabels(fleetId: string, location: string) {
    const isOwn = this.#places.admits(placeKey({ fleetId, location }));
    return isOwn ? { fleet_id: fleetId, location } : OTHER_PLACES;
  }

  #queueLabels(queue: QueueName) {
    const isOwn = this.#queues.admits(queueKey(queue));
    return isOwn ? { tenant_id: queue.tenantId, queue_name: queue.id } : OTHER_QUEUES;
  }

  /** What is no more has no series. */
  #forget(places: ReadonlySet<string>, queues: ReadonlySet<string>): void {
    for (const key of this.#places.keep(places)) {
      const [fleetId = '', location = ''] = key.split(' ');
      for (const counter of this.#fleetEvents.values()) counter.remove({ fleet_id: fleetId, location });
    }
    for (const key of this.#queues.keep(queues)) {
      const [name = '', ...tenantId] = key.split(' ');
      const labels = { tenant_id: tenantId.join(' '), queue_name: name };
      for (const counter of [...this.#queueEvents.values(), this.#waitSeconds]) counter.remove(labels);
    }
  }
}

/** Ids of fleets have no blanks, and names of queues neither. */
function placeKey({ fleetId, location }: { fleetId: string; location: string }): string {
  return `${fleetId} ${location}`;
}

function queueKey({ tenantId, id }: QueueName): string {
  return `${id} ${tenantId}`;
}
