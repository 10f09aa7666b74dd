import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { PlaypenError } from '../errors.ts';
import type { RelayHost } from '../host/relay-host.ts';
import type { Limits } from '../limits/limits.ts';
import type { FigureSampler } from '../metrics/figure-sampler.ts';
import { packageVersion } from '../package-files.ts';
import type { Store } from '../store/store.ts';
import { type ConsoleAccess, OPEN_CONSOLE, type Visitor } from './access/console-access.ts';
import type { KeyConsole } from './access/key-console.ts';
import { OwnPage, type OwnPageOptions } from './access/own-page.ts';
import { addSignInRoutes } from './access/sign-in-routes.ts';
import { addVisitors, setVisitor, visitorOf } from './access/visitor-of.ts';
import { addPageFiles } from './page-files.ts';
import type { Playground } from './playground/playground.ts';
import { addPlaygroundRoutes } from './playground/playground-routes.ts';
import { CONSOLE_API_PATH, type ConsolePermission, type ConsoleUser } from './protocol.ts';
import { SessionFinder } from './sessions/session-finder.ts';
import {
  addSessionActionRoutes,
  addSessionViewRoutes,
  type SessionRoutesOptions,
} from './sessions/session-routes.ts';
import { Snapshots } from './sessions/snapshots.ts';
import { STREAM } from './streams/event-stream.ts';
import { OpenStreams } from './streams/open-streams.ts';
import { SnapshotFeed } from './streams/snapshot-feed.ts';

export interface ConsoleOptions extends Pick<SessionRoutesOptions, 'logs' | 'terminate'> {
  host: RelayHost;
  figures: FigureSampler;
  store: Pick<Store, 'list' | 'listAll'>;
  /** Undefined: whoever reaches the port may see and do everything. */
  signIns: KeyConsole | undefined;
  /** Whether browsers reach the port by HTTPS alone. */
  isSecure: boolean;
  ownPage: OwnPageOptions;
  limits: Limits;
  log: Logger;
  /** Of a version of a script, where it has one. */
  labelOf(scriptHash: string): string | undefined;
  /** Of the script that is developed, if one is. */
  playground?: Playground;
  /** Where the game's own page is, if it has one. */
  clientPagePath?: string;
}

/** The console's server: its page at `/`, and what the page talks to. */
export class Console {
  readonly #options: ConsoleOptions;
  readonly #access: ConsoleAccess;
  readonly #ownPage: OwnPage;
  readonly #streams: OpenStreams;
  readonly #feed: SnapshotFeed;
  readonly #version = packageVersion();

  constructor(options: ConsoleOptions) {
    const { limits, signIns, log } = options;
    const snapshots = new Snapshots(options);
    this.#options = options;
    this.#access = signIns ?? OPEN_CONSOLE;
    this.#ownPage = new OwnPage(options.ownPage);
    this.#streams = new OpenStreams(limits, this.#access);
    this.#feed = new SnapshotFeed({ snapshotOf: tenantId => snapshots.of(tenantId), limits, log });
  }

  addRoutes(app: FastifyInstance): void {
    addPageFiles(app);
    app.register(
      async scope => {
        await scope.register(cookie);
        addVisitors(scope);
        scope.addHook('onRequest', async request => this.#admit(request));
        scope.addHook('onSend', async (_request, reply) => {
          if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
        });
        this.#addRoutes(scope);
      },
      { prefix: CONSOLE_API_PATH },
    );
    // Before the port waits for what is under way: streams are, for ever.
    app.addHook('preClose', async () => this.#streams.close());
  }

  #addRoutes(scope: FastifyInstance): void {
    scope.get('me', async request => this.#userOf(visitorOf(request)));
    scope.get('live', STREAM, async (request, reply) => {
      const visitor = visitorOf(request);
      const stream = this.#streams.open(visitor);
      this.#feed.follow(stream, visitor);
      return stream.answer(reply);
    });
    const { signIns: access, limits, isSecure, playground } = this.#options;
    if (playground !== undefined) addPlaygroundRoutes(scope, playground, limits);
    if (access !== undefined) {
      addSignInRoutes(scope, {
        ...{ access, limits, isSecure },
        userOf: visitor => this.#userOf(visitor),
        onSignedOut: () => this.#streams.endUnwelcome(),
      });
    }
    const sessions: SessionRoutesOptions = {
      ...this.#options,
      finder: new SessionFinder(this.#options),
      streams: this.#streams,
    };
    addSessionViewRoutes(scope, sessions);
    addSessionActionRoutes(scope, sessions);
  }

  /** @throws {PlaypenError} `console_elsewhere`, `console_sign_in_required`, `console_forbidden` */
  #admit(request: FastifyRequest): void {
    this.#ownPage.check(request.method, request.headers);
    const { permission } = request.routeOptions.config as { permission?: ConsolePermission | 'none' };
    if (permission === 'none') return;
    const visitor = this.#access.visitorOf(request);
    if (visitor === undefined) throw new PlaypenError('console_sign_in_required');
    const wanted = permission ?? (request.method === 'GET' ? 'read' : 'act');
    if (!visitor.permissions.includes(wanted))
      throw new PlaypenError('console_forbidden', `it lacks "${wanted}"`);
    setVisitor(request, visitor);
  }

  #userOf({ tenantId, permissions }: Visitor): ConsoleUser {
    const { host, clientPagePath, playground } = this.#options;
    return {
      access: this.#access.kind,
      ...(tenantId === undefined ? {} : { tenantId }),
      permissions: [...permissions],
      players: { port: host.port },
      hasPlayground: playground !== undefined,
      ...(clientPagePath === undefined ? {} : { clientPagePath }),
      version: this.#version,
    };
  }
}
