import type { ClockMode } from '../realm/clock.ts';
import type { Seed } from '../realm/random.ts';
import type { GameSessionConfig } from '../session/game-session.ts';

/** What the host says when a script is loaded, as JSON; the game session is not known yet. */
export interface LoadConfig {
  /** For what the module draws while it is evaluated. */
  seed: Seed;
  clock: ClockMode;
  limits: RuntimeLimits;
}

/** The limits that hold inside the isolate; see the table of limits. */
export interface RuntimeLimits extends BudgetLimits {
  commandBytesPerBatch: number;
  logBytesPerBatch: number;
  logLineBytes: number;
  scriptPayloadBytes: number;
}

/** The limits that a script can ask for with `getBudget`. */
export interface BudgetLimits {
  timersPerSession: number;
  heapMb: number;
  batchMs: number;
  cpuMsPerSecond: number;
  cpuBurstMs: number;
  sentMessagesPerSecond: number;
  sentBytesPerSecond: number;
}

/** What the host says when a loaded script becomes a game session's, as JSON. */
export interface BeginConfig {
  /** A `maximumPlayerSessionCount` of 0 stands for the script's own, */
  gameSession: GameSessionConfig;
  /** or for this where it has none. */
  defaultMaxPlayers: number;
  /** What `onProcessStarted` gets. */
  processArguments: string[];
  /** For what the session draws from now on. */
  seed: Seed;
}
