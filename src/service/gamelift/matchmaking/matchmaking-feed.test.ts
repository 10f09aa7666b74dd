import { expect, test } from 'vitest';
import type { MatchmakingConfigurationRecord } from '../../../store/records.ts';
import { type FeedFollower, type FeedLimits, MatchmakingFeed } from './matchmaking-feed.ts';

function feedWith(limits: Partial<FeedLimits> = {}) {
  const feed = new MatchmakingFeed({
    ...{ matchmakingFeedEvents: 3, matchmakingFeedTenants: 2, matchmakingFeedFollowers: 2 },
    matchmakingFeedBytes: 10_000,
    ...limits,
  });
  let atMs = 0;
  const happen = (tenantId: string, ...matchIds: string[]): void => {
    const configuration = { tenantId, id: 'duel' } as MatchmakingConfigurationRecord;
    for (const matchId of matchIds) {
      feed.happened(configuration, { type: 'AcceptMatch', tickets: [], matchId }, ++atMs);
    }
  };
  return { feed, happen };
}

/** A follower that takes so many events, and notes the matches. */
function follower(takes = Number.POSITIVE_INFINITY): FeedFollower & { notes: string[] } {
  const notes: string[] = [];
  return {
    notes,
    push: json => notes.push(matchOf(json)) <= takes,
    end: () => void notes.push('end'),
  };
}

function matchOf(json: string): string {
  return JSON.parse(json).happening.matchId;
}

test('whoever follows gets what is remembered, then all that happens, and nothing after the end', () => {
  const { feed, happen } = feedWith();
  happen('acme', '1', '2');
  const one = follower();
  feed.follow('acme', one);
  happen('acme', '3');
  feed.unfollow('acme', one);
  feed.unfollow('acme', one);
  happen('acme', '4');
  expect(one.notes).toEqual(['1', '2', '3', 'end']);
});

test('an event says when it happened, and in which configuration', () => {
  const { feed, happen } = feedWith();
  happen('acme', '1');
  expect(feed.recent('acme').map(json => JSON.parse(json))).toEqual([
    {
      configurationName: 'duel',
      atMs: 1,
      happening: { type: 'AcceptMatch', tickets: [], matchId: '1' },
    },
  ]);
});

test('tenants do not see each other’s events', () => {
  const { feed, happen } = feedWith();
  const [acme, zeta] = [follower(), follower()];
  feed.follow('acme', acme);
  feed.follow('zeta', zeta);
  happen('acme', 'a');
  happen('zeta', 'z');
  expect([acme.notes, zeta.notes]).toEqual([['a'], ['z']]);
  expect(feed.recent('zeta').map(matchOf)).toEqual(['z']);
});

test('of each tenant the last events are remembered, and no more', () => {
  const { feed, happen } = feedWith();
  happen('acme', '1', '2', '3', '4', '5');
  expect(feed.recent('acme').map(matchOf)).toEqual(['3', '4', '5']);
});

test('an event that is larger than all that is remembered is told and not remembered', () => {
  const { feed, happen } = feedWith({ matchmakingFeedBytes: 250 });
  const one = follower();
  feed.follow('acme', one);
  happen('acme', '1', '2', '3');
  expect(feed.recent('acme').map(matchOf)).toEqual(['2', '3']);
  happen('acme', 'x'.repeat(200));
  expect(feed.recent('acme')).toEqual([]);
  expect(one.notes).toEqual(['1', '2', '3', 'x'.repeat(200)]);
});

test('beyond the number of tenants the one that was quiet for longest is forgotten', () => {
  const { feed, happen } = feedWith();
  happen('acme', '1');
  happen('zeta', '1');
  happen('acme', '2');
  happen('nova', '1');
  expect(feed.recent('zeta')).toEqual([]);
  expect(feed.recent('acme').map(matchOf)).toEqual(['1', '2']);
});

test('a follower that takes no more is cut off, and the others go on', () => {
  const { feed, happen } = feedWith();
  const [slow, other] = [follower(1), follower()];
  feed.follow('acme', slow);
  feed.follow('acme', other);
  happen('acme', '1', '2', '3');
  expect(slow.notes).toEqual(['1', '2', 'end']);
  expect(other.notes).toEqual(['1', '2', '3']);
});

test('a follower that cannot take what is remembered is cut off at once', () => {
  const { feed, happen } = feedWith();
  happen('acme', '1', '2', '3');
  const slow = follower(0);
  feed.follow('acme', slow);
  happen('acme', '4');
  expect(slow.notes).toEqual(['1', 'end']);
});

test('one follower too many is refused, until another has gone', () => {
  const { feed } = feedWith();
  const first = follower();
  feed.follow('acme', first);
  feed.follow('acme', follower());
  expect(() => feed.follow('acme', follower())).toThrow(
    expect.objectContaining({ code: 'too_many_followers' }),
  );
  feed.unfollow('acme', first);
  feed.follow('acme', follower());
});
