import type { IsolateProfile } from '../../src/isolate/frames.ts';
import { type Child, startChild } from './child.ts';
import type { LoopLag } from './loop-watch.ts';
import type { RelayCalls, RelayEvents, RelayOptions, RelayState } from './relay-process.ts';

export interface SessionEnd {
  code: string;
  detail: string;
}

/** A game session in the relay host's process. */
export interface RelaySession {
  readonly id: string;
  readonly workerPid: number | undefined;
  /** Resolves with undefined when it is active, with its end when it never was. */
  readonly started: Promise<SessionEnd | undefined>;
  readonly ended: Promise<SessionEnd>;
  /** Undefined while it lives. */
  readonly end: SessionEnd | undefined;
}

class Session implements RelaySession {
  id = '';
  workerPid: number | undefined;
  end: SessionEnd | undefined;
  readonly start = Promise.withResolvers<SessionEnd | undefined>();
  readonly over = Promise.withResolvers<SessionEnd>();
  readonly started = this.start.promise;
  readonly ended = this.over.promise;
}

/** A relay host in a process of its own. */
export class Relay {
  readonly #child: Child<RelayCalls, RelayEvents>;
  /** Sessions that have not ended, by the number they were asked for with. */
  readonly #sessions = new Map<number, Session>();
  #lastNumber = 0;
  #port = 0;

  private constructor() {
    this.#child = startChild<RelayCalls, RelayEvents>('./relay-process.ts', {
      started: number => this.#sessions.get(number)?.start.resolve(undefined),
      ended: (number, code, detail) => {
        const session = this.#sessions.get(number);
        if (session === undefined) return;
        session.end = { code, detail };
        session.start.resolve(session.end);
        session.over.resolve(session.end);
        this.#sessions.delete(number);
      },
    });
  }

  static async start(options: RelayOptions): Promise<Relay> {
    const relay = new Relay();
    const { port } = await relay.#child.calls.start(options);
    relay.#port = port;
    return relay;
  }

  get port(): number {
    return this.#port;
  }

  /** Resolves when its process has ended, with how. */
  get exited(): Promise<string> {
    return this.#child.exited;
  }

  async createSession(code: string, profile: IsolateProfile): Promise<RelaySession> {
    const number = ++this.#lastNumber;
    const session = new Session();
    this.#sessions.set(number, session);
    const { id, workerPid } = await this.#child.calls.createSession(number, code, profile);
    session.id = id;
    session.workerPid = workerPid;
    return session;
  }

  async terminate({ id }: RelaySession): Promise<void> {
    await this.#child.calls.terminate(id);
  }

  async updateMatchmakerData({ id }: RelaySession): Promise<void> {
    await this.#child.calls.updateMatchmakerData(id);
  }

  state(): Promise<RelayState> {
    return this.#child.calls.state();
  }

  workerPids(): Promise<number[]> {
    return this.#child.calls.workerPids();
  }

  async beginWatch(): Promise<void> {
    await this.#child.calls.beginWatch();
  }

  endWatch(): Promise<LoopLag> {
    return this.#child.calls.endWatch();
  }

  overallLag(): Promise<LoopLag> {
    return this.#child.calls.overallLag();
  }

  async stop(): Promise<void> {
    await this.#child.calls.stop().catch(() => {});
    await this.#child.kill();
  }
}
