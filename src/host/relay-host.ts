import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { closeCodeOf, PlaypenError } from '../errors.ts';
import type { IsolateProfile } from '../isolate/frames.ts';
import type { SandboxOptions } from '../isolate/sandbox/sandbox.ts';
import { WorkerPool } from '../isolate/worker-pool.ts';
import type { Limits } from '../limits/limits.ts';
import { GameSession } from '../session/game-session.ts';
import { refuseLogin } from '../session/logins.ts';
import type { LoginRequest, PlayerConnection } from '../session/player-connection.ts';
import { type ScriptMode, type SessionScript, scriptOptions } from '../session/script-options.ts';
import type { GameSessionOptions } from '../session/session-options.ts';
import { Transport } from '../transport/transport.ts';

/** Decides which game session a login goes to. */
export interface Admission {
  /** Connects the login to a session, or throws a PlaypenError whose close code the client is told. */
  login(connection: PlayerConnection, request: LoginRequest): Promise<void>;
}

export interface RelayHostOptions {
  /** Address to listen on. */
  host: string;
  /** WebSocket port; 0 for any that is free. */
  port: number;
  /** First UDP port of the range; 0 for any that are free. */
  udpFirstPort: number;
  /** Number of script workers; default: the number of cores. */
  workers?: number;
  /** How script workers are locked in; default: `{ kind: 'process' }`. */
  sandbox?: SandboxOptions;
  /** The runtime for isolates, from `bundleRuntime`. */
  runtimeSource: string;
  limits: Limits;
  log: Logger;
  /** What time scripts read; default: `batch`. */
  clock?: ScriptMode['clock'];
  /** A game session is over, and no longer among `sessions`. */
  onSessionEnded?(): void;
}

/** What a new game session is made with; what is left out is empty, or a default. */
export interface NewGameSession {
  script: SessionScript;
  profile?: IsolateProfile;
  description?: Partial<Omit<GameSessionOptions['description'], 'port'>>;
  uncaughtErrors?: GameSessionOptions['uncaughtErrors'];
  /** The last player has left. */
  onEmpty?(): void;
}

/** A relay host: owns the players' sockets, the script workers and the game sessions. Runs no customer code. */
export class RelayHost {
  #options: RelayHostOptions;
  #pool: WorkerPool;
  #transport: Transport;
  #admission: Admission | undefined;
  #sessions = new Map<string, GameSession>();
  #port = 0;
  #state: 'new' | 'running' | 'stopping' = 'new';

  constructor(options: RelayHostOptions) {
    const { host, port, udpFirstPort, limits, log, runtimeSource, workers, sandbox } = options;
    this.#options = options;
    this.#pool = new WorkerPool({
      runtimeSource,
      limits,
      log,
      ...(workers === undefined ? {} : { workers }),
      ...(sandbox === undefined ? {} : { sandbox }),
    });
    this.#transport = new Transport({
      host,
      port,
      udpFirstPort,
      limits,
      log,
      onLogin: (connection, request) => void this.#login(connection, request),
    });
  }

  /** Game sessions by id, until they end. */
  get sessions(): ReadonlyMap<string, GameSession> {
    return this.#sessions;
  }

  /** True while players can connect. */
  get isHealthy(): boolean {
    return this.#state === 'running' && this.#pool.pids.length > 0;
  }

  /** Isolates in all script workers, in use or warm. */
  get isolateCount(): number {
    return this.#pool.isolateCount;
  }

  /** Process ids of the script workers. */
  get workerPids(): number[] {
    return this.#pool.pids;
  }

  /**
   * Starts the script workers: scripts can be checked from now on.
   * @throws {PlaypenError} `runtime_unsupported` or `sandbox_unavailable`; call `stop` then as well
   */
  startWorkers(): Promise<void> {
    return this.#pool.start();
  }

  /**
   * Lets players in.
   * @throws {PlaypenError} `port_in_use` or `port_refused`; call `stop` then as well
   */
  async listen(admission: Admission): Promise<{ port: number }> {
    this.#admission = admission;
    const { port } = await this.#transport.listen();
    this.#port = port;
    this.#state = 'running';
    return { port };
  }

  /**
   * Starts a game session; wait for its `started`.
   * @throws {PlaypenError} `no_capacity`
   */
  createSession(wanted: NewGameSession): GameSession {
    const { limits, log, host } = this.#options;
    if (this.#state === 'stopping') throw new PlaypenError('server_shutdown');
    if (this.#sessions.size >= limits.sessionsPerHost) {
      throw new PlaypenError('no_capacity', `it runs ${limits.sessionsPerHost} game sessions already`);
    }
    const session = new GameSession({
      gameSessionId: `gsess-${randomUUID()}`,
      script: wanted.script,
      openScript: (options, config, listener) => this.#pool.open(options, config, listener),
      limits,
      log,
      mode: this.#mode(wanted.profile ?? 'strict'),
      description: {
        name: '',
        fleetId: '',
        maximumPlayerSessionCount: 0,
        gameProperties: [],
        gameSessionData: '',
        matchmakerData: '',
        ipAddress: host,
        dnsName: '',
        ...wanted.description,
        port: this.#port,
      },
      processArguments: [],
      onEmpty: () => wanted.onEmpty?.(),
      uncaughtErrors: wanted.uncaughtErrors ?? 'log',
    });
    this.#sessions.set(session.id, session);
    void session.ended.then(() => {
      this.#sessions.delete(session.id);
      this.#options.onSessionEnded?.();
    });
    return session;
  }

  /**
   * Evaluates a script without a game session.
   * @throws {PlaypenError} `script_failed`, `script_timeout`, `script_memory` or `no_capacity`
   */
  checkScript(script: SessionScript, profile: IsolateProfile): Promise<void> {
    return this.#pool.check(scriptOptions(script, this.#mode(profile), this.#options.limits));
  }

  /** Lets isolates with this script stand ready, so that its sessions start at once. */
  keepWarm(script: SessionScript, profile: IsolateProfile): void {
    this.#pool.keepWarm(scriptOptions(script, this.#mode(profile), this.#options.limits));
  }

  /** Tells every script, closes every client with a reason, ends every process. Takes a few seconds at most. */
  async stop(): Promise<void> {
    this.#state = 'stopping';
    this.#transport.stopAccepting();
    await Promise.all([...this.#sessions.values()].map(session => session.terminate('server_shutdown')));
    await this.#transport.close();
    await this.#pool.close();
  }

  #mode(profile: IsolateProfile): ScriptMode {
    return { profile, clock: this.#options.clock ?? 'batch' };
  }

  async #login(connection: PlayerConnection, request: LoginRequest): Promise<void> {
    try {
      if (this.#admission === undefined || this.#state !== 'running')
        throw new PlaypenError('server_shutdown');
      await this.#admission.login(connection, request);
    } catch (error) {
      const code = closeCodeOf(error);
      this.#options.log[code === 'internal_error' ? 'error' : 'info']({ err: error }, 'login refused');
      refuseLogin(connection, code);
    }
  }
}
