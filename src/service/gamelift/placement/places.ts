import type { PriorityType } from '@aws-sdk/client-gamelift';
import type { PlacementRecord, QueueRecord } from '../../../store/records.ts';
import { allowedLatencyMs, Latencies } from './latency.ts';

/** Where a game session could be placed. */
export interface Place {
  fleetId: string;
  location: string;
  /** The place of its fleet among the queue's destinations. */
  destination: number;
}

export type PlacementRules = Pick<QueueRecord, 'latencyPolicies' | 'filter' | 'priority'>;
export type PlacementWishes = Pick<PlacementRecord, 'latencies' | 'priorityOverride'>;

export interface PlacementMoment {
  /** Since the request came. */
  elapsedMs: number;
  /** A request's own order of locations is for one pass; after it those that are not on it have their turn. */
  pass: 'first' | 'later';
}

type Comparison = (a: Place, b: Place) => number;

const DEFAULT_PRIORITY: readonly PriorityType[] = ['LATENCY', 'COST', 'DESTINATION', 'LOCATION'];

/**
 * The places that a request may be placed in now, in the order in which they are to be tried. Everything costs the
 * same on one's own machines, so COST decides nothing.
 * @param places all there are, each that its queue's destinations have, in any order
 */
export function orderPlaces(
  places: readonly Place[],
  rules: PlacementRules,
  wishes: PlacementWishes,
  { elapsedMs, pass }: PlacementMoment,
): Place[] {
  const latencies = new Latencies(wishes.latencies);
  const allowed = places
    .filter(isInFilter(rules))
    .filter(isNearEnough(rules, latencies, elapsedMs))
    .sort(byPriority(rules, latencies));
  const { LocationOrder: own, PlacementFallbackStrategy: fallback } = wishes.priorityOverride ?? {};
  if (own === undefined) return allowed;
  const rest = allowed.filter(place => !own.includes(place.location));
  const listed = allowed.filter(place => own.includes(place.location)).sort(byLocation(own));
  if (fallback === 'NONE') return listed;
  return pass === 'first' ? [...listed, ...rest] : allowed;
}

function isInFilter({ filter }: PlacementRules): (place: Place) => boolean {
  const locations = filter?.AllowedLocations;
  return ({ location }) => locations === undefined || locations.includes(location);
}

function isNearEnough(
  { latencyPolicies }: PlacementRules,
  latencies: Latencies,
  elapsedMs: number,
): (place: Place) => boolean {
  const maxMs = latencies.isEmpty ? undefined : allowedLatencyMs(latencyPolicies, elapsedMs);
  return ({ location }) => maxMs === undefined || latencies.allWithin(location, maxMs);
}

function byPriority({ priority }: PlacementRules, latencies: Latencies): Comparison {
  const order = new Set<PriorityType>([...(priority?.PriorityOrder ?? []), ...DEFAULT_PRIORITY]);
  const comparisons = [...order].map(criterion =>
    comparisonBy(criterion, priority?.LocationOrder, latencies),
  );
  return (a, b) => {
    for (const compare of comparisons) {
      const difference = compare(a, b);
      if (difference !== 0) return difference;
    }
    return 0;
  };
}

function comparisonBy(
  criterion: PriorityType,
  locationOrder: readonly string[] | undefined,
  latencies: Latencies,
): Comparison {
  if (criterion === 'LATENCY') return byLatency(latencies);
  if (criterion === 'DESTINATION') return (a, b) => a.destination - b.destination;
  if (criterion === 'LOCATION') return byLocation(locationOrder);
  return () => 0;
}

function byLatency(latencies: Latencies): Comparison {
  return (a, b) => {
    const [ofA, ofB] = [latencies.meanMs(a.location), latencies.meanMs(b.location)];
    // Two that nobody has reported are both infinite, and their difference is no number
    return ofA === ofB ? 0 : ofA - ofB;
  };
}

/** In this order; those that are not in it after them, alphabetically. */
function byLocation(order: readonly string[] = []): Comparison {
  const rank = ({ location }: Place) => (order.includes(location) ? order.indexOf(location) : order.length);
  return (a, b) => rank(a) - rank(b) || compareText(a.location, b.location);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
