import { type BatchBudget, NO_BUDGET, readBatchHead } from '../../src/bridge/batch-head.ts';
import { ByteReader } from '../../src/bridge/byte-reader.ts';
import { CommandWriter } from '../../src/bridge/command-writer.ts';
import { readEvent } from '../../src/bridge/event-reader.ts';
import { createModules, type ScriptModules } from '../modules/index.ts';
import type { Clock } from '../realm/clock.ts';
import type { RandomGenerator } from '../realm/random.ts';
import { describeBudget } from '../session/budget.ts';
import { createRealtimeSession } from '../session/realtime-session.ts';
import { SessionLog } from '../session/session-log.ts';
import { SessionState } from '../session/session-state.ts';
import { Callbacks, ExitSignal } from './callbacks.ts';
import type { BeginConfig, LoadConfig } from './config.ts';
import { type LifecycleCalls, SessionEvents } from './events.ts';
import { LimitCounts } from './limit-counts.ts';
import { defineProperty, NativeUint8Array } from './primordials.ts';
import { Script } from './script-loader.ts';
import { Timers } from './timers.ts';

const NOTHING = new NativeUint8Array(0);

/** What the realm's `Date` and `Math.random` read, and who is told what scripts get hold of. */
export interface RealmInputs {
  clock: Clock;
  generator: RandomGenerator;
  /** A script has, or may get, a promise. */
  onPromise: () => void;
}

/** Whether a batch is finished, or there is more of it once waiting promises have run. */
export type Progress = 'done' | 'more';

/**
 * One isolate's script and all it needs: loaded first, then begun, when the game session it plays is known. What
 * the script logs while it is loaded waits for the beginning.
 */
export class Runtime {
  #clock: Clock;
  #generator: RandomGenerator;
  #onPromise: () => void;
  #commands: CommandWriter;
  #log: SessionLog;
  #timers: Timers;
  #counts = new LimitCounts();
  #budget: BatchBudget = NO_BUDGET;
  #script: Script;
  #callbacks: Callbacks;
  #state = new SessionState();
  #session: object;
  #events: SessionEvents | undefined;
  #reader = new ByteReader(new NativeUint8Array(0));
  #toldTimerUs = 0;
  #isStopped = false;

  /** Evaluates the script. @throws what the script throws, or ScriptShapeError */
  constructor(inputs: RealmInputs, nowUs: number, config: LoadConfig, source: string) {
    this.#clock = inputs.clock;
    this.#generator = inputs.generator;
    this.#onPromise = inputs.onPromise;
    this.#generator.reseed(config.seed);
    this.#clock.mode = config.clock;
    this.#clock.start(nowUs);
    this.#commands = new CommandWriter(config.limits.commandBytesPerBatch);
    this.#log = new SessionLog(this.#commands, config.limits, this.#counts);
    this.#timers = new Timers(this.#clock, config.limits.timersPerSession, this.#counts);
    const modules = this.#createModules(this.#generator);
    installGlobals(modules.globals);
    this.#script = Script.load(source, name => {
      // Some of their functions give promises.
      this.#onPromise();
      return modules.require(name);
    });
    this.#callbacks = new Callbacks(this.#script, this.#log);
    // Made now, so that little is left to do when a game session waits for its beginning.
    this.#session = createRealtimeSession({
      maxPayloadBytes: config.limits.scriptPayloadBytes,
      state: this.#state,
      commands: this.#commands,
      log: this.#log,
      counts: this.#counts,
      onPromise: this.#onPromise,
      getBudget: () => describeBudget(config.limits, this.#budget, this.#timers.count),
    });
  }

  /** Gives the script its game session. Callbacks come with the batches that follow. */
  begin(nowUs: number, config: BeginConfig): void {
    this.#clock.start(nowUs);
    this.#generator.reseed(config.seed);
    const loaded = this.#script.describe();
    config.gameSession.maximumPlayerSessionCount ||= loaded.maxPlayers || config.defaultMaxPlayers;
    this.#state.begin(config.gameSession);
    const lifecycle: LifecycleCalls = {
      init: { args: [this.#session], question: 'completion' },
      onProcessStarted: { args: [config.processArguments], question: 'decision' },
      onStartGameSession: { args: [this.#state.gameSession], question: 'completion' },
      onHealthCheck: { args: [], question: 'decision' },
      onProcessTerminate: { args: [], question: 'completion' },
    };
    this.#events = new SessionEvents({
      script: this.#script,
      callbacks: this.#callbacks,
      state: this.#state,
      commands: this.#commands,
      lifecycle,
    });
    this.#commands.loaded(loaded);
  }

  /** Begins a batch: timers that are due run first, then the events in their order. */
  batch(reader: ByteReader): Progress {
    this.#commands.reset();
    this.#reader = reader;
    const head = readBatchHead(reader);
    this.#clock.nowUs = head.nowUs;
    this.#budget = head;
    return this.proceed();
  }

  /** Goes on until the batch is done, or a callback returned a promise whose followers should run first. */
  proceed(): Progress {
    const events = this.#events;
    while (!this.#isStopped && events !== undefined) {
      const timer = this.#timers.takeDue();
      if (timer !== undefined) this.#callbacks.run(timer);
      else if (this.#reader.remaining > 0) readEvent(this.#reader, events);
      else break;
      if (!this.#callbacks.takeHasPromises()) continue;
      this.#onPromise();
      return 'more';
    }
    return 'done';
  }

  /** The commands of the batch, with what promises did since `proceed` returned. A view. */
  finish(): Uint8Array {
    if (this.#events === undefined) return NOTHING;
    const nextDueUs = this.#isStopped ? 0 : this.#timers.nextDueUs();
    if (nextDueUs !== 0 || this.#toldTimerUs !== 0) this.#commands.nextTimer(nextDueUs);
    this.#toldTimerUs = nextDueUs;
    this.#log.endBatch();
    this.#counts.report(this.#commands);
    return this.#commands.written();
  }

  #createModules(generator: RandomGenerator): ScriptModules {
    const timers = this.#timers;
    return createModules({
      nowMs: () => this.#clock.nowMs(),
      performanceNowMs: () => this.#clock.performanceNowMs(),
      fillRandom: bytes => generator.fill(bytes),
      log: (level, text) => this.#log.write(level, text),
      setTimeout: (callback, delayMs, ...args) => timers.setTimeout(callback, delayMs, args),
      setInterval: (callback, delayMs, ...args) => timers.setInterval(callback, delayMs, args),
      setImmediate: (callback, ...args) => timers.setTimeout(callback, 0, args),
      clearTimeout: handle => timers.clear(handle),
      clearInterval: handle => timers.clear(handle),
      clearImmediate: handle => timers.clear(handle),
      queueMicrotask: callback => {
        this.#onPromise();
        void this.#runSoon(callback);
      },
      exit: code => this.#exit(code),
    });
  }

  async #runSoon(callback: () => unknown): Promise<void> {
    await undefined;
    this.#callbacks.run(callback);
  }

  #exit(code: number | undefined): never {
    if (!this.#isStopped) this.#commands.end('exit', code ?? 0);
    this.#isStopped = true;
    throw new ExitSignal('process.exit was called');
  }
}

/** As descriptors: some globals are made when they are first read. */
function installGlobals(globals: object): void {
  for (const name of Object.keys(globals)) {
    const descriptor = Reflect.getOwnPropertyDescriptor(globals, name)!;
    defineProperty(globalThis, name, { ...descriptor, enumerable: false, configurable: true });
  }
}
