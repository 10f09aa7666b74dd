import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { KeyConsole } from '../console/access/key-console.ts';
import { Console } from '../console/console.ts';
import { terminateSession } from '../console/sessions/terminator.ts';
import { RelayHost } from '../host/relay-host.ts';
import { bundleRuntime } from '../isolate/runtime-bundle.ts';
import type { SandboxOptions } from '../isolate/sandbox/sandbox.ts';
import type { TrustTier } from '../isolate/trust.ts';
import type { LimitBook } from '../limits/limit-book.ts';
import { LogTokens } from '../logs/log-tokens.ts';
import { SessionLogs } from '../logs/session-logs.ts';
import { FigureSampler } from '../metrics/figure-sampler.ts';
import { hostMetrics } from '../metrics/host-metrics.ts';
import { limitMetrics } from '../metrics/limit-metrics.ts';
import { MetricsPage } from '../metrics/metrics-page.ts';
import { Bundler } from '../scripts/bundler.ts';
import { addFigureRoutes } from '../service/figure-routes.ts';
import type { AccessKey } from '../service/gamelift/access/access-keys.ts';
import { KeyAccess } from '../service/gamelift/access/key-access.ts';
import { OpenAccess } from '../service/gamelift/access/open-access.ts';
import { GameLiftService } from '../service/gamelift/gamelift-service.ts';
import { addServiceApi } from '../service/gamelift/wire/service-api.ts';
import { HttpServer } from '../service/http-server.ts';
import { addLogDownloadRoute, addLogFollowRoute, logAdministration } from '../service/log-routes.ts';
import { addMatchmakingRoutes } from '../service/matchmaking-routes.ts';
import { addMetricsRoute } from '../service/metrics-route.ts';
import type { NotificationTarget } from '../service/notifications/notification-targets.ts';
import { Notifications } from '../service/notifications/notifications.ts';
import { addSessionRoutes, sessionViews } from '../service/session-routes.ts';
import { SqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';

/** In the ARNs that have an account. */
const ACCOUNT_ID = '000000000000';
const OPERATOR_HOST = '127.0.0.1';

export interface ServeServerOptions {
  /** Everything that is kept is in it. */
  directory: string;
  /** Of the players' sockets. */
  host: string;
  port: number;
  udpFirstPort: number;
  /** Where players are told to connect. */
  address: { ipAddress: string; dnsName: string };
  apiHost: string;
  apiPort: number;
  /** Where backends reach the API; default: where it listens. */
  apiUrl?: string;
  operatorPort: number;
  /** Who may call the API and sign in to the console; undefined: whoever reaches the port may do everything. */
  keys: readonly AccessKey[] | undefined;
  /** Where events go of which somebody is to be told. */
  notificationTargets: readonly NotificationTarget[];
  region: string;
  /** Of fleets that say nothing of it. */
  trust: TrustTier;
  workers?: number;
  limits: LimitBook;
  sandbox: SandboxOptions;
  /** Default: a file in the folder. */
  store?: Store;
  log: Logger;
}

/** One machine that runs what comes through the API, kept in one folder. */
export class ServeServer {
  readonly host: RelayHost;
  readonly figures: FigureSampler;
  readonly service: GameLiftService;
  readonly #options: ServeServerOptions;
  readonly #store: Store;
  readonly #bundler: Bundler;
  readonly #logs: SessionLogs;
  readonly #notifications: Notifications;
  readonly #api: HttpServer;
  readonly #operators: HttpServer;
  #apiUrl = '';

  static async create(options: ServeServerOptions): Promise<ServeServer> {
    return new ServeServer(options, await bundleRuntime());
  }

  private constructor(options: ServeServerOptions, runtimeSource: string) {
    const { directory, host, port, udpFirstPort, limits, log, sandbox, workers, address } = options;
    const now = Date.now;
    this.#options = options;
    this.host = new RelayHost({
      ...{ host, port, udpFirstPort, runtimeSource, sandbox, limits, log },
      ...(workers === undefined ? {} : { workers }),
    });
    this.figures = new FigureSampler(this.host, limits.host);
    this.#store = options.store ?? new SqliteStore({ file: join(directory, 'service.db') });
    this.#bundler = new Bundler(limits.host, log);
    this.#logs = new SessionLogs({ directory: join(directory, 'logs'), limits: limits.host, log, now });
    const logTokens = new LogTokens(limits.host, now);
    this.#notifications = new Notifications({
      targets: options.notificationTargets,
      ...{ limits: limits.host, hits: this.host.hits, log: log.child({ part: 'notifications' }) },
    });
    this.service = new GameLiftService({
      ...{
        store: this.#store,
        host: this.host,
        bundler: this.#bundler,
        logs: this.#logs,
        logTokens,
        notifications: this.#notifications,
        log,
        now,
      },
      logUrl: token => `${this.#apiUrl}/playpen/logs/${token}`,
      place: { region: options.region, accountId: ACCOUNT_ID },
      machine: { instanceId: instanceIdOf(hostname()), ...address },
      trust: options.trust,
      limits: limits.host,
    });
    const isHealthy = (): boolean => this.host.isHealthy;
    const metrics = new MetricsPage([
      limitMetrics(this.host.hits, limits.host),
      hostMetrics(this.figures),
      ...this.service.metrics,
      this.#notifications.metrics,
    ]);
    const logRoutes = logAdministration(this.#logs, limits.host);
    this.#api = new HttpServer({
      ...{ host: options.apiHost, port: options.apiPort, log, limits: limits.host, isHealthy },
      routes: [
        app =>
          addServiceApi(app, {
            operations: this.service.operations,
            access:
              options.keys === undefined ? new OpenAccess() : new KeyAccess({ keys: options.keys, now }),
            limits: limits.host,
            log: log.child({ part: 'api' }),
          }),
        app => addLogDownloadRoute(app, logRoutes, token => logTokens.gameSessionOf(token)),
        app => this.#console().addRoutes(app),
      ],
    });
    this.#operators = new HttpServer({
      ...{ host: OPERATOR_HOST, port: options.operatorPort, log, limits: limits.host, isHealthy },
      routes: [
        app => addMetricsRoute(app, metrics),
        app => addFigureRoutes(app, () => this.figures.figures),
        app => addSessionRoutes(app, { listSessions: () => sessionViews(this.host) }),
        app => addLogFollowRoute(app, logRoutes),
        app => addMatchmakingRoutes(app, this.service.explainer),
      ],
    });
  }

  /**
   * Takes up what is in the folder, lets players in, and answers calls.
   * @throws {PlaypenError} when the folder or a port cannot be had; call `stop` then as well
   */
  async start(): Promise<{ port: number; apiPort: number; operatorPort: number }> {
    await this.#store.open();
    await this.host.startWorkers();
    const { port } = await this.host.listen(this.service.admission);
    await this.service.start();
    this.figures.start();
    const { port: operatorPort } = await this.#operators.listen();
    const { port: apiPort } = await this.#api.listen();
    this.#apiUrl = this.#options.apiUrl ?? `http://${urlHost(this.#options.apiHost)}:${apiPort}`;
    return { port, apiPort, operatorPort };
  }

  /** Takes no more calls, ends every game session, writes down that they ended, and tells what is to be told. */
  async stop(): Promise<void> {
    this.figures.stop();
    await this.#api.close();
    await this.#bundler.close();
    await this.service.quiesce();
    // Nothing that somebody is to be told of happens after this
    await Promise.all([this.host.stop(), this.#notifications.close()]);
    await this.service.stop();
    await this.#logs.close();
    await this.#operators.close();
    await this.#store.close();
  }

  #console(): Console {
    const { keys, apiHost, apiUrl, limits, log } = this.#options;
    return new Console({
      ...{
        host: this.host,
        figures: this.figures,
        store: this.#store,
        logs: this.#logs,
        limits: limits.host,
      },
      signIns: keys === undefined ? undefined : new KeyConsole({ keys, limits: limits.host, now: Date.now }),
      isSecure: apiUrl?.startsWith('https:') === true,
      ownPage: {
        listensOn: apiHost,
        alsoKnownAs: [URL.parse(apiUrl ?? '')?.host ?? ''],
        hosts: keys === undefined ? 'known' : 'any',
      },
      terminate: (session, mode) => terminateSession(session, mode, this.service.operations),
      labelOf: () => undefined,
      log: log.child({ part: 'console' }),
    });
  }
}

/** Letters, digits and hyphens. */
function instanceIdOf(name: string): string {
  return `i-${name.replace(/[^A-Za-z0-9-]/g, '-')}`.slice(0, 64);
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
