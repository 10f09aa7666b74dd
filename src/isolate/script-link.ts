import type { LoadConfig } from '../../runtime-api/kernel/config.ts';
import type { BatchBudget } from '../bridge/batch-head.ts';
import type { EventWriter } from '../bridge/event-writer.ts';
import type { CloseCode } from '../errors.ts';
import type { LimitName } from '../limits/limits.ts';
import type { IsolateSpec, Result } from './frames.ts';
import type { Trust } from './trust.ts';

/** A script and the isolate it is to run in. Options that are alike can share warm isolates. */
export interface ScriptOptions {
  /** Names `code`: two scripts with one hash are one script. */
  hash: string;
  /** The bundled script. */
  code: string;
  spec: IsolateSpec;
  /** For the runtime inside the isolate. */
  runtimeLimits: LoadConfig['limits'];
  clock: LoadConfig['clock'];
  /** Bound of the batch that waits while another is in flight. */
  queueBytes: number;
  /** Whose script it is: who answers for the workers it costs. */
  owner: string;
  /** With whom it may share a worker. */
  trust: Trust;
}

/** Whose script it is, and where it may run. */
export type ScriptOwner = Pick<ScriptOptions, 'owner' | 'trust'>;

/** One session's script, as the host sees it. */
export interface ScriptLink {
  /** The process the script runs in, as the host sees it; for the operator. */
  readonly workerPid: number | undefined;
  /** Where the session writes events; they wait here while a batch is in flight. */
  readonly events: EventWriter;
  /** Sends what `events` holds at the end of this event-loop turn, or when the batch in flight is answered. */
  flush(): void;
  /** Wakes the script at this moment (microseconds since the epoch) with a batch, empty or not; 0: never. */
  wakeAt(atUs: number): void;
  /** No batch leaves for this long, milliseconds; events wait. */
  pause(durationMs: number): void;
  /** Throws the isolate away. The listener hears nothing more. */
  close(): void;
}

export interface ScriptListener {
  /**
   * The session has begun, or a batch was run. `commands` is a view, which stays as it is; what it leads to may
   * include `close`.
   * @returns a promise when they will be carried out later; the next batch waits for it
   */
  onCommands(commands: Uint8Array, usage: Usage): Promise<void> | undefined | void;
  /** What the script is told of its budget with the next batch. */
  budget?(): BatchBudget;
  /** A promise was rejected and nobody handled it (`standard` profile only). */
  onUnhandledRejection(text: string): void;
  /**
   * The isolate is gone and nothing more will come. Called at most once, and not after `close`.
   * @param detail for the operator and the script's author; may hold places in the bundle
   */
  onEnded(code: CloseCode, detail: string, cause?: LimitCause): void;
}

/** What running a batch has used up, as the worker says. */
export interface Usage extends Pick<Result, 'cpuUs' | 'wallUs' | 'heapUsedKb'> {
  /** From the arrival of the batch's first event to its answer, as the host sees it; 0 for the beginning. */
  latencyUs: number;
}

/** The limit that ended a session. */
export interface LimitCause {
  readonly limit: LimitName;
  /** In the limit's unit, like `allowed`. */
  readonly used: number;
  readonly allowed: number;
}
