import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { closeCodeOf, PlaypenError } from '../errors.ts';
import type { IsolateProfile } from '../isolate/frames.ts';
import type { SandboxOptions } from '../isolate/sandbox/sandbox.ts';
import type { ScriptOptions } from '../isolate/script-link.ts';
import type { Trust } from '../isolate/trust.ts';
import type { WorkerLoad } from '../isolate/worker-load.ts';
import { WorkerPool } from '../isolate/worker-pool.ts';
import type { LimitBook } from '../limits/limit-book.ts';
import { LimitHits } from '../limits/limit-hits.ts';
import { GameSession } from '../session/game-session.ts';
import { refuseLogin } from '../session/logins.ts';
import type { LoginRequest, PlayerConnection } from '../session/player-connection.ts';
import { type ScriptMode, type SessionScript, scriptOptions } from '../session/script-options.ts';
import { SessionCounters } from '../session/session-counters.ts';
import type { GameSessionOptions } from '../session/session-options.ts';
import { Transport } from '../transport/transport.ts';
import { EndedSessions } from './ended-sessions.ts';

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
  /** Of the host, and of the sessions of each tenant and fleet. */
  limits: LimitBook;
  /** With whom sessions share a worker unless they say otherwise; default: with everybody (`shared`). */
  trust?: Trust;
  log: Logger;
  /** What time scripts read; default: `batch`. */
  clock?: ScriptMode['clock'];
  /** A game session is over, and no longer among `sessions`. */
  onSessionEnded?(): void;
}

/** What a new game session is made with; what is left out is empty, or a default. */
export interface NewGameSession {
  script: SessionScript;
  /** Default: a new one. */
  gameSessionId?: string;
  /** Where its lines and its script's go; default: the host's log. */
  log?: Logger;
  /** What `onProcessStarted` is called with. */
  processArguments?: string[];
  /** Default: `counted`. */
  playerSlots?: GameSessionOptions['playerSlots'];
  profile?: IsolateProfile;
  trust?: Trust;
  description?: Partial<Omit<GameSessionOptions['description'], 'port'>>;
  uncaughtErrors?: GameSessionOptions['uncaughtErrors'];
  /** The last player has left. */
  onEmpty?(): void;
  onPlayerGone?(playerSessionId: string): void;
  onPolicyChanged?: GameSessionOptions['onPolicyChanged'];
}

/** A relay host: owns the players' sockets, the script workers and the game sessions. Runs no customer code. */
export class RelayHost {
  /** How often each limit was reached. */
  readonly hits = new LimitHits();
  /** What the game sessions that are over have done, all together. */
  readonly endedCounters = new SessionCounters();
  #options: RelayHostOptions;
  #pool: WorkerPool;
  #transport: Transport;
  #admission: Admission | undefined;
  #sessions = new Map<string, GameSession>();
  /** Game sessions that are over, for a while. */
  readonly endedSessions: EndedSessions;
  #port = 0;
  #state: 'new' | 'running' | 'stopping' = 'new';

  constructor(options: RelayHostOptions) {
    const { host, port, udpFirstPort, log, runtimeSource, workers, sandbox } = options;
    const limits = options.limits.host;
    this.#options = options;
    this.endedSessions = new EndedSessions(limits.endedSessionsKept);
    this.#pool = new WorkerPool({
      runtimeSource,
      limits,
      hits: this.hits,
      log,
      trust: this.#trust,
      ...(workers === undefined ? {} : { workers }),
      ...(sandbox === undefined ? {} : { sandbox }),
    });
    this.#transport = new Transport({
      host,
      port,
      udpFirstPort,
      limits,
      log,
      hits: this.hits,
      onLogin: (connection, request) => void this.#login(connection, request),
    });
  }

  /** Game sessions by id, until they end. */
  get sessions(): ReadonlyMap<string, GameSession> {
    return this.#sessions;
  }

  /** Where players connect; 0 before `listen`. */
  get port(): number {
    return this.#port;
  }

  /** The UDP ports that players may be sent to; undefined where they are any that are free. */
  get udpPorts(): { first: number; last: number } | undefined {
    const { udpFirstPort: first, limits } = this.#options;
    return first === 0 ? undefined : { first, last: first + limits.host.udpPorts - 1 };
  }

  /** True while players can connect. */
  get isHealthy(): boolean {
    return this.#state === 'running' && this.#pool.pids.length > 0;
  }

  /** Isolates in all script workers, in use or warm. */
  get isolateCount(): number {
    return this.#pool.isolateCount;
  }

  /** Script workers that stand ready to take the place of others. */
  get spareWorkers(): number {
    return this.#pool.spareCount;
  }

  /** Process ids of the script workers. */
  get workerPids(): number[] {
    return this.#pool.pids;
  }

  /** Of the script workers that take sessions, for whoever samples them. */
  get workerLoads(): WorkerLoad[] {
    return this.#pool.loads;
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
   * @throws {PlaypenError} `no_capacity`, `script_refused`
   */
  createSession(wanted: NewGameSession): GameSession {
    const { log, host } = this.#options;
    const hostLimits = this.#options.limits.host;
    if (this.#state === 'stopping') throw new PlaypenError('server_shutdown');
    if (this.#sessions.size >= hostLimits.sessionsPerHost) {
      this.hits.add('sessionsPerHost');
      throw new PlaypenError('no_capacity', `it runs ${hostLimits.sessionsPerHost} game sessions already`);
    }
    const profile = wanted.profile ?? 'strict';
    const trust = trustFor(profile, wanted.trust ?? this.#trust);
    const { fleetId } = wanted.description ?? {};
    const session = new GameSession({
      gameSessionId: wanted.gameSessionId ?? `gsess-${randomUUID()}`,
      script: wanted.script,
      openScript: (options, config, listener) => this.#pool.open(options, config, listener),
      limits: this.#options.limits.forSession({ tenantId: trust.tenantId, fleetId }),
      hits: this.hits,
      log: wanted.log ?? log,
      mode: this.#mode(profile, trust),
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
      processArguments: wanted.processArguments ?? [],
      playerSlots: wanted.playerSlots ?? 'counted',
      onEmpty: () => wanted.onEmpty?.(),
      onPlayerGone: id => wanted.onPlayerGone?.(id),
      onPolicyChanged: policy => wanted.onPolicyChanged?.(policy),
      uncaughtErrors: wanted.uncaughtErrors ?? 'log',
    });
    this.#sessions.set(session.id, session);
    void session.ended.then(postMortem => {
      this.endedSessions.add(session, postMortem);
      this.endedCounters.addAll(session.load.counters);
      this.#sessions.delete(session.id);
      this.#options.onSessionEnded?.();
    });
    return session;
  }

  /**
   * Evaluates a script without a game session.
   * @param trust with whom it may share a worker meanwhile; default: the host's own
   * @throws {PlaypenError} `script_failed`, `script_timeout`, `script_memory` or `no_capacity`
   */
  checkScript(script: SessionScript, profile: IsolateProfile, trust = this.#trust): Promise<void> {
    return this.#pool.check(this.#scriptOptions(script, profile, trust));
  }

  /** Lets isolates with this script stand ready, so that its sessions start at once. */
  keepWarm(script: SessionScript, profile: IsolateProfile): void {
    this.#pool.keepWarm(this.#scriptOptions(script, profile));
  }

  /** Tells every script, closes every client with a reason, ends every process. Takes a few seconds at most. */
  async stop(): Promise<void> {
    this.#state = 'stopping';
    this.#transport.stopAccepting();
    await Promise.all([...this.#sessions.values()].map(session => session.terminate('server_shutdown')));
    await this.#transport.close();
    await this.#pool.close();
  }

  get #trust(): Trust {
    return this.#options.trust ?? { tier: 'shared', tenantId: '' };
  }

  /** As sessions of this script have them that say nothing of a tenant or a fleet of their own. */
  #scriptOptions(script: SessionScript, profile: IsolateProfile, trust = this.#trust): ScriptOptions {
    const limits = this.#options.limits.forSession({ tenantId: trust.tenantId });
    return scriptOptions(script, this.#mode(profile, trustFor(profile, trust)), limits);
  }

  #mode(profile: IsolateProfile, trust: Trust): ScriptMode {
    return { profile, clock: this.#options.clock ?? 'batch', trust };
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

/** The language whole is for workers of one tenant, whatever is asked for. */
function trustFor(profile: IsolateProfile, { tier, tenantId }: Trust): Trust {
  return { tier: profile === 'standard' && tier === 'shared' ? 'tenant' : tier, tenantId };
}
