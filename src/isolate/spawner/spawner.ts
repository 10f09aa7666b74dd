import type { SpawnCommand } from './messages.ts';
import { type SpawnedProcess, SpawnerProcess } from './spawner-process.ts';

/**
 * Starts processes by way of one that is small and does nothing else. When that one is lost, so are those it has
 * started, and another one is there for the next.
 */
export class Spawner {
  readonly #answerMs: number;
  #process: SpawnerProcess;
  /** The last that was asked for. */
  #last: Promise<unknown> = Promise.resolve();

  /** @param answerMs for how long it may take to start a process, or it is taken for dead and ended */
  constructor(answerMs: number) {
    this.#answerMs = answerMs;
    this.#process = new SpawnerProcess();
  }

  /** Process id of the spawner; undefined when it could not be started. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /**
   * One at a time: a socket is handed over before there is another one.
   * @throws {Error} when it cannot be started
   */
  spawn(command: SpawnCommand): Promise<SpawnedProcess> {
    const spawned = this.#last.then(() => this.#living().spawn(command, this.#answerMs));
    this.#last = spawned.catch(() => {});
    return spawned;
  }

  /** Ends the spawner, and with it what it has started. */
  async close(): Promise<void> {
    await this.#process.close();
  }

  #living(): SpawnerProcess {
    if (this.#process.hasEnded) this.#process = new SpawnerProcess();
    return this.#process;
  }
}
