import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyRequest, RouteGenericInterface } from 'fastify';
import type { Logger } from 'pino';
import { PlaypenError } from '../errors.ts';
import type { RelayHost } from '../host/relay-host.ts';
import type { Limits } from '../limits/limits.ts';
import type { FigureSampler } from '../metrics/figure-sampler.ts';
import { packageVersion } from '../package-files.ts';
import type { Store } from '../store/store.ts';
import type { ConsoleAccess, Visitor } from './access/console-access.ts';
import { OwnPage, type OwnPageOptions } from './access/own-page.ts';
import { addPageFiles } from './page-files.ts';
import { CONSOLE_API_PATH, type ConsolePermission, type ConsoleUser } from './protocol.ts';
import { Snapshots } from './sessions/snapshots.ts';
import { OpenStreams } from './streams/open-streams.ts';
import { SnapshotFeed } from './streams/snapshot-feed.ts';

export interface ConsoleOptions {
  host: RelayHost;
  figures: FigureSampler;
  store: Pick<Store, 'list' | 'listAll'>;
  access: ConsoleAccess;
  ownPage: OwnPageOptions;
  limits: Limits;
  log: Logger;
  /** Of a version of a script, where it has one. */
  labelOf(scriptHash: string): string | undefined;
  /** Where the game's own page is, if it has one. */
  clientPagePath?: string;
}

/** What routes need beside the request: who asks was found out before its body was read. */
const VISITOR = 'consoleVisitor';

/** The console's server: its page at `/`, and what the page talks to. */
export class Console {
  readonly #options: ConsoleOptions;
  readonly #ownPage: OwnPage;
  readonly #streams: OpenStreams;
  readonly #feed: SnapshotFeed;
  readonly #version = packageVersion();

  constructor(options: ConsoleOptions) {
    const { limits, access, log } = options;
    const snapshots = new Snapshots(options);
    this.#options = options;
    this.#ownPage = new OwnPage(options.ownPage);
    this.#streams = new OpenStreams(limits, access);
    this.#feed = new SnapshotFeed({ snapshotOf: tenantId => snapshots.of(tenantId), limits, log });
  }

  addRoutes(app: FastifyInstance): void {
    addPageFiles(app);
    app.register(
      async scope => {
        await scope.register(cookie);
        scope.decorateRequest(VISITOR, undefined);
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
    scope.get('live', async (request, reply) => {
      const visitor = visitorOf(request);
      const stream = this.#streams.open(visitor);
      this.#feed.follow(stream, visitor);
      return stream.answer(reply);
    });
  }

  /** @throws {PlaypenError} `console_elsewhere`, `console_sign_in_required`, `console_forbidden` */
  #admit(request: FastifyRequest): void {
    this.#ownPage.check(request.method, request.headers);
    const { permission } = request.routeOptions.config as { permission?: ConsolePermission | 'none' };
    if (permission === 'none') return;
    const visitor = this.#options.access.visitorOf(request);
    if (visitor === undefined) throw new PlaypenError('console_sign_in_required');
    const wanted = permission ?? (request.method === 'GET' ? 'read' : 'act');
    if (!visitor.permissions.includes(wanted))
      throw new PlaypenError('console_forbidden', `it lacks "${wanted}"`);
    request.setDecorator(VISITOR, visitor);
  }

  #userOf({ tenantId, permissions }: Visitor): ConsoleUser {
    const { host, access, clientPagePath } = this.#options;
    return {
      access: access.kind,
      ...(tenantId === undefined ? {} : { tenantId }),
      permissions: [...permissions],
      players: { port: host.port },
      hasPlayground: false,
      ...(clientPagePath === undefined ? {} : { clientPagePath }),
      version: this.#version,
    };
  }
}

function visitorOf<R extends RouteGenericInterface>(request: FastifyRequest<R>): Visitor {
  return request.getDecorator<Visitor>(VISITOR);
}
