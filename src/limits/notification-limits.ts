import type { LimitRow } from './limit-row.ts';

/** What bounds how backends are told of events, for each of the operator's targets, and how they are followed. */
export const NOTIFICATION_LIMITS = {
  notificationsPerTarget: {
    default: 10_000,
    hard: 1_000_000,
    policy: 'drop the event that has waited longest',
  },
  notificationBytesPerTarget: {
    default: 16 * 1024 * 1024,
    hard: 1024 * 1024 * 1024,
    policy: 'drop events that have waited longest',
  },
  notificationsAtOncePerTarget: {
    default: 8,
    hard: 256,
    policy: 'the other events wait',
    isUncounted: true,
  },
  notificationTries: { default: 8, hard: 100, policy: 'give the event up' },
  notificationTimeoutMs: { default: 10_000, hard: 60_000, policy: 'the try has failed' },
  notificationRetryMs: {
    default: 1_000,
    hard: 60_000,
    policy: 'time before the second try; twice the time before each further one',
    isUncounted: true,
  },
  notificationRetryMostMs: {
    default: 60_000,
    hard: 3_600_000,
    policy: 'the longest time between two tries',
    isUncounted: true,
  },
  notificationDrainMs: {
    default: 5_000,
    hard: 60_000,
    policy: 'of a server that is stopped: give up the events that are not delivered by then',
  },
  unmappedTopicsSaid: {
    default: 100,
    hard: 10_000,
    policy: 'of further topics that the file does not have, the log says nothing',
    isUncounted: true,
  },
  matchmakingFeedEvents: {
    default: 500,
    hard: 100_000,
    policy: 'the feed forgets the oldest event of the tenant',
    isUncounted: true,
  },
  matchmakingFeedBytes: {
    default: 1024 * 1024,
    hard: 256 * 1024 * 1024,
    policy: 'the feed forgets the oldest events of the tenant',
    isUncounted: true,
  },
  matchmakingFeedTenants: {
    default: 100,
    hard: 10_000,
    policy: 'the feed forgets the events of the tenant that had none for longest',
    isUncounted: true,
  },
  matchmakingFeedFollowers: {
    default: 16,
    hard: 1_000,
    policy: 'refuse who would follow the feed of the tenant',
    isUncounted: true,
  },
} as const satisfies Record<string, LimitRow>;
