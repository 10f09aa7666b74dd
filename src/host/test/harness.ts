import { createHash } from 'node:crypto';
import { type Logger, pino } from 'pino';
import { PlaypenError } from '../../errors.ts';
import { bundleRuntime } from '../../isolate/runtime-bundle.ts';
import { LimitBook } from '../../limits/limit-book.ts';
import type { Limits } from '../../limits/limits.ts';
import type { GameSession } from '../../session/game-session.ts';
import type { LoginRequest, PlayerConnection } from '../../session/player-connection.ts';
import { type Admission, type NewGameSession, RelayHost } from '../relay-host.ts';
import { type OpenOptions, TestClient, type TestLogin } from './test-client.ts';

/** One line of the log, as pino writes it. */
export interface LogLine {
  level: number;
  msg: string;
  source?: string;
  gameSessionId?: string;
  opCode?: number;
}

export interface TestHostOptions {
  workers?: number;
  limits?: Partial<Limits>;
  clock?: 'batch' | 'live';
}

type AfterLogin = (connection: PlayerConnection) => void;

/** Logins go to the session whose id they give as player session id, all others to the one started last. */
class TestAdmission implements Admission {
  current: GameSession | undefined;
  afterLogin: AfterLogin | undefined;
  readonly #sessions: () => ReadonlyMap<string, GameSession>;

  constructor(sessions: () => ReadonlyMap<string, GameSession>) {
    this.#sessions = sessions;
  }

  async login(connection: PlayerConnection, request: LoginRequest): Promise<void> {
    const { playerSessionId } = request;
    const session = this.#sessions().get(playerSessionId) ?? this.current;
    if (session === undefined) throw new PlaypenError('session_not_accepting');
    const identity = { playerSessionId, playerId: `player-of-${playerSessionId}`, playerData: 'data' };
    const connected = session.connect(connection, identity, request);
    this.afterLogin?.(connection);
    await connected;
  }
}

/** Wall time runs out for an honest script, too, when a busy machine does not let its worker run. */
const PATIENT: Partial<Limits> = {
  ...{ startMs: 10_000, batchMs: 5_000 },
  ...{ cpuMsPerSecond: 1_000, cpuBurstMs: 10_000 },
  ...{ sentMessagesPerSecond: 1_000_000, sentBytesPerSecond: 1024 ** 3 },
};

/** All players of a test come from one address, and may come and go as fast as the test can make them. */
const ONE_ADDRESS: Partial<Limits> = {
  connectionsPerSecondPerAddress: 100_000,
  loginsPerSecondPerAddress: 100_000,
};

/** A running relay host for tests: real sockets, real workers, any free ports, its log kept. */
export class TestHost {
  readonly host: RelayHost;
  readonly port: number;
  readonly #log: LogCapture;
  readonly #admission: TestAdmission;

  private constructor(host: RelayHost, port: number, log: LogCapture, admission: TestAdmission) {
    this.host = host;
    this.port = port;
    this.#log = log;
    this.#admission = admission;
  }

  static async start({ workers = 1, limits = {}, clock = 'batch' }: TestHostOptions = {}): Promise<TestHost> {
    const log = new LogCapture();
    const host = new RelayHost({
      host: '127.0.0.1',
      port: 0,
      udpFirstPort: 0,
      workers,
      clock,
      runtimeSource: await bundleRuntime(),
      limits: new LimitBook({ host: { ...PATIENT, ...ONE_ADDRESS, ...limits } }),
      log: log.logger,
    });
    const admission = new TestAdmission(() => host.sessions);
    await host.startWorkers();
    const { port } = await host.listen(admission);
    return new TestHost(host, port, log, admission);
  }

  /** Starts a session with this script and waits until it is active. */
  async play(code: string, wanted: Omit<NewGameSession, 'script'> = {}): Promise<GameSession> {
    const session = this.host.createSession({
      script: { hash: createHash('sha256').update(code).digest('hex'), code, mapStack: text => text },
      ...wanted,
    });
    this.#admission.current = session;
    await session.started;
    return session;
  }

  /** Logs in to the session started last. */
  login(login?: TestLogin, options?: OpenOptions): Promise<TestClient> {
    return TestClient.login(this.port, login, options);
  }

  /** To be called when a login has reached its session and is not answered. */
  set afterLogin(action: AfterLogin | undefined) {
    this.#admission.afterLogin = action;
  }

  /** Logs in to this session. */
  join(session: GameSession, login: Omit<TestLogin, 'playerSessionId'> = {}): Promise<TestClient> {
    return TestClient.login(this.port, { ...login, playerSessionId: session.id });
  }

  /** Opens a connection without logging in. */
  open(options?: OpenOptions): Promise<TestClient> {
    return TestClient.open(this.port, options);
  }

  /** What `lines` are written with. */
  get logger(): Logger {
    return this.#log.logger;
  }

  /** All lines so far. */
  get lines(): readonly LogLine[] {
    return this.#log.lines;
  }

  /** The first line, past or to come, that matches. */
  line(matches: (line: LogLine) => boolean): Promise<LogLine> {
    return this.#log.find(matches);
  }

  /** The first line of a script, past or to come, that holds this text. */
  async scriptLine(text: string): Promise<string> {
    return (await this.line(line => line.source === 'script' && line.msg.includes(text))).msg;
  }

  /** Closes the players' connections, ends the sessions and the workers. */
  async stop(): Promise<void> {
    await this.host.stop();
  }
}

class LogCapture {
  readonly lines: LogLine[] = [];
  readonly logger: Logger;
  #waiting: { matches: (line: LogLine) => boolean; resolve: (line: LogLine) => void }[] = [];

  constructor() {
    this.logger = pino(
      { level: 'debug' },
      { write: (text: string) => this.#take(JSON.parse(text) as LogLine) },
    );
  }

  find(matches: (line: LogLine) => boolean): Promise<LogLine> {
    const line = this.lines.find(matches);
    if (line !== undefined) return Promise.resolve(line);
    return new Promise(resolve => this.#waiting.push({ matches, resolve }));
  }

  #take(line: LogLine): void {
    this.lines.push(line);
    const [ready, waiting] = [
      this.#waiting.filter(w => w.matches(line)),
      this.#waiting.filter(w => !w.matches(line)),
    ];
    this.#waiting = waiting;
    for (const { resolve } of ready) resolve(line);
  }
}
