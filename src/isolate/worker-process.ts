import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Logger } from 'pino';
import type { BeginConfig, LoadConfig } from '../../runtime-api/kernel/config.ts';
import type { Seed } from '../../runtime-api/realm/random.ts';
import { COMMAND_RESERVE_BYTES } from '../bridge/command-writer.ts';
import { PlaypenError } from '../errors.ts';
import type { Limits } from '../limits/limits.ts';
import { DispatchQueue } from './dispatch-queue.ts';
import {
  type BeginRequest,
  decodeResult,
  type Frame,
  FrameReader,
  frameHead,
  type LoadRequest,
  ReplyKind,
  RequestKind,
  type ScriptRequest,
} from './frames.ts';
import type { ScriptLink, ScriptListener, ScriptOptions } from './script-link.ts';
import { type IsolateMaker, WarmIsolates } from './warm-isolates.ts';
import type { LaunchedWorker, WorkerLauncher } from './worker-launch.ts';
import { type SessionHome, WorkerSession } from './worker-session.ts';

const RESULT_SLACK_BYTES = 64 * 1024;

export interface WorkerProcessOptions {
  launcher: WorkerLauncher;
  runtimeSource: string;
  limits: Limits;
  log: Logger;
  /** Microseconds since the epoch. */
  nowUs: () => number;
  /** Called once: the process has ended, or is being killed and takes nothing more. */
  onDoomed(worker: WorkerProcess): void;
}

/** One script worker and its sessions. It lives as long as its process; another one takes its place. */
export class WorkerProcess implements SessionHome {
  readonly nowUs: () => number;
  /** Rejects with `runtime_unsupported` when the process ends before it was ready. */
  readonly ready: Promise<void>;
  readonly exited: Promise<void>;
  #options: WorkerProcessOptions;
  #launched: LaunchedWorker;
  #child: ChildProcess;
  #link: Socket;
  #sessions = new Map<number, WorkerSession>();
  #dispatches = new DispatchQueue();
  #scheduled = new Set<WorkerSession>();
  #warm: WarmIsolates;
  /** Hashes of the scripts the worker has, oldest first. */
  #scripts = new Set<string>();
  #lastSessionNumber = 0;
  #startedMs = performance.now();
  #isReady = false;
  #isKilledByWatchdog = false;
  #isDoomed = false;

  constructor(options: WorkerProcessOptions) {
    this.#options = options;
    this.nowUs = options.nowUs;
    this.#warm = new WarmIsolates(this.#createIsolateMaker(), options.limits);
    this.#launched = options.launcher.launch();
    this.#child = this.#launched.child;
    this.#link = this.#launched.link;
    const readiness = Promise.withResolvers<void>();
    const exit = Promise.withResolvers<void>();
    this.ready = readiness.promise;
    this.exited = exit.promise;
    // The pool replaces a worker that exits; the rejection is for whoever waits for the first start.
    this.ready.catch(() => {});
    this.#listen(readiness.resolve);
    this.#child.on('close', (code, signal) => {
      readiness.reject(
        new PlaypenError('runtime_unsupported', `a script worker ended with ${signal ?? code}`),
      );
      this.#doom();
      this.#endSessions(signal ?? `exit code ${code}`);
      exit.resolve();
    });
    this.#send(RequestKind.hello, 0, Buffer.from(options.runtimeSource));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Whether it has ever been ready. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Isolates in use or warm. */
  get isolateCount(): number {
    return this.#sessions.size;
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

  /** Kills the worker if it should have been ready, or answered the request it is running, by now. */
  checkOverdue(): void {
    const { watchdogSlackMs, workerStartMs } = this.#options.limits;
    const nowMs = performance.now();
    const isOverdue = this.#isReady
      ? this.#dispatches.isOverdue(nowMs, watchdogSlackMs)
      : nowMs - this.#startedMs > workerStartMs;
    if (this.#isDoomed || !isOverdue) return;
    this.#isKilledByWatchdog = true;
    this.#options.log.warn({ workerPid: this.pid }, 'a script worker does not answer; killing it');
    this.kill();
  }

  /** `exited` resolves when it is done, after each session of this worker was told its end. */
  kill(): void {
    this.#doom();
    this.#child.kill('SIGKILL');
  }

  schedule(session: WorkerSession): void {
    if (this.#scheduled.size === 0) setImmediate(() => this.#dispatchScheduled());
    this.#scheduled.add(session);
  }

  sendBatch(session: WorkerSession, events: Uint8Array): void {
    const now = this.nowUs();
    const moment = Buffer.allocUnsafe(8);
    moment.writeUInt32LE(now % 0x1_0000_0000, 0);
    moment.writeUInt32LE(Math.floor(now / 0x1_0000_0000), 4);
    this.#dispatches.push(session, session.spec.batchMs, performance.now());
    this.#send(RequestKind.batch, session.number, moment, events);
  }

  sendClose(session: WorkerSession): void {
    this.#sessions.delete(session.number);
    this.#send(RequestKind.close, session.number);
  }

  #doom(): void {
    if (this.#isDoomed) return;
    this.#isDoomed = true;
    this.#options.onDoomed(this);
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
        this.#teach(options);
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

  /** Sends a script that the worker does not have yet; it keeps the last few. */
  #teach({ hash, code }: ScriptOptions): void {
    if (this.#scripts.has(hash)) return;
    if (this.#scripts.size >= this.#options.limits.scriptsPerWorker) {
      const oldest = this.#scripts.values().next().value!;
      this.#scripts.delete(oldest);
      this.#send(RequestKind.forgetScript, 0, Buffer.from(oldest));
    }
    this.#scripts.add(hash);
    const request: ScriptRequest = { hash, code };
    this.#send(RequestKind.script, 0, Buffer.from(JSON.stringify(request)));
  }

  /** One isolate at a time, and only while nobody waits for the worker. */
  #refillWhenIdle(): void {
    if (this.#isReady && this.#dispatches.head === undefined && this.#scheduled.size === 0)
      this.#warm.refill();
  }

  #request(session: WorkerSession, kind: number, limitMs: number, body: object): void {
    this.#dispatches.push(session, limitMs, performance.now());
    this.#send(kind, session.number, Buffer.from(JSON.stringify(body)));
  }

  /** What one turn of the event loop has for this worker leaves in one write. */
  #dispatchScheduled(): void {
    const sessions = [...this.#scheduled];
    this.#scheduled.clear();
    this.#link.cork();
    for (const session of sessions) session.dispatch();
    this.#link.uncork();
  }

  #listen(onReady: () => void): void {
    const { limits, log } = this.#options;
    const maxBodyBytes = limits.commandBytesPerBatch + COMMAND_RESERVE_BYTES + RESULT_SLACK_BYTES;
    const reader = new FrameReader(maxBodyBytes, frame => this.#handle(frame, onReady));
    this.#link.on('data', (chunk: Buffer) => {
      if (reader.push(chunk)) return;
      log.error({ workerPid: this.pid }, 'a script worker sent a frame over the limit; killing it');
      this.kill();
    });
    // A broken pipe means that the process is ending, which the `close` event handles.
    this.#link.on('error', () => {});
    this.#child.on('error', error => log.error({ error }, 'a script worker could not be started'));
    const lines = createInterface({ input: this.#child.stderr! });
    lines.on('line', line => log.debug({ workerPid: this.pid }, `script worker: ${line.slice(0, 500)}`));
  }

  #handle(frame: Frame, onReady: () => void): void {
    if (frame.kind === ReplyKind.ready) {
      this.#isReady = true;
      this.#launched.stepBack();
      this.#dispatches.restartHead(performance.now());
      this.#refillWhenIdle();
      return onReady();
    }
    const session = this.#dispatches.shift(performance.now());
    const result = decodeResult(frame.body);
    if (frame.kind !== ReplyKind.result || session?.number !== frame.sessionNumber || result === undefined) {
      this.#options.log.error({ workerPid: this.pid }, 'a script worker sent nonsense; killing it');
      return this.kill();
    }
    if (result.status !== 'ok') this.#sessions.delete(session.number);
    session.handleResult(result);
    if (this.#dispatches.head === undefined) setImmediate(() => this.#refillWhenIdle());
  }

  #endSessions(how: string): void {
    const running = this.#dispatches.head;
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    for (const session of sessions) {
      if (session !== running) session.end('worker_lost', `the worker ended with ${how}`);
      else if (this.#isKilledByWatchdog)
        session.end('script_timeout', 'it did not answer; its worker was killed');
      else session.end('script_crashed', `its worker ended with ${how}`);
    }
  }

  #send(kind: number, sessionNumber: number, ...parts: Uint8Array[]): void {
    if (this.#link.destroyed) return;
    const bodyBytes = parts.reduce((sum, part) => sum + part.length, 0);
    this.#link.write(frameHead(kind, sessionNumber, bodyBytes));
    for (const part of parts) this.#link.write(part);
  }
}
