import type { CommandWriter } from '../../src/bridge/command-writer.ts';
import type { ScriptLogLevel } from '../../src/bridge/messages.ts';
import type { LimitCounts } from '../kernel/limit-counts.ts';
import { stringSlice } from '../kernel/primordials.ts';
import { encodeUtf8 } from '../modules/utf8.ts';

export interface LogLimits {
  logBytesPerBatch: number;
  logLineBytes: number;
}

/** What a line costs its batch at least: the host works as long for an empty one. */
const MIN_LINE_BYTES = 64;

/**
 * What the script and its runtime write to the session's log. Bounded: a line is cut at `logLineBytes`, and
 * lines beyond `logBytesPerBatch` in one batch are counted instead of written.
 */
export class SessionLog {
  #commands: CommandWriter;
  #limits: LogLimits;
  #counts: LimitCounts;
  #bytes = 0;

  constructor(commands: CommandWriter, limits: LogLimits, counts: LimitCounts) {
    this.#commands = commands;
    this.#limits = limits;
    this.#counts = counts;
  }

  write(level: ScriptLogLevel, text: string): void {
    const bytes = this.#encode(text);
    if (!this.#hasRoom(bytes) || !this.#commands.log(level, bytes)) this.#counts.add('logBytesPerBatch');
  }

  /** An error that no callback of the script can answer for: thrown in a timer, or in a promise. */
  uncaughtError(text: string): void {
    const bytes = this.#encode(text);
    if (!this.#hasRoom(bytes) || !this.#commands.uncaughtError(bytes)) this.#counts.add('logBytesPerBatch');
  }

  /** The script sent something that the batch has no room for. */
  commandDropped(): void {
    this.#counts.add('commandBytesPerBatch');
  }

  /** Ends a batch: says once how much was dropped. */
  endBatch(): void {
    this.#bytes = 0;
    if (this.#counts.isEmpty) return;
    this.#tellDropped(this.#counts.get('commandBytesPerBatch'), 'messages and other commands');
    this.#tellDropped(this.#counts.get('logBytesPerBatch'), 'log lines');
  }

  #tellDropped(count: number, what: string): void {
    if (count > 0)
      this.#commands.lastLog('warn', encodeUtf8(`${count} ${what} were dropped: too many at once`));
  }

  #hasRoom(line: Uint8Array): boolean {
    this.#bytes += line.length > MIN_LINE_BYTES ? line.length : MIN_LINE_BYTES;
    return this.#bytes <= this.#limits.logBytesPerBatch;
  }

  #encode(text: string): Uint8Array {
    const limit = this.#limits.logLineBytes;
    // A code unit is at least one byte, so this never cuts a line that fits.
    if (text.length <= limit) return encodeUtf8(text);
    this.#counts.add('logLineBytes');
    return encodeUtf8(`${stringSlice(text, 0, limit)}…`);
  }
}
