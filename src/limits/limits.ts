/**
 * The one table of limits. Enforcement, documentation and metrics read it; nothing else states a bound.
 * Units are in the names: `Ms` milliseconds, `Mb` mebibytes, `Bytes` bytes. `default` applies unless a
 * configuration says otherwise; a configured value may not exceed `hard`.
 */
export const LIMITS = {
  // Script isolate
  heapMb: { default: 64, hard: 1024, policy: 'end the session (script_memory)' },
  workerStartMs: { default: 10_000, hard: 60_000, policy: 'kill the worker and start another' },
  workerDescriptors: { default: 64, hard: 4_096, policy: 'the operating system gives the worker no more' },
  workerThreads: {
    default: 256,
    hard: 4_096,
    policy: 'the operating system gives the worker no more, where it has a user or a namespace of its own',
  },
  isolateMs: { default: 2_000, hard: 60_000, policy: 'end the session (script_timeout)' },
  startMs: { default: 5_000, hard: 60_000, policy: 'end the session (script_timeout)' },
  batchMs: { default: 500, hard: 10_000, policy: 'end the session (script_timeout)' },
  watchdogSlackMs: {
    default: 150,
    hard: 5_000,
    policy: 'kill the worker; its sessions end (worker_lost), the one that was running with script_timeout',
  },
  bundleBytes: {
    default: 5 * 1024 * 1024,
    hard: 32 * 1024 * 1024,
    policy: 'refuse the script (script_invalid)',
  },
  scriptSourceBytes: {
    default: 32 * 1024 * 1024,
    hard: 256 * 1024 * 1024,
    policy: 'refuse the script (script_invalid)',
  },
  bundleMessages: { default: 20, hard: 1_000, policy: 'leave out further errors and warnings, say how many' },
  zipEntries: { default: 10_000, hard: 100_000, policy: 'refuse the script (script_invalid)' },
  // Script versions
  scriptVersionsKept: {
    default: 10,
    hard: 1_000,
    policy: 'remove the oldest versions that are neither current nor run by a game session',
  },
  storedVersionBytes: {
    default: 64 * 1024 * 1024,
    hard: 256 * 1024 * 1024,
    policy: 'refuse the script (script_invalid)',
  },
  versionLabelLength: { default: 100, hard: 1_000, policy: 'cut the label' },
  publishesWaiting: { default: 16, hard: 256, policy: 'refuse the publication (publish_busy)' },
  watchedFiles: {
    default: 5_000,
    hard: 50_000,
    policy: 'watch only the files that the script is made of and what was found first, log once',
  },
  // What a script does
  timersPerSession: {
    default: 10_000,
    hard: 100_000,
    policy: 'setTimeout throws a RangeError into the script',
  },
  commandBytesPerBatch: {
    default: 4 * 1024 * 1024,
    hard: 16 * 1024 * 1024,
    policy: 'drop what the script sends for the rest of the batch, log once',
  },
  logBytesPerBatch: {
    default: 64 * 1024,
    hard: 1024 * 1024,
    policy: 'drop log lines for the rest of the batch, log the number',
  },
  logBytesPerSecond: {
    default: 64 * 1024,
    hard: 16 * 1024 * 1024,
    policy: 'drop log lines, log the number',
  },
  logLineBytes: { default: 8 * 1024, hard: 64 * 1024, policy: 'cut the line' },
  scriptPayloadBytes: { default: 64 * 1024, hard: 1024 * 1024, policy: 'drop the message, log' },
  scriptsPerWorker: {
    default: 32,
    hard: 1_000,
    policy: 'forget the one that came first; it is sent again when needed',
  },
  warmIsolates: { default: 1, hard: 64, policy: 'no more isolates without a script stand ready in a worker' },
  warmScripts: {
    default: 2,
    hard: 64,
    policy: 'no more isolates with the current script stand ready in a worker',
  },
  // Session
  maxPlayers: { default: 32, hard: 200, policy: 'refuse the login (session_full)' },
  groupsPerSession: { default: 1_000, hard: 10_000, policy: 'refuse the join' },
  groupsPerPlayer: { default: 100, hard: 1_000, policy: 'refuse the join' },
  queueEvents: {
    default: 4_096,
    hard: 65_536,
    policy: 'drop client messages; fast ones already from half of it on',
  },
  queueBytes: {
    default: 4 * 1024 * 1024,
    hard: 64 * 1024 * 1024,
    policy: 'pause the senders at half of it, drop client messages above',
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
  },
  healthDecisionMs: { default: 60_000, hard: 60_000, policy: 'counts as unhealthy' },
  sessionsPerHost: { default: 100, hard: 10_000, policy: 'refuse the login (no_capacity)' },
  // Player connection
  connections: { default: 10_000, hard: 100_000, policy: 'refuse the TCP connection' },
  handshakeMs: { default: 5_000, hard: 60_000, policy: 'answer 408 or close, before any WebSocket exists' },
  handshakeHeaderBytes: { default: 8 * 1024, hard: 64 * 1024, policy: 'answer 431 and close' },
  loginMs: { default: 10_000, hard: 60_000, policy: 'close (login_timeout)' },
  unauthenticatedConnections: {
    default: 500,
    hard: 10_000,
    policy: 'close the newest (too_many_connections)',
  },
  websocketMessageBytes: { default: 64 * 1024, hard: 1024 * 1024, policy: 'close (message_too_big)' },
  websocketParts: {
    default: 1_024,
    hard: 16_384,
    policy: 'close with 1008 when one message comes in more fragments or socket reads than this',
  },
  pendingPongs: { default: 60, hard: 1_000, policy: 'terminate the socket' },
  reliablePayloadBytes: { default: 4_096, hard: 64 * 1024, policy: 'drop the message, log' },
  fastPayloadBytes: {
    default: 1_200,
    hard: 1_200,
    policy: 'inbound: drop the datagram; outbound: use the reliable channel',
  },
  packetsPerSecond: {
    default: 500,
    hard: 100_000,
    policy: 'reliable: stop reading until there is budget; fast: drop',
  },
  receivedBytesPerSecond: {
    default: 256 * 1024,
    hard: 64 * 1024 * 1024,
    policy: 'reliable: stop reading until there is budget; fast: drop',
  },
  heldMessages: {
    default: 4_096,
    hard: 65_536,
    policy: 'close (too_many_messages) when more than this had been read before reading stopped',
  },
  outboxBytes: {
    default: 1024 * 1024,
    hard: 64 * 1024 * 1024,
    policy: 'drop fast messages from a quarter of it on, close when full (slow_reader)',
  },
  keepAliveMinMs: {
    default: 10_000,
    hard: 60_000,
    policy: 'close after two silent ping intervals, never sooner than this (keep_alive_timeout)',
  },
  pingIntervalMs: { default: 3_000, hard: 60_000, policy: 'ping' },
  pingIntervalMinMs: { default: 500, hard: 60_000, policy: 'ping no more often than this' },
  closeGraceMs: {
    default: 1_000,
    hard: 10_000,
    policy: 'terminate the socket of a client that does not answer the close',
  },
  udpPorts: { default: 1_000, hard: 10_000, policy: 'the player stays on the reliable channel' },
  datagramQueueBytes: {
    default: 1024 * 1024,
    hard: 64 * 1024 * 1024,
    policy: 'drop the datagram when the operating system takes no more from this UDP port',
  },
  fastAckFirstMs: { default: 100, hard: 5_000, policy: 'wait this long, then twice as long each time' },
  fastAckRepeats: {
    default: 10,
    hard: 20,
    policy: 'acknowledge only further UDP_CONNECTs; the player stays on the reliable channel',
  },
} as const satisfies Record<string, { default: number; hard: number; policy: string }>;

export type LimitName = keyof typeof LIMITS;
export type Limits = Readonly<Record<LimitName, number>>;

/** The effective limits: defaults with `overrides`, each held at its hard value. */
export function resolveLimits(overrides: Partial<Limits> = {}): Limits {
  const entries = Object.entries(LIMITS).map(([name, limit]) => {
    const wanted = overrides[name as LimitName] ?? limit.default;
    return [name, Math.min(wanted, limit.hard)];
  });
  return Object.fromEntries(entries) as Limits;
}
