import { PlaypenError } from '../../../errors.ts';
import type { Limits } from '../../../limits/limits.ts';
import type { MatchmakingConfigurationRecord } from '../../../store/records.ts';
import type { MatchmakingHappening, MatchmakingListener } from './matchmaking-listener.ts';

export interface FeedEvent {
  configurationName: string;
  /** Milliseconds since 1970. */
  atMs: number;
  happening: MatchmakingHappening;
}

/** Whoever watches the matchmaking of a tenant. */
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

/** What is remembered of a tenant, as JSON, the oldest first. */
interface Memory {
  events: string[];
  bytes: number;
}

/** What happened in the matchmaking of each tenant lately, and what happens now, for those who watch. */
export class MatchmakingFeed implements MatchmakingListener {
  readonly #limits: FeedLimits;
  /** By tenant, who had no event for longest first. */
  readonly #memories = new Map<string, Memory>();
  readonly #followers = new Map<string, Set<FeedFollower>>();

  constructor(limits: FeedLimits) {
    this.#limits = limits;
  }

  happened(
    { tenantId, id: configurationName }: MatchmakingConfigurationRecord,
    happening: MatchmakingHappening,
    atMs: number,
  ): void {
    // As text it has a size, and nobody can change it any more.
    const json = JSON.stringify({ configurationName, atMs, happening } satisfies FeedEvent);
    this.#keep(tenantId, json);
    for (const follower of this.#followers.get(tenantId) ?? []) {
      if (!follower.push(json)) this.unfollow(tenantId, follower);
    }
  }

  /** The last events, each a `FeedEvent` as JSON, oldest first. */
  recent(tenantId: string): readonly string[] {
    return this.#memories.get(tenantId)?.events.slice() ?? [];
  }

  /**
   * Gives the follower what is remembered, and from then on every event.
   * @throws {PlaypenError} `too_many_followers`
   */
  follow(tenantId: string, follower: FeedFollower): void {
    const followers = this.#followers.get(tenantId) ?? new Set();
    if (followers.size >= this.#limits.matchmakingFeedFollowers) {
      throw new PlaypenError(
        'too_many_followers',
        `${followers.size} watch the matchmaking of "${tenantId}"`,
      );
    }
    this.#followers.set(tenantId, followers.add(follower));
    for (const json of this.recent(tenantId)) {
      if (!follower.push(json)) return this.unfollow(tenantId, follower);
    }
  }

  /** Does nothing for one that does not follow any more. */
  unfollow(tenantId: string, follower: FeedFollower): void {
    const followers = this.#followers.get(tenantId);
    if (followers === undefined || !followers.delete(follower)) return;
    if (followers.size === 0) this.#followers.delete(tenantId);
    follower.end();
  }

  #keep(tenantId: string, json: string): void {
    const { matchmakingFeedEvents, matchmakingFeedBytes, matchmakingFeedTenants } = this.#limits;
    const memory = this.#memories.get(tenantId) ?? { events: [], bytes: 0 };
    // Put back as the latest
    this.#memories.delete(tenantId);
    this.#memories.set(tenantId, memory);
    memory.events.push(json);
    memory.bytes += Buffer.byteLength(json);
    while (memory.events.length > matchmakingFeedEvents || memory.bytes > matchmakingFeedBytes) {
      memory.bytes -= Buffer.byteLength(memory.events.shift()!);
    }
    if (this.#memories.size <= matchmakingFeedTenants) return;
    const [quietest = ''] = this.#memories.keys();
    this.#memories.delete(quietest);
  }
}
