import type { Seed } from '../realm/random.ts';
import type { GameSessionConfig } from '../session/game-session.ts';

/** What the host tells a new isolate, as JSON. */
export interface RuntimeConfig {
  gameSession: GameSessionConfig;
  /** What `onProcessStarted` gets. */
  processArguments: string[];
  seed: Seed;
  limits: {
    timersPerSession: number;
    commandBytesPerBatch: number;
    logBytesPerBatch: number;
    logLineBytes: number;
    scriptPayloadBytes: number;
  };
}
