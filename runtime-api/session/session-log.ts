import type { CommandWriter } from '../../src/bridge/command-writer.ts';
import type { ScriptLogLevel } from '../../src/bridge/messages.ts';
import { stringSlice } from '../kernel/primordials.ts';
import { encodeUtf8 } from '../modules/utf8.ts';

export interface LogLimits {
  logBytesPerBatch: number;
  logLineBytes: number;
}

/**
 * What the script and its runtime write to the session's log. Bounded: a line is cut at `logLineBytes`, and
 * lines beyond `logBytesPerBatch` in one batch are counted instead of written.
 */
export class SessionLog {
  #commands: CommandWriter;
  #limits: LogLimits;
  #bytes = 0;
  #dropped = 0;
  #droppedCommands = 0;

  constructor(commands: CommandWriter, limits: LogLimits) {
    this.#commands = commands;
    this.#limits = limits;
  }

  write(level: ScriptLogLevel, text: string): void {
    const bytes = this.#encode(text);
    this.#bytes += bytes.length;
    if (this.#bytes > this.#limits.logBytesPerBatch || !this.#commands.log(level, bytes)) this.#dropped++;
  }

  /** An error that no callback of the script can answer for: thrown in a timer, or in a promise. */
  uncaughtError(text: string): void {
    const bytes = this.#encode(text);
    this.#bytes += bytes.length;
    if (this.#bytes > this.#limits.logBytesPerBatch || !this.#commands.uncaughtError(bytes)) this.#dropped++;
  }

  /** The script sent something that the batch has no room for. */
  commandDropped(): void {
    this.#droppedCommands++;
  }

  /** Ends a batch: says once how much was dropped. */
  endBatch(): void {
    this.#tellDropped(this.#droppedCommands, 'messages and other commands');
    this.#tellDropped(this.#dropped, 'log lines');
    this.#bytes = 0;
    this.#dropped = 0;
    this.#droppedCommands = 0;
  }

  #tellDropped(count: number, what: string): void {
    if (count > 0)
      this.#commands.lastLog('warn', encodeUtf8(`${count} ${what} were dropped: too many at once`));
  }

  #encode(text: string): Uint8Array {
    const limit = this.#limits.logLineBytes;
    // A code unit is at least one byte, so this never cuts a line that fits.
    const line = text.length > limit ? `${stringSlice(text, 0, limit)}…` : text;
    return encodeUtf8(line);
  }
}
