import type { Limits } from '../../limits/limits.ts';
import type { FleetRecord, ScalingProgress } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import { type CapacityControl, comesOnDemand } from './capacity-control.ts';
import { type LocationFigures, locationFigures } from './location-figures.ts';
import { evaluatePolicy, type QueueDemand } from './scaling.ts';

const MINUTE_MS = 60_000;
const DEFAULT_INACTIVITY_MINUTES = 30;
const UNTOUCHED: ScalingProgress = { appliedMs: 0, breachedSinceMs: 0 };

export interface ScalingRunnerDeps {
  store: Store;
  control: CapacityControl;
  /** What waits in queues for a fleet. */
  demandOn(fleetId: string): QueueDemand;
  limits: Limits;
  now(): number;
  /** Told of what goes wrong; it is tried again the next time. */
  onError(error: unknown): void;
}

/** Where a fleet stands in one location. */
interface Situation {
  fleet: FleetRecord;
  location: string;
  figures: LocationFigures;
}

/** Looks regularly at all fleets, and switches them on and off as their scaling policies and their use say. */
export class ScalingRunner {
  readonly #deps: ScalingRunnerDeps;
  /** Since when fleets that scale to zero by themselves have had no game session, by fleet and location. */
  #idleSinceMs = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;

  constructor(deps: ScalingRunnerDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#timer = setInterval(() => this.tick(), this.#deps.limits.scalingIntervalMs).unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#round;
  }

  /** Looks at all fleets once; at one that is being looked at already, not again. */
  tick(): Promise<void> {
    this.#round ??= this.#lookAtAll().finally(() => {
      this.#round = undefined;
    });
    return this.#round;
  }

  async #lookAtAll(): Promise<void> {
    const { store, onError } = this.#deps;
    const idleBefore = this.#idleSinceMs;
    this.#idleSinceMs = new Map();
    const fleets = await store.listAll('fleet').catch(error => {
      onError(error);
      return [];
    });
    for (const fleet of fleets) {
      if (fleet.status === 'ACTIVE' && fleet.computeType === 'EC2') {
        await this.#lookAt(fleet, idleBefore).catch(onError);
      }
    }
  }

  async #lookAt(fleet: FleetRecord, idleBefore: ReadonlyMap<string, number>): Promise<void> {
    const counts = await this.#deps.store.countGameSessions(fleet.tenantId, fleet.id);
    for (const [location, place] of Object.entries(fleet.locations)) {
      if (place.status !== 'ACTIVE') continue;
      const situation = { fleet, location, figures: locationFigures(fleet, location, counts) };
      if (place.desired === 0 && situation.figures.takenSlots > 0) {
        await this.#deps.control.drain(fleet, location);
      }
      if (place.isScalingStopped) continue;
      await this.#applyPolicies(situation);
      await this.#scaleToZero(situation, idleBefore);
    }
  }

  /** The first policy that wants a change gets it; the others have their turn with the new figures. */
  async #applyPolicies(situation: Situation): Promise<void> {
    const { fleet, location, figures } = situation;
    // Nothing is wanted of a fleet that has scaled to zero by itself, until a game session is
    if (fleet.scalingPolicies.length === 0 || comesOnDemand(fleet, location)) return;
    const { store, demandOn, now } = this.#deps;
    const progress = new Map<string, ScalingProgress>();
    for (const policy of fleet.scalingPolicies) {
      const { Name: name = '' } = policy;
      const before = policy.progress[location] ?? UNTOUCHED;
      const evaluation = evaluatePolicy(policy, before, figures, demandOn(fleet.id), now());
      const isApplied =
        evaluation.desired !== undefined &&
        (await this.#setDesired(situation, evaluation.desired, `scaling policy ${name}`));
      const appliedMs = isApplied ? evaluation.progress.appliedMs : before.appliedMs;
      const after = { ...evaluation.progress, appliedMs };
      if (after.appliedMs !== before.appliedMs || after.breachedSinceMs !== before.breachedSinceMs) {
        progress.set(name, after);
      }
      if (isApplied) break;
    }
    if (progress.size === 0) return;
    await store.update('fleet', fleet.tenantId, fleet.id, record => withProgress(record, location, progress));
  }

  async #scaleToZero(situation: Situation, idleBefore: ReadonlyMap<string, number>): Promise<void> {
    const { fleet, location, figures } = situation;
    const {
      ZeroCapacityStrategy: strategy,
      ScaleInAfterInactivityMinutes: minutes = DEFAULT_INACTIVITY_MINUTES,
    } = fleet.managedCapacity ?? {};
    if (strategy !== 'SCALE_TO_AND_FROM_ZERO' || figures.takenSlots > 0) return;
    if (figures.desired === 0 || figures.min > 0) return;
    const nowMs = this.#deps.now();
    const key = `${fleet.tenantId}/${fleet.id}/${location}`;
    const sinceMs = idleBefore.get(key) ?? nowMs;
    this.#idleSinceMs.set(key, sinceMs);
    if (nowMs - sinceMs < minutes * MINUTE_MS) return;
    await this.#setDesired(situation, 0, `no game session for ${minutes} minutes`);
  }

  /** @returns false, and nothing done, when a protected game session is in the way or somebody else was first */
  async #setDesired(situation: Situation, desired: number, reason: string): Promise<boolean> {
    const { fleet, location, figures } = situation;
    const { control } = this.#deps;
    if (desired === 0 && (await control.hasProtectedSession(fleet, location))) return false;
    const changed = await control.setDesired(fleet, location, desired, reason, figures.desired);
    return changed.locations[location]?.desired === desired;
  }
}

function withProgress(
  fleet: FleetRecord,
  location: string,
  progress: ReadonlyMap<string, ScalingProgress>,
): FleetRecord {
  const scalingPolicies = fleet.scalingPolicies.map(policy => {
    const here = progress.get(policy.Name ?? '');
    return here === undefined ? policy : { ...policy, progress: { ...policy.progress, [location]: here } };
  });
  return { ...fleet, scalingPolicies };
}
