import { setTimeout } from 'node:timers/promises';
import type { EventCode, FleetStatus } from '@aws-sdk/client-gamelift';
import type { Logger } from 'pino';
import { PlaypenError } from '../../errors.ts';
import type { Limits } from '../../limits/limits.ts';
import { TaskQueue } from '../../scripts/task-queue.ts';
import type { FleetRecord } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import type { FleetEvents } from './fleet-events.ts';
import type { GameSessionEngine } from './game-session-engine.ts';
import type { Arns } from './identifiers.ts';
import { faultEvent } from './script-faults.ts';
import type { ScriptLibrary } from './script-library.ts';
import { notFound, ServiceError } from './service-error.ts';

/** The states of a fleet until it can be used; a fleet passes all of them. */
const WAY: readonly FleetStatus[] = ['NEW', 'DOWNLOADING', 'VALIDATING', 'BUILDING', 'ACTIVATING', 'ACTIVE'];
/** What may be otherwise in a moment, through no fault of the script. */
const BUSY: ReadonlySet<string> = new Set(['publish_busy', 'no_capacity', 'worker_lost']);

export interface FleetLifecycleOptions {
  store: Store;
  library: ScriptLibrary;
  engine: Pick<GameSessionEngine, 'endAll'>;
  events: FleetEvents;
  arns: Arns;
  limits: Limits;
  log: Logger;
  now(): number;
}

/** Why a fleet cannot become ACTIVE, as its event says it. */
class FleetFailure extends Error {
  readonly code: EventCode;

  constructor(code: EventCode, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Takes fleets through their states: from NEW to ACTIVE or ERROR, and from DELETING to TERMINATED. Every state is in
 * the store, so that what was under way goes on after a restart.
 */
export class FleetLifecycle {
  readonly #options: FleetLifecycleOptions;
  /** No longer than there are fleets, which a quota bounds. */
  readonly #activations: TaskQueue;
  readonly #underWay = new Set<Promise<void>>();
  readonly #closing = new AbortController();

  constructor(options: FleetLifecycleOptions) {
    this.#options = options;
    const maxRunning = options.limits.bundleProcesses;
    this.#activations = new TaskQueue({ maxRunning, maxWaiting: Number.POSITIVE_INFINITY });
  }

  /** Takes a fleet that has just been made through its states. Resolves when that is under way. */
  async begin(fleet: FleetRecord): Promise<void> {
    await this.#options.events.entered(fleet);
    if (fleet.status !== 'ACTIVE') this.#activate(fleet);
  }

  /**
   * Deletes a fleet in whatever state it is: its game sessions end. Resolves when it is DELETING.
   * @throws {ServiceError} NotFoundException, InvalidFleetStatusException
   */
  async delete(tenantId: string, id: string): Promise<void> {
    const { store, events } = this.#options;
    const fleet = await store.update('fleet', tenantId, id, record => {
      if (record.status === 'DELETING' || record.status === 'TERMINATED') {
        throw new ServiceError('InvalidFleetStatusException', `fleet "${id}" is ${record.status} already`);
      }
      return inStatus(record, 'DELETING');
    });
    if (fleet === undefined) throw notFound(`there is no fleet "${id}"`);
    await events.entered(fleet);
    this.#run(fleet, () => this.#finishDeleting(fleet));
  }

  /** Takes up what was under way when the service stopped. Resolves when all of it is under way again. */
  async resume(): Promise<void> {
    for (const fleet of await this.#options.store.listAll('fleet')) {
      if (fleet.status === 'DELETING') this.#run(fleet, () => this.#finishDeleting(fleet));
      else if (fleet.status !== 'ACTIVE' && WAY.includes(fleet.status)) this.#activate(fleet);
    }
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** Leaves fleets where they are; resolves when nothing is under way. Close the bundler, too, or it is waited for. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.settled();
  }

  #activate(fleet: FleetRecord): void {
    this.#run(fleet, () => this.#activations.run(() => this.#advance(fleet)));
  }

  #run(fleet: FleetRecord, task: () => Promise<void>): void {
    const running = task()
      .catch((error: unknown) => {
        if (this.#closing.signal.aborted) return;
        this.#options.log.error(
          { err: error, fleetId: fleet.id },
          'the state of a fleet could not be changed',
        );
      })
      .finally(() => this.#underWay.delete(running));
    this.#underWay.add(running);
  }

  async #advance(from: FleetRecord): Promise<void> {
    let fleet: FleetRecord | undefined = from;
    while (fleet !== undefined && fleet.status !== 'ACTIVE' && !this.#closing.signal.aborted) {
      try {
        await this.#doWork(fleet);
      } catch (error) {
        if (!this.#closing.signal.aborted) await this.#fail(fleet, error);
        return;
      }
      fleet = await this.#enter(fleet, WAY[WAY.indexOf(fleet.status) + 1]!);
    }
  }

  /** Does what the state that a fleet is in is there for. */
  async #doWork(fleet: FleetRecord): Promise<void> {
    if (fleet.status === 'DOWNLOADING') await this.#requireContent(fleet);
    if (fleet.status === 'VALIDATING') await this.#validate(fleet);
  }

  async #requireContent(fleet: FleetRecord): Promise<void> {
    const { library } = this.#options;
    const script = await library.scriptOf(fleet).catch((error: unknown) => {
      throw faultEvent(error) === undefined
        ? error
        : new FleetFailure('FLEET_BINARY_DOWNLOAD_FAILED', messageOf(error));
    });
    if (await library.contents.has(script.contentHash)) return;
    const message = `the content of script "${script.id}" is lost; upload it again with UpdateScript`;
    throw new FleetFailure('FLEET_BINARY_DOWNLOAD_FAILED', message);
  }

  /** Waits as long as there is no room, and tells the fleet's owner so once. */
  async #validate(fleet: FleetRecord): Promise<void> {
    const { store, library, events, limits } = this.#options;
    for (let attempt = 1; ; attempt++) {
      try {
        return await library.validateCurrent(fleet);
      } catch (error) {
        if (!(error instanceof PlaypenError) || !BUSY.has(error.code)) throw error;
        if (attempt === 1) {
          await events.add(fleet, 'GENERIC_EVENT', `Fleet ${fleet.id} waits: ${error.message}`);
        }
        await setTimeout(limits.fleetRetryMs, undefined, { signal: this.#closing.signal });
        const { status } = (await store.get('fleet', fleet.tenantId, fleet.id)) ?? {};
        if (status !== fleet.status) return;
      }
    }
  }

  async #fail(fleet: FleetRecord, error: unknown): Promise<void> {
    const { events, log } = this.#options;
    const code = error instanceof FleetFailure ? error.code : faultEvent(error);
    if (code === undefined) log.error({ err: error, fleetId: fleet.id }, 'a fleet could not be activated');
    await this.#enter(fleet, 'ERROR', () =>
      code === undefined
        ? events.add(fleet, 'FLEET_INITIALIZATION_FAILED', 'the server failed; its log says why')
        : events.add(fleet, code, messageOf(error)),
    );
  }

  async #finishDeleting(fleet: FleetRecord): Promise<void> {
    const { store, engine, arns } = this.#options;
    await engine.endAll(fleet);
    await store.updateTags(fleet.tenantId, arns.of('fleet', fleet.id), () => ({}));
    await this.#enter(fleet, 'TERMINATED');
  }

  /**
   * Brings a fleet into its next state.
   * @param tell adds what comes before the event of the state
   * @returns undefined, and nothing done, when somebody else has changed its state
   */
  async #enter(
    { tenantId, id, status: from }: FleetRecord,
    to: FleetStatus,
    tell?: () => Promise<void>,
  ): Promise<FleetRecord | undefined> {
    const { store, events, now } = this.#options;
    const fleet = await store.update('fleet', tenantId, id, record => {
      if (record.status !== from) return record;
      return { ...inStatus(record, to), ...(to === 'TERMINATED' ? { terminatedMs: now() } : {}) };
    });
    if (fleet?.status !== to) return undefined;
    await tell?.();
    await events.entered(fleet);
    return fleet;
  }
}

/** The fleet in this state, with all its locations but those that it is about to leave. */
function inStatus(fleet: FleetRecord, status: FleetStatus): FleetRecord {
  const locations = Object.entries(fleet.locations).map(([name, place]) => {
    const isLeft = place.status === 'DELETING' && status !== 'TERMINATED';
    return [name, isLeft ? place : { ...place, status }];
  });
  return { ...fleet, status, locations: Object.fromEntries(locations) };
}

function messageOf(error: unknown): string {
  return (error as Error).message;
}
