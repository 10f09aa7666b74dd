import type { Act } from './act.ts';
import { Lane, type LaneOptions } from './lane.ts';
import type { ActOutcome } from './outcome.ts';

/** A bounded number of lanes for whoever has acts to play; a lane that something was broken in is replaced. */
export class LanePool {
  readonly #options: LaneOptions;
  readonly #free: (Lane | undefined)[];
  readonly #waiting: (() => void)[] = [];

  constructor(lanes: number, options: LaneOptions) {
    this.#options = options;
    this.#free = new Array<undefined>(lanes).fill(undefined);
  }

  /** Plays an act in the next lane that is free. */
  async play(act: Act): Promise<ActOutcome> {
    while (this.#free.length === 0) await new Promise<void>(resolve => this.#waiting.push(resolve));
    let lane = this.#free.pop();
    try {
      lane ??= await Lane.start(this.#options);
      const outcome = await lane.play(act);
      if (outcome.broken.length > 0) lane = await stop(lane);
      return outcome;
    } catch (error) {
      lane = lane && (await stop(lane));
      throw error;
    } finally {
      this.#free.push(lane);
      this.#waiting.shift()?.();
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#free.map(lane => lane?.stop()));
  }
}

async function stop(lane: Lane): Promise<undefined> {
  await lane.stop();
}
