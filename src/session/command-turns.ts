import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type CommandHandler, CommandReader } from '../bridge/command-reader.ts';

/** What was wrong with a batch; undefined when all of it was carried out. */
type BatchEnd = (error: unknown) => void;

/**
 * Carries out a script's batches in order, and each in as many turns of the event loop as it takes: a turn is given to
 * one for so long, and others are served before the next. At most two wait, those of a session's beginning and of its first events:
 * the isolate gets no more before a batch is done.
 */
export class CommandTurns {
  readonly #handler: CommandHandler;
  readonly #sliceMs: number;
  /** Of the batch that came last, while it is not done. */
  #unfinished: Promise<void> | undefined;

  constructor(handler: CommandHandler, sliceMs: number) {
    this.#handler = handler;
    this.#sliceMs = sliceMs;
  }

  /**
   * @param commands a view, which has to stay as it is until the batch is done
   * @param onEnd called once, when it is
   * @returns undefined when that is now
   */
  run(commands: Uint8Array, onEnd: BatchEnd): Promise<void> | undefined {
    const reader = new CommandReader(commands, this.#handler);
    if (this.#unfinished === undefined && this.#isDoneAfterSlice(reader, onEnd)) return undefined;
    const finished = this.#finish(this.#unfinished ?? nextTurn(), reader, onEnd).then(() => {
      if (this.#unfinished === finished) this.#unfinished = undefined;
    });
    this.#unfinished = finished;
    return finished;
  }

  async #finish(before: Promise<void>, reader: CommandReader, onEnd: BatchEnd): Promise<void> {
    await before;
    while (!this.#isDoneAfterSlice(reader, onEnd)) await nextTurn();
  }

  #isDoneAfterSlice(reader: CommandReader, onEnd: BatchEnd): boolean {
    const untilMs = performance.now() + this.#sliceMs;
    try {
      while (!reader.isAtEnd) {
        reader.next();
        if (!reader.isAtEnd && performance.now() >= untilMs) return false;
      }
    } catch (error) {
      onEnd(error);
      return true;
    }
    onEnd(undefined);
    return true;
  }
}
