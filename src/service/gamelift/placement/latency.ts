import type { PlayerLatency, PlayerLatencyPolicy } from '@aws-sdk/client-gamelift';

/** What players reported of one location. */
interface LocationLatency {
  meanMs: number;
  maxMs: number;
  /** How many players have reported it. */
  players: number;
}

/** The latencies of one request: for each location, what its players measured. */
export class Latencies {
  readonly #byLocation = new Map<string, LocationLatency>();
  readonly #players: number;

  constructor(latencies: readonly PlayerLatency[]) {
    // What a player gives last of a location counts
    const byLocation = new Map<string, Map<string, number>>();
    const players = new Set<string>();
    for (const {
      PlayerId: player = '',
      RegionIdentifier: location,
      LatencyInMilliseconds: ms,
    } of latencies) {
      players.add(player);
      if (location === undefined || ms === undefined) continue;
      const here = byLocation.get(location) ?? new Map<string, number>();
      byLocation.set(location, here.set(player, ms));
    }
    for (const [location, here] of byLocation) {
      const all = [...here.values()];
      const sumMs = all.reduce((sum, ms) => sum + ms, 0);
      const maxMs = all.reduce((max, ms) => Math.max(max, ms), 0);
      this.#byLocation.set(location, { meanMs: sumMs / all.length, maxMs, players: all.length });
    }
    this.#players = players.size;
  }

  get isEmpty(): boolean {
    return this.#players === 0;
  }

  /** Of those who reported it; infinite for a location that nobody did. */
  meanMs(location: string): number {
    return this.#byLocation.get(location)?.meanMs ?? Number.POSITIVE_INFINITY;
  }

  /** Whether each player of the request has reported this location, and none above `maxMs`. */
  allWithin(location: string, maxMs: number): boolean {
    const here = this.#byLocation.get(location);
    return here !== undefined && here.players === this.#players && here.maxMs <= maxMs;
  }
}

/**
 * The latency that is allowed so long after a request came: policies are in force one after the other, the strictest
 * first, each for its duration; the last one, and one without a duration, until the request times out.
 * @returns undefined where there are no policies
 */
export function allowedLatencyMs(
  policies: readonly PlayerLatencyPolicy[],
  elapsedMs: number,
): number | undefined {
  const strictestFirst = [...policies].sort((a, b) => maximumOf(a) - maximumOf(b));
  let endsMs = 0;
  for (const policy of strictestFirst) {
    const durationSeconds = policy.PolicyDurationSeconds ?? Number.POSITIVE_INFINITY;
    endsMs += durationSeconds * 1_000;
    if (elapsedMs < endsMs) return maximumOf(policy);
  }
  const last = strictestFirst.at(-1);
  return last === undefined ? undefined : maximumOf(last);
}

function maximumOf({ MaximumIndividualPlayerLatencyMilliseconds: ms = 0 }: PlayerLatencyPolicy): number {
  return ms;
}
