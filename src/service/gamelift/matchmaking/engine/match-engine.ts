import type { Limits } from '../../../../limits/limits.ts';
import { type EngineLink, type StartEngineLink, startEngineThread } from './engine-link.ts';
import type { EngineAnswers, EngineOrder, EngineQuestion, FromEngine } from './engine-messages.ts';
import { type EngineDoor, EnginePool, type EnginePoolOptions } from './engine-pool.ts';
import { Turns } from './turns.ts';

export interface MatchEngineDeps {
  limits: Limits;
  /** Milliseconds since 1970. */
  now(): number;
  /** Told when the thread was lost, and why. */
  onError(error: unknown): void;
  /** Default: a worker thread. */
  start?: StartEngineLink;
}

interface Asked<K extends keyof EngineAnswers = keyof EngineAnswers> {
  make(): EngineQuestion;
  answered(answer: EngineAnswers[K] | undefined): void;
}

/**
 * The thread that looks for matches, as the service sees it. It is asked one thing at a time; owners of
 * pools have their passes in turn, and whatever is short goes before them. A thread that dies, or says nothing for `matchThreadSilenceMs`, is
 * replaced, and is given every ticket again.
 */
export class MatchEngine implements EngineDoor {
  readonly #deps: MatchEngineDeps;
  readonly #pools = new Map<number, EnginePool>();
  readonly #short: Asked[] = [];
  readonly #passes = new Turns<Asked>();
  #link: EngineLink | undefined;
  #underWay: Asked | undefined;
  #watchdog: NodeJS.Timeout | undefined;
  #restart: NodeJS.Timeout | undefined;
  /** Threads that were lost since the last answer. */
  #losses = 0;
  #lastPool = 0;
  #isClosed = false;

  constructor(deps: MatchEngineDeps) {
    this.#deps = deps;
  }

  /** Has the thread ready before the first ticket comes. */
  warm(): void {
    if (this.#isClosed || this.#restart !== undefined) return;
    this.#link ??= this.#start();
  }

  open(options: EnginePoolOptions): EnginePool {
    const { limits, now } = this.#deps;
    this.warm();
    this.#lastPool += 1;
    const pool = new EnginePool(this.#lastPool, options, { limits, now, engine: this });
    this.#pools.set(pool.id, pool);
    for (const order of pool.orders()) this.tell(order);
    if (this.#isClosed) pool.close();
    return pool;
  }

  tell(order: EngineOrder): void {
    this.#link?.send(order);
  }

  ask<K extends keyof EngineAnswers>(
    kind: K,
    pool: EnginePool,
    make: () => EngineQuestion & { kind: K },
  ): Promise<EngineAnswers[K] | undefined> {
    const { promise, resolve } = Promise.withResolvers<EngineAnswers[K] | undefined>();
    if (this.#isClosed) return Promise.resolve(undefined);
    const asked: Asked<K> = { make, answered: resolve };
    if (kind === 'pass') this.#passes.add(pool.owner, asked as Asked);
    else this.#short.push(asked as Asked);
    this.#next();
    return promise;
  }

  forget(pool: EnginePool): void {
    this.#pools.delete(pool.id);
    this.tell({ kind: 'close', pool: pool.id });
  }

  get waiting(): number {
    return this.#short.length;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#restart);
    clearTimeout(this.#watchdog);
    const left = [
      ...(this.#underWay === undefined ? [] : [this.#underWay]),
      ...this.#short.splice(0),
      ...this.#passes.clear(),
    ];
    this.#underWay = undefined;
    for (const { answered } of left) answered(undefined);
    for (const pool of [...this.#pools.values()]) pool.close();
    await this.#link?.stop();
  }

  #start(): EngineLink {
    const { limits, start = startEngineThread } = this.#deps;
    const link = start(limits, {
      onMessage: message => {
        if (this.#link === link) this.#answered(message);
      },
      onLost: error => {
        if (this.#link === link) this.#lost(error);
      },
    });
    for (const pool of this.#pools.values()) for (const order of pool.orders()) link.send(order);
    for (const pool of this.#pools.values()) pool.refreshed();
    return link;
  }

  #next(): void {
    if (this.#underWay !== undefined || this.#link === undefined || this.#isClosed) return;
    const asked = this.#short.shift() ?? this.#passes.next();
    if (asked === undefined) return;
    this.#underWay = asked;
    this.#watchdog = setTimeout(() => {
      const link = this.#link;
      this.#lost(new Error(`it said nothing for ${this.#deps.limits.matchThreadSilenceMs} ms`));
      void link?.stop().catch(error => this.#deps.onError(error));
    }, this.#deps.limits.matchThreadSilenceMs).unref();
    this.#link.send({ kind: 'question', question: asked.make() });
  }

  #answered({ answer }: FromEngine): void {
    clearTimeout(this.#watchdog);
    const asked = this.#underWay;
    this.#underWay = undefined;
    this.#losses = 0;
    asked?.answered(answer);
    // After who asked has had the chance to ask again, and to stand in line
    queueMicrotask(() => this.#next());
  }

  #lost(error: Error): void {
    const { limits, onError } = this.#deps;
    clearTimeout(this.#watchdog);
    this.#link = undefined;
    const asked = this.#underWay;
    this.#underWay = undefined;
    asked?.answered(undefined);
    onError(new Error('the thread that looks for matches was lost, and is replaced', { cause: error }));
    const restMs = Math.min(limits.matchThreadRestMs * 2 ** this.#losses, limits.matchThreadRestMostMs);
    this.#losses += 1;
    this.#restart = setTimeout(() => {
      this.#restart = undefined;
      this.#link = this.#start();
      this.#next();
    }, restMs).unref();
  }
}
