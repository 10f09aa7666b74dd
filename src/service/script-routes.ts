import type { FastifyInstance } from 'fastify';

/** One version, as the API shows it. */
export interface VersionView {
  hash: string;
  label: string;
  /** ISO 8601. */
  createdAt: string;
  source: string;
  bundleBytes: number;
  isCurrent: boolean;
  /** Game sessions that run this version. */
  sessions: number;
}

/** What the routes need of the server they belong to. */
export interface ScriptAdministration {
  listVersions(): Promise<VersionView[]>;
  /** @throws {PlaypenError} `version_not_found`, `version_ambiguous` */
  activateVersion(hashOrPrefix: string): Promise<VersionView>;
}

const ACTIVATE_BODY = {
  type: 'object',
  required: ['hash'],
  properties: { hash: { type: 'string', minLength: 1, maxLength: 64 } },
} as const;

/** `GET /playpen/scripts` and `POST /playpen/scripts/activate {"hash"}`. */
export function addScriptRoutes(app: FastifyInstance, scripts: ScriptAdministration): void {
  app.get('/playpen/scripts', async () => ({ versions: await scripts.listVersions() }));
  app.post<{ Body: { hash: string } }>(
    '/playpen/scripts/activate',
    { schema: { body: ACTIVATE_BODY } },
    async request => ({ version: await scripts.activateVersion(request.body.hash) }),
  );
}
