import type { Limits } from '../../limits/limits.ts';
import { TokenBucket } from '../../limits/token-bucket.ts';
import type { FeedFollower, MatchmakingFeed } from '../../service/gamelift/matchmaking/matchmaking-feed.ts';
import type { EventStream } from '../streams/event-stream.ts';

export type FollowedFeed = Pick<MatchmakingFeed, 'follow' | 'unfollow'>;

/**
 * Sends what is remembered of matchmaking, and then what happens, until the browser goes.
 * @param tenantId whose; undefined: everybody's
 * @throws {PlaypenError} `too_many_followers`
 */
export function streamMatchmaking(
  feed: FollowedFeed,
  tenantId: string | undefined,
  { stream, limits }: { stream: EventStream; limits: Limits },
): void {
  const recalled: string[] = [];
  let shown: ShownEvents | undefined;
  const follower: FeedFollower = {
    push: json => {
      if (shown === undefined) recalled.push(json);
      else shown.add(json);
      return true;
    },
    end: () => stream.end(),
  };
  feed.follow(tenantId, follower);
  shown = new ShownEvents(recalled, limits, stream);
  shown.flush();
  const timer = setInterval(() => shown.flush(), limits.matchmakingEventIntervalMs).unref();
  stream.onClose(() => {
    clearInterval(timer);
    feed.unfollow(tenantId, follower);
  });
}

/** Events on their way to one browser, as JSON: as many as the limits say in a second, gathered for a moment. */
class ShownEvents {
  readonly #stream: EventStream;
  readonly #events: TokenBucket;
  readonly #bytes: TokenBucket;
  #gathered: string[] = [];
  #skipped = 0;

  /** @param recalled what is remembered, oldest first, of which the newest is shown */
  constructor(recalled: readonly string[], limits: Limits, stream: EventStream) {
    this.#stream = stream;
    this.#events = TokenBucket.perSecond(limits.shownMatchmakingEventsPerSecond);
    this.#bytes = TokenBucket.perSecond(limits.shownMatchmakingBytesPerSecond);
    let bytes = 0;
    const isTooMuch = (json: string): boolean => {
      bytes += Buffer.byteLength(json);
      return bytes > limits.recalledMatchmakingBytes;
    };
    const lastLeftOut = recalled.findLastIndex(isTooMuch);
    this.#gathered = recalled.slice(lastLeftOut + 1);
    this.#skipped = lastLeftOut + 1;
  }

  add(json: string): void {
    if (!this.#bytes.isAvailable() || !this.#events.tryTake(1)) {
      this.#skipped++;
      return;
    }
    this.#bytes.spend(Buffer.byteLength(json));
    this.#gathered.push(json);
  }

  /** Sends what was gathered; what the browser does not take counts as skipped. */
  flush(): void {
    if (this.#gathered.length === 0 && this.#skipped === 0) return;
    const json = `{"skipped":${this.#skipped},"events":[${this.#gathered.join(',')}]}`;
    const isSent = this.#stream.sendText('events', json);
    this.#skipped = isSent ? 0 : this.#skipped + this.#gathered.length;
    this.#gathered = [];
  }
}
