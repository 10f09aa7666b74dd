import type { LimitRow } from './limit-row.ts';

/** What bounds the console: who looks, and how much is sent to them. Whoever reaches one is told in the answer, or sees it. */
export const CONSOLE_LIMITS = {
  consoleStreams: {
    default: 64,
    hard: 4_096,
    policy: 'refuse the stream (console_busy)',
    isUncounted: true,
  },
  consoleStreamsPerUser: {
    default: 24,
    hard: 1_024,
    policy: 'refuse the stream (console_busy)',
    isUncounted: true,
  },
  consoleStreamBytes: {
    default: 1024 * 1024,
    hard: 16 * 1024 * 1024,
    policy: 'of a stream that is read too slowly: leave out snapshots and messages, end it where it is a log',
    isUncounted: true,
  },
  consoleBeatMs: {
    default: 15_000,
    hard: 60_000,
    policy:
      'streams are looked after as often as this: those whose sign-in is over end, and those not read for three times as long',
    isUncounted: true,
  },
  consoleSessionsShown: {
    default: 500,
    hard: 10_000,
    policy: 'a snapshot counts further game sessions, and leaves them out',
    isUncounted: true,
  },
  consoleEndedShown: {
    default: 100,
    hard: 1_000,
    policy: 'a snapshot leaves out those that ended before',
    isUncounted: true,
  },
  consoleFleetsShown: {
    default: 200,
    hard: 10_000,
    policy: 'a snapshot leaves further fleets out',
    isUncounted: true,
  },
  inspectorsPerSession: {
    default: 8,
    hard: 64,
    policy: 'refuse to show the messages of the game session to another one (console_busy)',
    isUncounted: true,
  },
  inspectedMessagesPerSecond: {
    default: 200,
    hard: 5_000,
    policy: 'count further messages, and show none of them',
    isUncounted: true,
  },
  inspectedBytesPerSecond: {
    default: 256 * 1024,
    hard: 8 * 1024 * 1024,
    policy: 'count further messages, and show none of them',
    isUncounted: true,
  },
  inspectedPayloadBytes: {
    default: 2 * 1024,
    hard: 64 * 1024,
    policy: 'show the beginning of the payload',
    isUncounted: true,
  },
  inspectorIntervalMs: {
    default: 200,
    hard: 1_000,
    policy: 'messages that were seen are sent together as often as this',
    isUncounted: true,
  },
  consoleSignInMs: {
    default: 12 * 3_600_000,
    hard: 7 * 86_400_000,
    policy: 'the sign-in is over',
    isUncounted: true,
  },
  consoleSignInsPerKey: {
    default: 20,
    hard: 1_000,
    policy: 'the oldest sign-in with the key is over',
    isUncounted: true,
  },
  failedSignInsPerMinutePerAddress: {
    default: 10,
    hard: 600,
    policy: 'refuse to sign in from there (console_sign_in_busy); the burst is as many',
    isUncounted: true,
  },
  failedSignInsPerMinutePerKey: {
    default: 10,
    hard: 600,
    policy: 'refuse to sign in with the key (console_sign_in_busy); the burst is as many',
    isUncounted: true,
  },
  signInAddresses: {
    default: 10_000,
    hard: 100_000,
    policy: 'forget the address that failed to sign in longest ago',
    isUncounted: true,
  },
  playgroundBytes: {
    default: 1024 * 1024,
    hard: 4 * 1024 * 1024,
    policy: 'refuse to edit the file (playground_read_only), or to write the text (playground_too_large)',
    isUncounted: true,
  },
  playgroundMarkers: {
    default: 100,
    hard: 1_000,
    policy: 'say no more places in the edited file',
    isUncounted: true,
  },
  playgroundPublishesWaiting: {
    default: 4,
    hard: 16,
    policy: 'refuse to publish (publish_busy)',
    isUncounted: true,
  },
} as const satisfies Record<string, LimitRow>;
