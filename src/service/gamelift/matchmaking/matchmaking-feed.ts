import { PlaypenError } from '../../../errors.ts';
import type { Limits } from '../../../limits/limits.ts';
import type { MatchmakingConfigurationRecord } from '../../../store/records.ts';
import type { MatchmakingHappening, MatchmakingListener } from './matchmaking-listener.ts';

export interface FeedEvent {
  tenantId: string;
  configurationName: string;
  /** Milliseconds since 1970. */
  atMs: number;
  happening: MatchmakingHappening;
}

/** Whoever watches the matchmaking of a tenant, or of all. */
export interface FeedFollower {
  /** @param json a `FeedEvent` @returns false when it takes no more, and is cut off */
  push(json: string): boolean;
  /** It was cut off, or unfollowed. */
  end(): void;
}

export type FeedLimits = Pick<
  Limits,
  'matchmakingFeedEvents' | 'matchmakingFeedBytes' | 'matchmakingFeedTenants' | 'matchmakingFeedFollowers'
>;

/** An event as JSON. */
interface Remembered {
  atMs: number;
  json: string;
}

/** What is remembered of a tenant, the oldest first. */
interface Memory {
  events: Remembered[];
  bytes: number;
}

/** What happened in the matchmaking of each tenant lately, and what happens now, for those who watch. */
export class MatchmakingFeed implements MatchmakingListener {
  readonly #limits: FeedLimits;
  /** By tenant, who had no event for longest first. */
  readonly #memories = new Map<string, Memory>();
  /** By tenant; undefined: of all. */
  readonly #followers = new Map<string | undefined, Set<FeedFollower>>();

  constructor(limits: FeedLimits) {
    this.#limits = limits;
  }

  happened(
    { tenantId, id: configurationName }: MatchmakingConfigurationRecord,
    happening: MatchmakingHappening,
    atMs: number,
  ): void {
    // As text it has a size, and nobody can change it any more.
    const json = JSON.stringify({ tenantId, configurationName, atMs, happening } satisfies FeedEvent);
    this.#keep(tenantId, { atMs, json });
    for (const whose of [tenantId, undefined]) {
      for (const follower of this.#followers.get(whose) ?? []) {
        if (!follower.push(json)) this.unfollow(whose, follower);
      }
    }
  }

  /** The last events, each a `FeedEvent` as JSON, oldest first. @param tenantId undefined: of all tenants */
  recent(tenantId: string | undefined): readonly string[] {
    if (tenantId !== undefined) return this.#memories.get(tenantId)?.events.map(({ json }) => json) ?? [];
    const events = [...this.#memories.values()].flatMap(memory => memory.events);
    return events.sort((a, b) => a.atMs - b.atMs).map(({ json }) => json);
  }

  /**
   * Gives the follower what is remembered, and from then on every event.
   * @param tenantId whose events; undefined: those of all tenants
   * @throws {PlaypenError} `too_many_followers`
   */
  follow(tenantId: string | undefined, follower: FeedFollower): void {
    const followers = this.#followers.get(tenantId) ?? new Set();
    if (followers.size >= this.#limits.matchmakingFeedFollowers) {
      throw new PlaypenError(
        'too_many_followers',
        `${followers.size} watch the matchmaking of ${tenantId === undefined ? 'all tenants' : `"${tenantId}"`}`,
      );
    }
    this.#followers.set(tenantId, followers.add(follower));
    for (const json of this.recent(tenantId)) {
      if (!follower.push(json)) return this.unfollow(tenantId, follower);
    }
  }

  /** Does nothing for one that does not follow any more. */
  unfollow(tenantId: string | undefined, follower: FeedFollower): void {
    const followers = this.#followers.get(tenantId);
    if (followers === undefined || !followers.delete(follower)) return;
    if (followers.size === 0) this.#followers.delete(tenantId);
    follower.end();
  }

  #keep(tenantId: string, event: Remembered): void {
    const { matchmakingFeedEvents, matchmakingFeedBytes, matchmakingFeedTenants } = this.#limits;
    const memory = this.#memories.get(tenantId) ?? { events: [], bytes: 0 };
    // Put back as the latest
    this.#memories.delete(tenantId);
    this.#memories.set(tenantId, memory);
    memory.events.push(event);
    memory.bytes += Buffer.byteLength(event.json);
    while (memory.events.length > matchmakingFeedEvents || memory.bytes > matchmakingFeedBytes) {
      memory.bytes -= Buffer.byteLength(memory.events.shift()!.json);
    }
    if (this.#memories.size <= matchmakingFeedTenants) return;
    const [quietest = ''] = this.#memories.keys();
    this.#memories.delete(quietest);
  }
}
