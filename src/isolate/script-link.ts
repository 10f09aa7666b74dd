import type { EventWriter } from '../bridge/event-writer.ts';
import type { CloseCode } from '../errors.ts';
import type { IsolateProfile } from './frames.ts';

/** What a session's isolate is made with. */
export interface ScriptOptions {
  /** The bundled script. */
  script: string;
  /** For the runtime inside the isolate, as JSON text. */
  config: string;
  heapMb: number;
  /** Wall time for evaluating the script. */
  startMs: number;
  /** Wall time for one batch of events. */
  batchMs: number;
  /** Bound of the batch that waits while another is in flight. */
  queueBytes: number;
  profile: IsolateProfile;
}

/** One session's script, as the host sees it. */
export interface ScriptLink {
  /** Where the session writes events; they wait here while a batch is in flight. */
  readonly events: EventWriter;
  /** Sends what `events` holds at the end of this event-loop turn, or when the batch in flight is answered. */
  flush(): void;
  /** Wakes the script at this moment (microseconds since the epoch) with a batch, empty or not; 0: never. */
  wakeAt(atUs: number): void;
  /** Throws the isolate away. The listener hears nothing more. */
  close(): void;
}

export interface ScriptListener {
  /** A batch was run. `commands` is a view; what it leads to may include `close` and further events. */
  onCommands(commands: Uint8Array): void;
  /** A promise was rejected and nobody handled it (`standard` profile only). */
  onUnhandledRejection(text: string): void;
  /** The isolate is gone and nothing more will come. Called at most once, and not after `close`. */
  onEnded(code: CloseCode, detail: string): void;
}
