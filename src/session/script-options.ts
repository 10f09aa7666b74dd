import type { ClockMode } from '../../runtime-api/realm/clock.ts';
import type { IsolateProfile } from '../isolate/frames.ts';
import type { ScriptOptions } from '../isolate/script-link.ts';
import type { Limits } from '../limits/limits.ts';

/** A bundled script, as a session needs it. */
export interface SessionScript {
  /** Names the version. */
  hash: string;
  /** The bundle, evaluated in the isolate. */
  code: string;
  /** Turns positions in the bundle, wherever they stand in a text, into the author's own. */
  mapStack(text: string): string;
}

/** How scripts are run, whatever the limits. */
export interface ScriptMode {
  profile: IsolateProfile;
  clock: ClockMode;
}

/** How a script is run under these limits. The same for every session of a script, so that isolates can be warm. */
export function scriptOptions(script: SessionScript, mode: ScriptMode, limits: Limits): ScriptOptions {
  const { profile, clock } = mode;
  return {
    hash: script.hash,
    code: script.code,
    spec: { heapMb: limits.heapMb, startMs: limits.startMs, batchMs: limits.batchMs, profile },
    runtimeLimits: {
      timersPerSession: limits.timersPerSession,
      commandBytesPerBatch: limits.commandBytesPerBatch,
      logBytesPerBatch: limits.logBytesPerBatch,
      logLineBytes: limits.logLineBytes,
      scriptPayloadBytes: limits.scriptPayloadBytes,
    },
    clock,
    queueBytes: limits.queueBytes,
  };
}
