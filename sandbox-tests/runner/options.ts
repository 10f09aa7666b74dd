import type { LaneOptions } from './lane.ts';

/** Where a session waits for something to be over, it waits less than by default; what is measured is as it is. */
export const SANDBOX_OPTIONS: LaneOptions = {
  limits: {
    batchMs: 500,
    startMs: 2_000,
    startDecisionMs: 5_000,
    heapMb: 32,
    terminateMs: 1_000,
    healthCheckIntervalMs: 500,
    // Its own test has what happens when this is used up: here nothing should wait for it.
    cpuMsPerSecond: 1_000,
    cpuBurstMs: 10_000,
    // An act that costs its worker is played on from its next call, in the same place.
    strikesPerTier: 100,
    // All players come from one address.
    connectionsPerSecondPerAddress: 10_000,
    loginsPerSecondPerAddress: 10_000,
  },
  patienceMs: 10_000,
};

/** For a busy machine: what runs too long is given more time by the wall clock before its worker is killed. */
export const PATIENT_OPTIONS: LaneOptions = {
  limits: {
    ...SANDBOX_OPTIONS.limits,
    batchMs: 1_000,
    startMs: 5_000,
    startDecisionMs: 10_000,
    watchdogSlackMs: 2_000,
    isolateMs: 20_000,
    workerStartMs: 60_000,
  },
  patienceMs: 30_000,
};
