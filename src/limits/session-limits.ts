import type { LimitRow } from './limit-row.ts';

/** What bounds one game session and its script. A tenant or a fleet may have values of its own. */
export const SESSION_LIMITS = {
  heapMb: { default: 64, hard: 1024, policy: 'end the session (script_memory)' },
  startMs: { default: 5_000, hard: 60_000, policy: 'end the session (script_timeout)' },
  batchMs: { default: 500, hard: 10_000, policy: 'end the session (script_timeout)' },
  cpuMsPerSecond: {
    default: 200,
    hard: 1_000,
    policy: 'skip turns until the CPU time is paid back, longer each time (cpuPenaltyMax); events wait',
  },
  cpuBurstMs: {
    default: 1_000,
    hard: 10_000,
    policy: 'CPU time that a session which was idle may use at once',
    isUncounted: true,
  },
  cpuPenaltyMax: {
    default: 8,
    hard: 64,
    policy: 'turns are skipped up to so many times as long for a session that owes again and again',
    isUncounted: true,
  },
  turnPauseMaxMs: {
    default: 5_000,
    hard: 60_000,
    policy: 'turns are skipped no longer than this at once',
    isUncounted: true,
  },
  sentMessagesPerSecond: {
    default: 20_000,
    hard: 1_000_000,
    policy:
      'skip turns until they are paid back; when an eighth of this is used up at once, drop what the script sends, log',
  },
  sentBytesPerSecond: {
    default: 16 * 1024 * 1024,
    hard: 1024 * 1024 * 1024,
    policy:
      'skip turns until they are paid back; when an eighth of this is used up at once, drop what the script sends, log',
  },
  timersPerSession: {
    default: 10_000,
    hard: 100_000,
    policy: 'setTimeout throws a RangeError into the script',
  },
  commandBytesPerBatch: {
    default: 4 * 1024 * 1024,
    hard: 16 * 1024 * 1024,
    policy:
      'drop what the script sends for the rest of the batch, log once; each command counts 200 bytes beside its own',
  },
  commandSliceMs: {
    default: 4,
    hard: 100,
    policy: "go on with the batch in the host's next turn, after what others have sent meanwhile",
    isUncounted: true,
  },
  logBytesPerBatch: {
    default: 64 * 1024,
    hard: 1024 * 1024,
    policy: 'drop log lines for the rest of the batch, log the number; a line counts 64 bytes at least',
  },
  logBytesPerSecond: {
    default: 64 * 1024,
    hard: 16 * 1024 * 1024,
    policy: 'drop log lines, log the number',
  },
  logLineBytes: { default: 8 * 1024, hard: 64 * 1024, policy: 'cut the line' },
  scriptPayloadBytes: { default: 64 * 1024, hard: 1024 * 1024, policy: 'drop the message, log' },
  maxPlayers: { default: 32, hard: 200, policy: 'refuse the login (session_full)' },
  groupsPerSession: { default: 1_000, hard: 10_000, policy: 'refuse the join' },
  groupsPerPlayer: { default: 100, hard: 1_000, policy: 'refuse the join' },
  queueEvents: {
    default: 4_096,
    hard: 65_536,
    policy: 'drop client messages, fast ones already from half of it on; updates by matchmaking, log',
  },
  queueBytes: {
    default: 4 * 1024 * 1024,
    hard: 64 * 1024 * 1024,
    policy:
      'pause the senders at half of it; when it is full, drop client messages, and updates by matchmaking, log',
  },
  relayedMessagesPerSecond: {
    default: 10_000,
    hard: 1_000_000,
    policy:
      "a player's messages to others, each counted once for each receiver: stop reading until there is budget; " +
      'fast: drop',
  },
  relayedBytesPerSecond: {
    default: 4 * 1024 * 1024,
    hard: 256 * 1024 * 1024,
    policy: 'the same, in bytes',
  },
  recentEvents: {
    default: 16,
    hard: 1_000,
    policy: 'forget the oldest of the events that a post-mortem shows',
    isUncounted: true,
  },
  undecidedPerSender: { default: 256, hard: 4_096, policy: 'drop the newest message of that sender, log' },
  startDecisionMs: { default: 10_000, hard: 60_000, policy: 'end the session (start_timeout)' },
  connectDecisionMs: { default: 10_000, hard: 60_000, policy: 'refuse the login (login_refused)' },
  decisionMs: { default: 10_000, hard: 60_000, policy: 'deny, log' },
  terminateMs: { default: 2_000, hard: 60_000, policy: 'end the session without waiting longer' },
  healthCheckIntervalMs: {
    default: 60_000,
    hard: 3_600_000,
    policy: 'three unhealthy checks in a row end the session',
    isUncounted: true,
  },
  healthDecisionMs: { default: 60_000, hard: 60_000, policy: 'counts as unhealthy' },
  pingIntervalMs: { default: 3_000, hard: 60_000, policy: 'ping', isUncounted: true },
} as const satisfies Record<string, LimitRow>;
