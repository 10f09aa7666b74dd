import type { ClockMode } from '../../runtime-api/realm/clock.ts';
import type { IsolateProfile } from '../isolate/frames.ts';
import type { ScriptOptions } from '../isolate/script-link.ts';
import type { Trust } from '../isolate/trust.ts';
import type { Limits } from '../limits/limits.ts';

/** A bundled script, as a session needs it. */
export interface SessionScript {
  /** Names the version. */
  hash: string;
  /** Names the script whatever its version; default: the hash. What it costs the host is held against this. */
  scriptId?: string;
  /** The bundle, evaluated in the isolate. */
  code: string;
  /** Turns positions in the bundle, wherever they stand in a text, into the author's own. */
  mapStack(text: string): string;
}

/** How scripts are run, whatever the limits. */
export interface ScriptMode {
  profile: IsolateProfile;
  clock: ClockMode;
  trust: Trust;
}

/** How a script is run under these limits. The same for every session of a script, so that isolates can be warm. */
export function scriptOptions(script: SessionScript, mode: ScriptMode, limits: Limits): ScriptOptions {
  const { profile, clock, trust } = mode;
  return {
    hash: script.hash,
    code: script.code,
    spec: { heapMb: limits.heapMb, startMs: limits.startMs, batchMs: limits.batchMs, profile },
    owner: `${trust.tenantId}/${script.scriptId ?? script.hash}`,
    trust,
    runtimeLimits: {
      heapMb: limits.heapMb,
      batchMs: limits.batchMs,
      cpuMsPerSecond: limits.cpuMsPerSecond,
      cpuBurstMs: limits.cpuBurstMs,
      sentMessagesPerSecond: limits.sentMessagesPerSecond,
      sentBytesPerSecond: limits.sentBytesPerSecond,
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
