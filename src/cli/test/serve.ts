import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateFleetCommand,
  type CreateFleetCommandInput,
  CreateGameSessionCommand,
  type CreateGameSessionCommandInput,
  CreatePlayerSessionCommand,
  CreateScriptCommand,
  DescribeFleetAttributesCommand,
  DescribeFleetEventsCommand,
  DescribeGameSessionsCommand,
  type FleetStatus,
  GameLiftClient,
  type GameLiftClientConfig,
  type GameSession,
  type GameSessionStatus,
} from '@aws-sdk/client-gamelift';
import { pino } from 'pino';
import { TestClient } from '../../host/test/test-client.ts';
import { LimitBook } from '../../limits/limit-book.ts';
import type { Limits } from '../../limits/limits.ts';
import { zip } from '../../scripts/test/zip.ts';
import type { AccessKey } from '../../service/gamelift/access/access-keys.ts';
import type { NotificationTarget } from '../../service/notifications/notification-targets.ts';
import { ServeServer } from '../serve-server.ts';

const POLL_MS = 20;

export interface TestServeOptions {
  limits?: Partial<Limits>;
  /** Default: nobody needs one. */
  keys?: readonly AccessKey[];
  notificationTargets?: readonly NotificationTarget[];
  /** Kept when the server is stopped; default: one of its own, which goes with it. */
  directory?: string;
}

/** All players of a test come from one address; wall time runs out for honest scripts on a busy machine. */
const PATIENT: Partial<Limits> = {
  ...{ connectionsPerSecondPerAddress: 100_000, loginsPerSecondPerAddress: 100_000 },
  ...{ startMs: 10_000, batchMs: 5_000, activationWaitMs: 20_000 },
};

/** A script that answers each message with this text and what it was sent. */
export function answering(text: string): string {
  return `
    let session;
    exports.ssExports = {
      init(rtSession) { session = rtSession; session.getLogger().info('script says ${text}'); },
      onProcessStarted: () => true,
      onMessage(message) {
        const answer = '${text}: ' + session.getPlayers().length;
        session.sendMessage(session.newTextGameMessage(7, session.getServerId(), answer), message.sender);
      },
    };`;
}

/** `playpen serve` in this process, on any free ports, and an SDK's client of its API. */
export class TestServe implements AsyncDisposable {
  readonly server: ServeServer;
  readonly client: GameLiftClient;
  readonly port: number;
  readonly apiUrl: string;
  readonly operatorUrl: string;
  readonly #discard: () => Promise<void>;

  private constructor(
    server: ServeServer,
    ports: { port: number; apiPort: number; operatorPort: number },
    discard: () => Promise<void>,
  ) {
    this.server = server;
    this.port = ports.port;
    this.apiUrl = `http://127.0.0.1:${ports.apiPort}`;
    this.operatorUrl = `http://127.0.0.1:${ports.operatorPort}`;
    this.client = this.newClient();
    this.#discard = discard;
  }

  static async start({ limits = {}, keys, notificationTargets = [], directory }: TestServeOptions = {}) {
    const folder = directory ?? (await mkdtemp(join(tmpdir(), 'playpen-serve-')));
    const server = await ServeServer.create({
      directory: folder,
      ...{ host: '127.0.0.1', port: 0, udpFirstPort: 0, apiHost: '127.0.0.1', apiPort: 0, operatorPort: 0 },
      address: { ipAddress: '127.0.0.1', dnsName: 'localhost' },
      keys,
      notificationTargets,
      region: 'local',
      trust: 'tenant',
      workers: 1,
      limits: new LimitBook({ host: { ...PATIENT, ...limits } }),
      sandbox: { kind: 'process' },
      log: pino({ level: 'silent' }),
    });
    const ports = await server.start();
    return new TestServe(server, ports, async () => {
      if (directory === undefined) await rm(folder, { recursive: true });
    });
  }

  newClient(config: Partial<GameLiftClientConfig> = {}): GameLiftClient {
    return new GameLiftClient({
      endpoint: this.apiUrl,
      region: 'us-west-2',
      credentials: { accessKeyId: 'anybody', secretAccessKey: 'anything' },
      maxAttempts: 1,
      ...config,
    });
  }

  async createScript(code: string, client = this.client): Promise<string> {
    const { Script } = await client.send(
      new CreateScriptCommand({ Name: 'arena', Version: '1', ZipFile: zip([['server.js', code]]) }),
    );
    return Script!.ScriptId!;
  }

  /** A fleet of a script, with these slots, once it is ACTIVE. */
  async createFleet(
    scriptId: string,
    slots: number,
    more: Partial<CreateFleetCommandInput> = {},
    client = this.client,
  ): Promise<string> {
    const { FleetAttributes } = await client.send(
      new CreateFleetCommand({
        Name: 'fleet',
        ScriptId: scriptId,
        EC2InstanceType: 'c5.large',
        RuntimeConfiguration: {
          ServerProcesses: [{ LaunchPath: '/local/game/server.js', ConcurrentExecutions: slots }],
        },
        ...more,
      }),
    );
    const fleetId = FleetAttributes!.FleetId!;
    await this.untilFleet(fleetId, 'ACTIVE', client);
    return fleetId;
  }

  /** Script and fleet in one step. */
  async deploy(code: string, slots = 10, more: Partial<CreateFleetCommandInput> = {}): Promise<string> {
    return this.createFleet(await this.createScript(code), slots, more);
  }

  async createSession(
    fleetId: string,
    more: Partial<CreateGameSessionCommandInput> = {},
  ): Promise<GameSession & { GameSessionId: string }> {
    const { GameSession } = await this.client.send(
      new CreateGameSessionCommand({ FleetId: fleetId, MaximumPlayerSessionCount: 4, ...more }),
    );
    return { ...GameSession!, GameSessionId: GameSession!.GameSessionId! };
  }

  /** A player in the game: a slot reserved, a socket connected with it. */
  async join(gameSessionId: string, playerId = 'anna'): Promise<TestClient & { playerSessionId: string }> {
    const { PlayerSession } = await this.client.send(
      new CreatePlayerSessionCommand({ GameSessionId: gameSessionId, PlayerId: playerId }),
    );
    const playerSessionId = PlayerSession!.PlayerSessionId!;
    const client = await TestClient.login(PlayerSession!.Port!, { playerSessionId });
    return Object.assign(client, { playerSessionId });
  }

  async untilFleet(fleetId: string, status: FleetStatus, client = this.client): Promise<void> {
    await until(status, async () => {
      const { FleetAttributes } = await client.send(
        new DescribeFleetAttributesCommand({ FleetIds: [fleetId] }),
      );
      const is = FleetAttributes![0]?.Status;
      if (is === 'ERROR' && status !== 'ERROR') {
        const { Events } = await client.send(new DescribeFleetEventsCommand({ FleetId: fleetId }));
        throw new Error(Events!.map(event => event.Message).join('\n'));
      }
      return is;
    });
  }

  async untilSession(gameSessionId: string, status: GameSessionStatus): Promise<GameSession> {
    let session: GameSession | undefined;
    await until(status, async () => {
      const found = await this.client.send(new DescribeGameSessionsCommand({ GameSessionId: gameSessionId }));
      session = found.GameSessions![0];
      return session?.Status;
    });
    return session!;
  }

  async stop(): Promise<void> {
    this.client.destroy();
    await this.server.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.#discard();
  }
}

/** Asks again and again, as a deploy script would, until it is so; the API tells nobody of itself. */
export async function until<T>(wanted: T, ask: () => Promise<T | undefined>): Promise<void> {
  for (;;) {
    const is = await ask();
    if (is === wanted) return;
    await delay(POLL_MS);
  }
}
