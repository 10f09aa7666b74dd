import type { Limits } from '../limits/limits.ts';
import type { IsolateSpec } from './frames.ts';
import type { ScriptOptions } from './script-link.ts';
import type { WorkerSession } from './worker-session.ts';

/** Makes and fills isolates in one worker. */
export interface IsolateMaker {
  make(spec: IsolateSpec, queueBytes: number): WorkerSession;
  load(session: WorkerSession, options: ScriptOptions): void;
}

/**
 * Isolates that stand ready in one worker: some with the runtime alone, some with the current script loaded.
 * Bounded by `warmIsolates` and `warmScripts`; refilled one at a time, when the worker has nothing else to do.
 */
export class WarmIsolates {
  #maker: IsolateMaker;
  #limits: Limits;
  #target: ScriptOptions | undefined;
  #bare: WorkerSession[] = [];
  #loaded: { key: string; session: WorkerSession }[] = [];

  constructor(maker: IsolateMaker, limits: Limits) {
    this.#maker = maker;
    this.#limits = limits;
  }

  /** From now on this script stands ready; isolates with others are thrown away. */
  setTarget(target: ScriptOptions): void {
    this.#target = target;
    const key = keyOf(target);
    for (const warm of this.#loaded) if (warm.key !== key) warm.session.close();
    this.#dropClosed();
  }

  /** Takes an isolate that has this script loaded, or is being loaded with it. */
  take(options: ScriptOptions): WorkerSession {
    this.#dropClosed();
    const key = keyOf(options);
    const at = this.#loaded.findIndex(warm => warm.key === key);
    if (at >= 0) return this.#loaded.splice(at, 1)[0]!.session;
    return this.#prepare(options);
  }

  /** Gives an isolate back that has this script loaded and was used for nothing. */
  offer(options: ScriptOptions, session: WorkerSession): void {
    this.#loaded.push({ key: keyOf(options), session });
  }

  /** Adds what is missing most. @returns whether anything was missing */
  refill(): boolean {
    this.#dropClosed();
    const target = this.#target;
    if (target === undefined) return false;
    if (this.#loaded.length < this.#limits.warmScripts) {
      this.offer(target, this.#prepare(target));
      return true;
    }
    if (this.#bare.length < this.#limits.warmIsolates) {
      this.#bare.push(this.#maker.make(target.spec, target.queueBytes));
      return true;
    }
    return false;
  }

  #prepare(options: ScriptOptions): WorkerSession {
    const spec = JSON.stringify(options.spec);
    const at = this.#bare.findIndex(bare => JSON.stringify(bare.spec) === spec);
    const session =
      at >= 0 ? this.#bare.splice(at, 1)[0]! : this.#maker.make(options.spec, options.queueBytes);
    this.#maker.load(session, options);
    return session;
  }

  #dropClosed(): void {
    this.#bare = this.#bare.filter(session => !session.isClosed);
    this.#loaded = this.#loaded.filter(({ session }) => !session.isClosed);
  }
}

function keyOf({ hash, spec, runtimeLimits, clock, queueBytes }: ScriptOptions): string {
  return JSON.stringify([hash, spec, runtimeLimits, clock, queueBytes]);
}
