import type { LimitRow } from './limit-row.ts';

/** What bounds a relay host: its players' connections, its workers, the scripts it keeps. One value for all. */
export const HOST_LIMITS = {
  // Script isolate
  workerStartMs: { default: 10_000, hard: 60_000, policy: 'kill the worker and start another' },
  workerDescriptors: {
    default: 64,
    hard: 4_096,
    policy: 'the operating system gives the worker no more',
    isUncounted: true,
  },
  workerThreads: {
    default: 256,
    hard: 4_096,
    policy: 'the operating system gives the worker no more, where it has a user or a namespace of its own',
    isUncounted: true,
  },
  isolateMs: {
    default: 2_000,
    hard: 60_000,
    policy: 'kill the worker, as with watchdogSlackMs',
    isUncounted: true,
  },
  // A full heap is collected several times before V8 looks at the time (`npm run bench -- overrun`).
  watchdogSlackMs: {
    default: 200,
    hard: 5_000,
    policy: 'kill the worker; its sessions end (worker_lost), the one that was running with script_timeout',
  },
  bundleBytes: {
    default: 5 * 1024 * 1024,
    hard: 32 * 1024 * 1024,
    policy: 'refuse the script (script_invalid)',
    isUncounted: true,
  },
  scriptSourceBytes: {
    default: 32 * 1024 * 1024,
    hard: 256 * 1024 * 1024,
    policy: 'refuse the script (script_invalid)',
    isUncounted: true,
  },
  nestingDepth: {
    default: 1_000,
    hard: 10_000,
    policy: 'refuse the script (script_invalid)',
    isUncounted: true,
  },
  functionNodes: {
    default: 131_072,
    hard: 1_048_576,
    policy: 'strict profile: refuse the script (script_invalid)',
    isUncounted: true,
  },
  bundleMs: {
    default: 15_000,
    hard: 300_000,
    policy: 'kill its process, refuse the script (script_invalid)',
    isUncounted: true,
  },
  bundleMb: {
    default: 512,
    hard: 8_192,
    policy: 'its process cannot have more and ends; refuse the script (script_invalid)',
    isUncounted: true,
  },
  bundleProcesses: {
    default: 2,
    hard: 64,
    policy: 'wait for a turn; above publishesWaiting: publish_busy',
    isUncounted: true,
  },
  bundleMessages: {
    default: 20,
    hard: 1_000,
    policy: 'leave out further errors and warnings, say how many',
    isUncounted: true,
  },
  zipEntries: {
    default: 10_000,
    hard: 100_000,
    policy: 'refuse the script (script_invalid)',
    isUncounted: true,
  },
  // Script versions
  scriptVersionsKept: {
    default: 10,
    hard: 1_000,
    policy: 'remove the oldest versions that are neither current nor run by a game session',
    isUncounted: true,
  },
  storedVersionBytes: {
    default: 64 * 1024 * 1024,
    hard: 256 * 1024 * 1024,
    policy: 'refuse the script (script_invalid)',
    isUncounted: true,
  },
  versionLabelLength: { default: 100, hard: 1_000, policy: 'cut the label', isUncounted: true },
  publishesWaiting: {
    default: 16,
    hard: 256,
    policy: 'refuse the publication (publish_busy)',
    isUncounted: true,
  },
  watchedFiles: {
    default: 5_000,
    hard: 50_000,
    policy: 'watch only the files that the script is made of and what was found first, log once',
    isUncounted: true,
  },
  // What a script does
  starvedMs: {
    default: 300,
    hard: 60_000,
    policy: 'a worker may be late by as much more as it waited for a processor, up to this',
    isUncounted: true,
  },
  recoveryMs: {
    default: 400,
    hard: 10_000,
    policy: 'for so long after an isolate reached a limit its worker may be late by as much more',
    isUncounted: true,
  },
  workerMemoryMb: {
    default: 2_048,
    hard: 65_536,
    policy: 'kill the worker; its sessions end (worker_lost), the one that was running with script_memory',
  },
  sessionsPerWorker: { default: 100, hard: 1_000, policy: 'no more sessions in this worker (no_capacity)' },
  workersPerHost: { default: 32, hard: 256, policy: 'no further worker (no_capacity)' },
  spareWorkers: { default: 1, hard: 16, policy: 'so many workers stand ready for others', isUncounted: true },
  idleWorkerMs: {
    default: 30_000,
    hard: 3_600_000,
    policy: 'end a worker of one tenant that has had no session for so long',
    isUncounted: true,
  },
  strikesPerTier: {
    default: 2,
    hard: 100,
    policy:
      'so many lost workers, and a script runs in its tenant’s workers, then alone, then it is refused (script_refused)',
  },
  strikeWindowMs: {
    default: 600_000,
    hard: 86_400_000,
    policy: 'strikes are forgotten after this; a first refusal lasts as long, each further one twice as long',
    isUncounted: true,
  },
  refusalMaxMs: {
    default: 86_400_000,
    hard: 604_800_000,
    policy: 'no refusal lasts longer than this',
    isUncounted: true,
  },
  strikesTracked: { default: 10_000, hard: 100_000, policy: 'forget the script whose last strike is oldest' },
  scriptsPerWorker: {
    default: 32,
    hard: 1_000,
    policy: 'forget the one that came first; it is sent again when needed',
    isUncounted: true,
  },
  warmIsolates: {
    default: 1,
    hard: 64,
    policy: 'no more isolates without a script stand ready in a worker',
    isUncounted: true,
  },
  warmScripts: {
    default: 2,
    hard: 64,
    policy: 'no more isolates with the current script stand ready in a worker',
    isUncounted: true,
  },
  // Session
  sessionsPerHost: { default: 100, hard: 10_000, policy: 'refuse the login (no_capacity)' },
  endedSessionsKept: {
    default: 200,
    hard: 10_000,
    policy: 'forget the post-mortem of the session that ended first',
    isUncounted: true,
  },
  // Player connection
  connections: { default: 10_000, hard: 100_000, policy: 'refuse the TCP connection' },
  handshakeMs: { default: 5_000, hard: 60_000, policy: 'answer 408 or close, before any WebSocket exists' },
  handshakeHeaderBytes: { default: 8 * 1024, hard: 64 * 1024, policy: 'answer 431 and close' },
  loginMs: { default: 10_000, hard: 60_000, policy: 'close (login_timeout)' },
  unauthenticatedConnections: {
    default: 500,
    hard: 10_000,
    policy: 'close the one that has waited longest for its LOGIN (too_many_connections)',
  },
  // Player connections from one address: an IPv4 address, or the 64 bits of an IPv6 network
  connectionsPerAddress: {
    default: 1_000,
    hard: 100_000,
    policy: 'close the newest (too_many_connections)',
  },
  connectionsPerSecondPerAddress: {
    default: 100,
    hard: 100_000,
    policy: 'answer 429 and close, before any WebSocket exists',
  },
  handshakesPerAddress: {
    default: 200,
    hard: 10_000,
    policy: 'answer 429 to the one that has taken longest, and close it',
  },
  unauthenticatedPerAddress: {
    default: 200,
    hard: 10_000,
    policy: 'close the one that has waited longest for its LOGIN (too_many_connections)',
  },
  loginsPerSecondPerAddress: {
    default: 50,
    hard: 100_000,
    policy: 'refuse the login (too_many_logins)',
  },
  addressBurstMs: {
    default: 10_000,
    hard: 60_000,
    policy: 'what an address may do per second, it saves up for this long',
    isUncounted: true,
  },
  trackedAddresses: {
    default: 10_000,
    hard: 1_000_000,
    policy: 'forget the address that left first; it begins anew with a full budget, so nobody is refused',
  },
  // One player connection
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
  dispatchRestMs: {
    default: 12,
    hard: 100,
    policy: 'a busy worker is sent events this rarely, all that came for a session at once',
    isUncounted: true,
  },
  flushRestMs: {
    default: 12,
    hard: 100,
    policy: 'a busy host writes to sockets this rarely, all that came for each at once',
    isUncounted: true,
  },
  keepAliveMinMs: {
    default: 10_000,
    hard: 60_000,
    policy: 'close after two silent ping intervals, never sooner than this (keep_alive_timeout)',
  },
  pingIntervalMinMs: {
    default: 500,
    hard: 60_000,
    policy: 'ping no more often than this',
    isUncounted: true,
  },
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
  fastAckFirstMs: {
    default: 100,
    hard: 5_000,
    policy: 'wait this long, then twice as long each time',
    isUncounted: true,
  },
  fastAckRepeats: {
    default: 10,
    hard: 20,
    policy: 'acknowledge only further UDP_CONNECTs; the player stays on the reliable channel',
    isUncounted: true,
  },
} as const satisfies Record<string, LimitRow>;
