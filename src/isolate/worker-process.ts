import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import type { Logger } from 'pino';
import type { BeginConfig, LoadConfig } from '../../runtime-api/kernel/config.ts';
import type { Seed } from '../../runtime-api/realm/random.ts';
import type { BatchBudget } from '../bridge/batch-head.ts';
import { COMMAND_RESERVE_BYTES } from '../bridge/command-writer.ts';
import { PlaypenError } from '../errors.ts';
import type { LimitHits } from '../limits/limit-hits.ts';
import { LIMITS, type LimitName, type Limits } from '../limits/limits.ts';
import { afterRest } from '../limits/rest.ts';
import { DispatchPace } from './dispatch-pace.ts';
import { DispatchQueue } from './dispatch-queue.ts';
import {
  type BeginRequest,
  decodeResult,
  type Frame,
  FrameReader,
  type LoadRequest,
  ReplyKind,
  RequestKind,
} from './frames.ts';
import { KnownScripts } from './known-scripts.ts';
import { ProcessFigures } from './process-figures.ts';
import type { ScriptLink, ScriptListener, ScriptOptions, ScriptOwner } from './script-link.ts';
import { type IsolateMaker, WarmIsolates } from './warm-isolates.ts';
import { Watchdog } from './watchdog.ts';
import { endOfBystander, endOfCulprit, type WorkerDeath } from './worker-death.ts';
import type { LaunchedWorker, WorkerLauncher } from './worker-launch.ts';
import { WorkerLink } from './worker-link.ts';
import type { WorkerLoad } from './worker-load.ts';
import { type SessionHome, WorkerSession } from './worker-session.ts';

const RESULT_SLACK_BYTES = 64 * 1024;
const NO_BODY = new Uint8Array(0);

export interface WorkerProcessOptions {
  launcher: WorkerLauncher;
  runtimeSource: string;
  limits: Limits;
  hits: LimitHits;
  log: Logger;
  /** Microseconds since the epoch. */
  nowUs: () => number;
  /** Called once: the process has ended, or is being killed and takes nothing more. */
  onDoomed(worker: WorkerProcess): void;
  /** The worker died, or has to be killed, while it ran this script. */
  onCulprit(script: ScriptOwner): void;
  /** The last of its game sessions is over. */
  onIdle(worker: WorkerProcess): void;
}

/** One script worker and its sessions. It lives as long as its process; another one takes its place. */
export class WorkerProcess implements SessionHome {
  readonly nowUs: () => number;
  /** Rejects with `runtime_unsupported` when the process ends before it was ready. */
  readonly ready: Promise<void>;
  readonly exited: Promise<void>;
  #options: WorkerProcessOptions;
  /** Undefined while it is being started. */
  #launched: LaunchedWorker | undefined;
  #link = new WorkerLink();
  #sessions = new Map<number, WorkerSession>();
  #dispatches = new DispatchQueue();
  #scheduled = new Set<WorkerSession>();
  readonly #pace: DispatchPace;
  #warm: WarmIsolates;
  #scripts: KnownScripts;
  #lastSessionNumber = 0;
  #watchdog: Watchdog;
  #isReady = false;
  #isDoomed = false;
  /** Undefined until it is ready: before that it runs nothing but our own code. */
  #figures: ProcessFigures | undefined;

  constructor(options: WorkerProcessOptions) {
    this.#options = options;
    this.nowUs = options.nowUs;
    this.#pace = new DispatchPace(options.limits.dispatchRestMs);
    this.#watchdog = new Watchdog(options.limits, options.hits);
    this.#scripts = new KnownScripts(options.limits.scriptsPerWorker, (kind, body) =>
      this.#link.send(kind, 0, body),
    );
    this.#warm = new WarmIsolates(this.#createIsolateMaker(), options.limits);
    const readiness = Promise.withResolvers<void>();
    this.ready = readiness.promise;
    // The pool replaces a worker that exits; the rejection is for whoever waits for the first start.
    this.ready.catch(() => {});
    this.#link.send(RequestKind.hello, 0, Buffer.from(options.runtimeSource));
    this.exited = this.#live(readiness.resolve).then(how => {
      readiness.reject(new PlaypenError('runtime_unsupported', `a script worker ended with ${how}`));
      this.#end({ kind: 'exited', how });
      this.#figures?.[Symbol.dispose]();
    });
  }

  /** Undefined while it is being started. */
  get pid(): number | undefined {
    return this.#launched?.pid;
  }

  /** Whether it has ever been ready. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Isolates in use or warm. */
  get isolateCount(): number {
    return this.#sessions.size;
  }

  /** Game sessions that play in it. */
  get sessionCount(): number {
    return [...this.#sessions.values()].filter(session => session.isPlaying).length;
  }

  /** For whoever samples it; undefined while it is being started. */
  get load(): WorkerLoad | undefined {
    if (this.pid === undefined) return undefined;
    return {
      pid: this.pid,
      sessions: this.sessionCount,
      isolates: this.isolateCount,
      residentMb: this.#figures?.residentMb ?? 0,
      cpuMs: this.#figures?.cpuMs ?? 0,
      waitedMs: this.#figures?.waitedMs ?? 0,
      runningMs: this.#dispatches.headRequest(performance.now())?.runningMs ?? 0,
    };
  }

  /** Begins a game session with this script, in a warm isolate if there is one. */
  open(options: ScriptOptions, config: BeginConfig, listener: ScriptListener): ScriptLink {
    const session = this.#warm.take(options);
    session.begin(listener);
    const request: BeginRequest = { nowUs: this.nowUs(), config: JSON.stringify(config) };
    this.#request(session, RequestKind.begin, options.spec.batchMs, request);
    return session;
  }

  /**
   * Evaluates a script without a game session. The isolate then stands ready for one.
   * @throws {PlaypenError} `script_failed`, `script_timeout` or `script_memory`
   */
  async check(options: ScriptOptions): Promise<void> {
    const session = this.#warm.take(options);
    await session.prepared;
    this.#warm.offer(options, session);
  }

  /** Lets isolates with this script stand ready from now on. */
  keepWarm(options: ScriptOptions): void {
    this.#warm.setTarget(options);
    this.#refillWhenIdle();
  }

  /** Kills the worker if it should have been ready, or have answered, by now, or has grown too large. */
  watch(): void {
    if (this.#isDoomed) return;
    const death = this.#watchdog.judge({
      isReady: this.#isReady,
      head: this.#dispatches.headRequest(performance.now()),
      residentMb: this.#figures?.residentMb ?? 0,
      waitedMs: this.#figures?.waitedMs ?? 0,
    });
    if (death !== undefined) this.#kill(death);
  }

  /** Ends the process, because it is not needed any more; `exited` resolves when it is gone. */
  retire(): void {
    this.#kill({ kind: 'retired' });
  }

  /** Its sessions are told at once: nothing that it still does counts. */
  #kill(death: WorkerDeath): void {
    if (!this.#isDoomed && death.kind !== 'retired')
      this.#options.log.warn({ workerPid: this.pid, ...death }, 'killing a script worker');
    this.#launched?.kill();
    this.#end(death);
  }

  schedule(session: WorkerSession): void {
    this.#scheduled.add(session);
    if (this.#scheduled.size > 1) return;
    afterRest(this.#pace.restMs(performance.now()), () => this.#dispatchScheduled());
  }

  sendBatch(session: WorkerSession, budget: BatchBudget): void {
    this.#dispatches.push(session, session.spec.batchMs, performance.now());
    this.#link.sendBatch(session.number, this.nowUs(), budget, session.events);
  }

  sendClose(session: WorkerSession): void {
    this.#forget(session);
    this.#link.send(RequestKind.close, session.number, NO_BODY);
  }

  noteLimitReached(limit: LimitName): void {
    this.#options.hits.add(limit);
    this.#watchdog.noteLimitReached();
  }

  #forget(session: WorkerSession): void {
    this.#sessions.delete(session.number);
    if (session.isPlaying && this.sessionCount === 0 && !this.#isDoomed) this.#options.onIdle(this);
  }

  /** It takes nothing more; the session that was running is to blame, the others are told too. */
  #end(death: WorkerDeath): void {
    if (this.#isDoomed) return;
    this.#isDoomed = true;
    this.#options.onDoomed(this);
    const running = this.#dispatches.head;
    if (running?.script !== undefined && death.kind !== 'retired') this.#options.onCulprit(running.script);
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const session of sessions) {
      const { code, detail, cause } = session === running ? endOfCulprit(death) : endOfBystander(death);
      session.end(code, detail, cause);
    }
  }

  #createIsolateMaker(): IsolateMaker {
    return {
      make: (spec, queueBytes) => {
        const session = new WorkerSession(++this.#lastSessionNumber, spec, queueBytes, this);
        this.#sessions.set(session.number, session);
        session.expectPreparation();
        this.#request(session, RequestKind.make, this.#options.limits.isolateMs, spec);
        return session;
      },
      load: (session, options) => {
        this.#scripts.teach(options);
        session.script = { owner: options.owner, trust: options.trust };
        session.expectPreparation();
        const seed = crypto.getRandomValues(new Uint32Array(4));
        const config: LoadConfig = {
          seed: [...seed] as unknown as Seed,
          clock: options.clock,
          limits: options.runtimeLimits,
        };
        const request: LoadRequest = {
          nowUs: this.nowUs(),
          hash: options.hash,
          config: JSON.stringify(config),
        };
        this.#request(session, RequestKind.load, options.spec.startMs, request);
      },
    };
  }

  /** One isolate at a time, and only while nobody waits for the worker. */
  #refillWhenIdle(): void {
    if (this.#isReady && this.#dispatches.head === undefined && this.#scheduled.size === 0)
      this.#warm.refill();
  }

  #request(session: WorkerSession, kind: number, limitMs: number, body: object): void {
    this.#dispatches.push(session, limitMs, performance.now());
    this.#link.send(kind, session.number, Buffer.from(JSON.stringify(body)));
  }

  /** What one turn of the event loop, or a rest, has for this worker leaves in one write. */
  #dispatchScheduled(): void {
    const sessions = [...this.#scheduled];
    this.#scheduled.clear();
    let events = 0;
    this.#link.inOneWrite(() => {
      for (const session of sessions) events += session.dispatch();
    });
    this.#pace.noteDispatch(events, performance.now());
  }

  /** From its start to its end. @returns how it ended */
  async #live(onReady: () => void): Promise<string> {
    try {
      this.#launched = await this.#options.launcher.launch();
    } catch (error) {
      this.#options.log.error({ err: error }, 'a script worker could not be started');
      return String(error);
    }
    if (this.#isDoomed) this.#launched.kill();
    this.#listen(this.#launched, onReady);
    const { code, signal } = await this.#launched.ended;
    return signal ?? `exit code ${code}`;
  }

  #listen({ link, words }: LaunchedWorker, onReady: () => void): void {
    const { log } = this.#options;
    const maxBodyBytes = LIMITS.commandBytesPerBatch.hard + COMMAND_RESERVE_BYTES + RESULT_SLACK_BYTES;
    const reader = new FrameReader(maxBodyBytes, frame => this.#handle(frame, onReady));
    link.on('data', (chunk: Buffer) => {
      if (!this.#isDoomed && !reader.push(chunk)) this.#kill({ kind: 'nonsense' });
    });
    this.#link.connect(link);
    const lines = createInterface({ input: words });
    lines.on('line', line => log.debug({ workerPid: this.pid }, `script worker: ${line.slice(0, 500)}`));
  }

  #handle(frame: Frame, onReady: () => void): void {
    if (this.#isDoomed) return;
    if (frame.kind === ReplyKind.ready && !this.#isReady) {
      this.#isReady = true;
      this.#launched?.stepBack();
      const workerPid = this.#launched?.workerPid();
      if (workerPid !== undefined) this.#figures = new ProcessFigures(workerPid);
      this.#dispatches.restartHead(performance.now());
      this.#refillWhenIdle();
      return onReady();
    }
    const session = this.#dispatches.shift(performance.now());
    const result = decodeResult(frame.body);
    if (frame.kind !== ReplyKind.result || session?.number !== frame.sessionNumber || result === undefined) {
      return this.#kill({ kind: 'nonsense' });
    }
    if (result.status !== 'ok') this.#forget(session);
    session.handleResult(result);
    if (this.#dispatches.head === undefined) setImmediate(() => this.#refillWhenIdle());
  }
}
