import type { LimitRow } from './limit-row.ts';

/**
 * What bounds the service API: for each tenant how much of everything, and what calls may ask for. Whoever reaches
 * one is told in the answer, so none is counted.
 */
export const SERVICE_LIMITS = {
  // Of each tenant; the defaults are the service's that is spoken like
  scriptsPerTenant: { default: 1_000, hard: 100_000, policy: 'refuse the call', isUncounted: true },
  fleetsPerTenant: {
    default: 10,
    hard: 10_000,
    policy: 'refuse the call (LimitExceeded)',
    isUncounted: true,
  },
  aliasesPerTenant: {
    default: 100,
    hard: 100_000,
    policy: 'refuse the call (LimitExceeded)',
    isUncounted: true,
  },
  queuesPerTenant: {
    default: 20,
    hard: 10_000,
    policy: 'refuse the call (LimitExceeded)',
    isUncounted: true,
  },
  customLocationsPerTenant: {
    default: 20,
    hard: 10_000,
    policy: 'refuse the call (LimitExceeded)',
    isUncounted: true,
  },
  locationsPerFleet: { default: 4, hard: 100, policy: 'refuse the call (LimitExceeded)', isUncounted: true },
  instancesPerLocation: {
    default: 100,
    hard: 10_000,
    policy: 'refuse to want more of a fleet in one location (LimitExceeded); this machine is one',
    isUncounted: true,
  },
  processesPerInstance: { default: 50, hard: 10_000, policy: 'refuse the call', isUncounted: true },
  portRulesPerFleet: {
    default: 50,
    hard: 50,
    policy: 'refuse the call (LimitExceeded)',
    isUncounted: true,
  },
  destinationsPerQueue: { default: 10, hard: 100, policy: 'refuse the call', isUncounted: true },
  scalingPoliciesPerFleet: { default: 20, hard: 1_000, policy: 'refuse the call', isUncounted: true },
  pendingPlacementsPerQueue: {
    default: 10_000,
    hard: 100_000,
    policy: 'refuse the call (LimitExceeded)',
    isUncounted: true,
  },
  latencyPoliciesPerQueue: { default: 5, hard: 100, policy: 'refuse the call', isUncounted: true },
  latenciesPerPlacement: { default: 4_000, hard: 40_000, policy: 'refuse the call', isUncounted: true },
  tagsPerResource: { default: 50, hard: 200, policy: 'refuse the call (TaggingFailed)', isUncounted: true },
  // Scripts and fleets
  uploadBytes: { default: 5_000_000, hard: 5_000_000, policy: 'refuse the script', isUncounted: true },
  loadedScriptBytes: {
    default: 256 * 1024 * 1024,
    hard: 16 * 1024 * 1024 * 1024,
    policy: 'forget the bundle that was used longest ago; it is read from the store when it is needed again',
    isUncounted: true,
  },
  fleetRetryMs: {
    default: 1_000,
    hard: 60_000,
    policy: 'a fleet that found no room to be validated waits this long each time',
    isUncounted: true,
  },
  fleetEventLength: { default: 4_096, hard: 65_536, policy: 'cut the message', isUncounted: true },
  // Calls
  apiBodyBytes: {
    default: 8 * 1024 * 1024,
    hard: 64 * 1024 * 1024,
    policy: 'refuse the call (InvalidRequestException)',
    isUncounted: true,
  },
  apiConnections: {
    default: 512,
    hard: 65_536,
    policy: 'close what connects beyond it, on each port of HTTP',
    isUncounted: true,
  },
  apiRequestMs: {
    default: 30_000,
    hard: 600_000,
    policy: 'a request that has not come by then is answered with 408, at the latest after as long again',
    isUncounted: true,
  },
  apiBodyDepth: {
    default: 32,
    hard: 256,
    policy: 'refuse the call (SerializationException)',
    isUncounted: true,
  },
  apiBodyItems: {
    default: 100_000,
    hard: 10_000_000,
    policy: 'refuse the call (SerializationException)',
    isUncounted: true,
  },
  activationWaitMs: {
    default: 5_000,
    hard: 30_000,
    policy: 'a player session is waited for no longer (InvalidGameSessionStatus)',
    isUncounted: true,
  },
  reservationMs: {
    default: 60_000,
    hard: 3_600_000,
    policy: 'a player session that nobody logged in with is TIMEDOUT, its slot free',
    isUncounted: true,
  },
  // Placements and scaling
  placementTries: {
    default: 10,
    hard: 1_000,
    policy: 'a placement whose game sessions ended so often before they were ACTIVE is FAILED',
    isUncounted: true,
  },
  placementIntervalMs: {
    default: 1_000,
    hard: 60_000,
    policy: 'placements that wait are timed out and tried again at least as often as this',
    isUncounted: true,
  },
  scalingIntervalMs: {
    default: 60_000,
    hard: 600_000,
    policy: 'scaling policies are looked at as often as this',
    isUncounted: true,
  },
  // Logs of game sessions
  sessionLogBytes: {
    default: 10 * 1024 * 1024,
    hard: 200 * 1024 * 1024,
    policy: 'the older half of the log goes',
    isUncounted: true,
  },
  sessionLogKeptDays: { default: 14, hard: 366, policy: 'remove the log', isUncounted: true },
  logFollowersPerSession: { default: 16, hard: 1_000, policy: 'refuse the follower', isUncounted: true },
  logFollowerBytes: {
    default: 1024 * 1024,
    hard: 64 * 1024 * 1024,
    policy: 'a follower that reads too slowly is cut off',
    isUncounted: true,
  },
  logUrlMs: {
    default: 15 * 60_000,
    hard: 86_400_000,
    policy: 'the address is good no longer',
    isUncounted: true,
  },
  logUrls: {
    default: 10_000,
    hard: 1_000_000,
    policy: 'the oldest address is good no longer',
    isUncounted: true,
  },
  // What is over
  historyKeptDays: {
    default: 30,
    hard: 366,
    policy: 'forget ended sessions, placements and events',
    isUncounted: true,
  },
} as const satisfies Record<string, LimitRow>;
