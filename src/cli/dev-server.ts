import type { FastifyInstance } from 'fastify';
import type { Logger, StreamEntry } from 'pino';
import { OpenAdmission } from '../host/open-admission.ts';
import { RelayHost } from '../host/relay-host.ts';
import type { IsolateProfile } from '../isolate/frames.ts';
import { bundleRuntime } from '../isolate/runtime-bundle.ts';
import type { SandboxOptions } from '../isolate/sandbox/sandbox.ts';
import type { LimitBook } from '../limits/limit-book.ts';
import { FigureSampler } from '../metrics/figure-sampler.ts';
import { hostMetrics } from '../metrics/host-metrics.ts';
import { limitMetrics } from '../metrics/limit-metrics.ts';
import { MetricsPage } from '../metrics/metrics-page.ts';
import { Bundler } from '../scripts/bundler.ts';
import { type Publication, ScriptCatalog } from '../scripts/catalog.ts';
import { LocalBundler, type ScriptBundler } from '../scripts/local-bundler.ts';
import { StackMapper } from '../scripts/stack-mapper.ts';
import { infoOf, type ScriptVersion } from '../scripts/version.ts';
import type { VersionStore } from '../scripts/version-store.ts';
import { ScriptWatcher } from '../scripts/watcher.ts';
import { addFigureRoutes } from '../service/figure-routes.ts';
import { isOpenAccessSafeOn, OpenAccess } from '../service/gamelift/access/open-access.ts';
import { addServiceApi } from '../service/gamelift/wire/service-api.ts';
import { HttpServer } from '../service/http-server.ts';
import { addLogDownloadRoute, addLogFollowRoute, logAdministration } from '../service/log-routes.ts';
import { addMatchmakingRoutes } from '../service/matchmaking-routes.ts';
import { addMetricsRoute } from '../service/metrics-route.ts';
import { addScriptRoutes, type VersionView } from '../service/script-routes.ts';
import { addSessionRoutes, sessionViews } from '../service/session-routes.ts';
import type { SessionScript } from '../session/script-options.ts';
import { ClientPage } from './client-page.ts';
import { addDevConsole } from './dev-console.ts';
import { DevService } from './dev-service.ts';

/** There is one tenant, who owns the one script. */
const TRUST = { tier: 'tenant', tenantId: 'dev' } as const;
const SCRIPT_ID = 'script';

export interface DevServerOptions {
  /** The script: a file or a folder. */
  script: string;
  /** The program of the game's page on the API port; undefined for none. */
  client?: string;
  host: string;
  port: number;
  udpFirstPort: number;
  apiPort: number;
  workers?: number;
  clock: 'batch' | 'live';
  sandbox: SandboxOptions;
  /** Of the isolates, and of what the gate refuses. */
  profile: IsolateProfile;
  limits: LimitBook;
  log: Logger;
  store: VersionStore;
  /** Where what the API makes is kept; default: nowhere that lasts. */
  directory?: string;
  /** Gets the lines of the game sessions that the API makes; default: their own logs alone. */
  sessionLines?: StreamEntry;
  /** What becomes of running sessions when a version becomes current. */
  olderSessions: 'keep' | 'end';
  /** A change of the script's files was published. */
  onPublished(publication: Publication): void;
  /** A change of the script's files could not be published; the version before it stays current. */
  onPublishFailed(error: unknown): void;
}

/** One relay host that runs one script, its newest version for each new session, and lets everybody in. */
export class DevServer {
  readonly catalog: ScriptCatalog;
  readonly host: RelayHost;
  readonly figures: FigureSampler;
  #options: DevServerOptions;
  #admission: OpenAdmission;
  #service: DevService;
  #api: HttpServer;
  #apiPort = 0;
  #port = 0;
  #clientPage: ClientPage | undefined;
  #bundler: ScriptBundler;
  #watcher: ScriptWatcher;
  /** The version that is current, as sessions take it; made once, so that its source map is read once. */
  #current: SessionScript | undefined;

  static async create(options: DevServerOptions): Promise<DevServer> {
    return new DevServer(options, await bundleRuntime());
  }

  private constructor(options: DevServerOptions, runtimeSource: string) {
    const { host, port, udpFirstPort, apiPort, clock, profile, sandbox, limits, log, store, workers } =
      options;
    this.#options = options;
    this.host = new RelayHost({
      ...{ host, port, udpFirstPort, runtimeSource, clock, sandbox, limits, log },
      trust: TRUST,
      ...(workers === undefined ? {} : { workers }),
      onSessionEnded: () => void this.catalog.prune().catch(() => {}),
    });
    this.figures = new FigureSampler(this.host, limits.host);
    // The strict profile is there to see how a stranger's script fares, so it is bundled like one.
    this.#bundler = profile === 'strict' ? new Bundler(limits.host, log) : new LocalBundler(limits.host);
    this.catalog = new ScriptCatalog({
      store,
      bundle: path => this.#bundler.bundle(path, profile),
      check: version => this.host.checkScript(sessionScript(version), profile),
      profile,
      inUse: () => this.#hashesInUse(),
      limits: limits.host,
      log,
      onCurrentChanged: version => this.#onCurrentChanged(version),
    });
    this.#watcher = new ScriptWatcher({
      path: options.script,
      catalog: this.catalog,
      limits: limits.host,
      log,
      onPublished: publication => options.onPublished(publication),
      onFailed: error => options.onPublishFailed(error),
    });
    this.#admission = new OpenAdmission({
      host: this.host,
      currentScript: () => this.#currentScript(),
      session: { profile },
      openLog: gameSessionId => this.#service.logs.open(gameSessionId),
    });
    this.#service = new DevService({
      ...{ host: this.host, address: host, limits: limits.host, log },
      directory: options.directory,
      sessionLines: options.sessionLines,
      currentScript: () => ({ script: this.#currentScript(), profile }),
      otherwise: this.#admission,
      logUrl: token => `http://${host}:${this.#apiPort}/playpen/logs/${token}`,
    });
    this.#clientPage =
      options.client === undefined
        ? undefined
        : new ClientPage({ file: options.client, port: () => this.#port, log });
    const metrics = new MetricsPage([
      limitMetrics(this.host.hits, limits.host),
      hostMetrics(this.figures),
      ...this.#service.service.metrics,
    ]);
    const logRoutes = logAdministration(this.#service.logs, limits.host);
    this.#api = new HttpServer({
      ...{ host, port: apiPort, log, limits: limits.host },
      isHealthy: () => this.host.isHealthy,
      routes: [
        app => addMetricsRoute(app, metrics),
        app => addFigureRoutes(app, () => this.figures.figures),
        app => addLogFollowRoute(app, logRoutes),
        app => addMatchmakingRoutes(app, this.#service.service.explainer),
        app => addLogDownloadRoute(app, logRoutes, token => this.#service.logTokens.gameSessionOf(token)),
        app => this.#clientPage?.addRoutes(app),
        app => this.#addServiceApi(app),
        app => this.#addConsole(app),
        app => addSessionRoutes(app, { listSessions: () => sessionViews(this.host) }),
        app =>
          addScriptRoutes(app, {
            listVersions: async () => this.catalog.list().map(version => this.#view(version)),
            activateVersion: async name => {
              const version = await this.catalog.activate(name);
              return this.#view({ ...infoOf(version), isCurrent: true });
            },
          }),
      ],
    });
  }

  /**
   * Publishes the script as it is, listens, starts its first session, and watches the script's files.
   * @throws {PlaypenError} when the script cannot run or a port cannot be had; call `stop` then as well
   */
  async start(): Promise<{ port: number; apiPort: number; publication: Publication }> {
    await this.#clientPage?.check();
    await this.host.startWorkers();
    await this.catalog.open();
    const publication = await this.catalog.publish(this.#options.script);
    this.#onCurrentChanged(publication.version);
    await this.#service.start();
    const { port } = await this.host.listen(this.#service.service.admission);
    this.#port = port;
    await this.#admission.openSession();
    this.figures.start();
    const { port: apiPort } = await this.#api.listen();
    this.#apiPort = apiPort;
    await this.#watcher.start();
    return { port, apiPort, publication };
  }

  /** Active game sessions that run another version than the current one, counted by their version. */
  olderSessions(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { scriptHash, state } of this.host.sessions.values()) {
      if (scriptHash === this.#current?.hash || state !== 'active') continue;
      counts.set(scriptHash, (counts.get(scriptHash) ?? 0) + 1);
    }
    return counts;
  }

  async stop(): Promise<void> {
    this.figures.stop();
    await this.#watcher.close();
    await this.#service.quiesce();
    await this.host.stop();
    await this.#service.stop();
    await this.#api.close();
    await this.catalog.close();
    await this.#bundler.close();
  }

  /** Whoever reaches it can upload code, so it is for this machine alone. */
  #addServiceApi(app: FastifyInstance): void {
    const { host, limits, log } = this.#options;
    if (!isOpenAccessSafeOn(host)) return;
    const { operations } = this.#service;
    addServiceApi(app, {
      ...{ operations, access: new OpenAccess(), limits: limits.host },
      log: log.child({ part: 'api' }),
    });
  }

  /** Whoever reaches it can see and end everything, so it is for this machine alone as well. */
  #addConsole(app: FastifyInstance): void {
    const { host, script, limits, log, onPublished } = this.#options;
    if (!isOpenAccessSafeOn(host)) return;
    const { catalog, figures } = this;
    addDevConsole(app, {
      ...{ host: this.host, address: host, figures, service: this.#service, catalog, script, onPublished },
      ...{ limits: limits.host, log: log.child({ part: 'console' }) },
      hasClientPage: this.#clientPage !== undefined,
    });
  }

  #currentScript(): SessionScript {
    if (this.#current === undefined) throw new Error('no version was published');
    return this.#current;
  }

  #onCurrentChanged(version: ScriptVersion): void {
    if (this.#current?.hash === version.hash) return;
    this.#current = sessionScript(version);
    this.host.keepWarm(this.#current, this.#options.profile);
    this.#admission.endOlderSessions(this.#options.olderSessions === 'end' ? 'all' : 'empty');
  }

  #hashesInUse(): Set<string> {
    return new Set([...this.host.sessions.values()].map(session => session.scriptHash));
  }

  #view(version: Omit<VersionView, 'sessions'>): VersionView {
    const { hash, label, createdAt, source, bundleBytes, isCurrent } = version;
    const sessions = [...this.host.sessions.values()].filter(session => session.scriptHash === hash).length;
    return { hash, label, createdAt, source, bundleBytes, isCurrent, sessions };
  }
}

function sessionScript({ hash, code, sourceMap }: ScriptVersion): SessionScript {
  const mapper = new StackMapper(sourceMap);
  return { hash, code, scriptId: SCRIPT_ID, mapStack: text => mapper.map(text) };
}
