import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Console } from '../console/console.ts';
import { Playground } from '../console/playground/playground.ts';
import { terminateSession } from '../console/sessions/terminator.ts';
import type { RelayHost } from '../host/relay-host.ts';
import type { Limits } from '../limits/limits.ts';
import type { FigureSampler } from '../metrics/figure-sampler.ts';
import type { Publication, ScriptCatalog } from '../scripts/catalog.ts';
import { CLIENT_PAGE_PATH } from './client-page.ts';
import type { DevService } from './dev-service.ts';

export interface DevConsoleOptions {
  host: RelayHost;
  /** That the API port listens on. */
  address: string;
  figures: FigureSampler;
  service: DevService;
  catalog: ScriptCatalog;
  /** A file, a folder or a zip file. */
  script: string;
  onPublished(publication: Publication): void;
  limits: Limits;
  log: Logger;
  hasClientPage: boolean;
}

/** The console of a development server: open to this machine, with a playground. */
export function addDevConsole(app: FastifyInstance, options: DevConsoleOptions): void {
  const { host, address, figures, service, catalog, script, onPublished, limits, log } = options;
  const playground = new Playground({
    ...{ script, catalog, limits, onPublished },
    sessionsOf: hash => [...host.sessions.values()].filter(session => session.scriptHash === hash).length,
  });
  new Console({
    ...{ host, figures, store: service.store, logs: service.logs, limits, log, playground },
    signIns: undefined,
    isSecure: false,
    ownPage: { listensOn: address, alsoKnownAs: [], hosts: 'known' },
    terminate: (session, mode) => terminateSession(session, mode, service.operations),
    labelOf: hash => catalog.list().find(version => version.hash === hash)?.label || undefined,
    ...(options.hasClientPage ? { clientPagePath: CLIENT_PAGE_PATH } : {}),
  }).addRoutes(app);
}
