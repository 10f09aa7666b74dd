import { access } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { PACKAGE_ROOT } from '../package-files.ts';

/** Where `npm run console` puts the page. */
const PAGE_FOLDER = fileURLToPath(new URL('dist/console/', PACKAGE_ROOT));
const INDEX = 'index.html';
const ASSETS_KEPT_MS = 365 * 86_400_000;

const NOT_BUILT = `The console's page is not built. From the sources, run:

    npm run console
`;

/** The page runs its own files alone. Its editor makes workers of blobs and puts styles into the document. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self' ws: wss:",
  "worker-src 'self' blob:",
  "frame-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
} as const;

/** `GET /`: the page of the console, and its files below `/assets/`, whose names have their contents' hash. */
export function addPageFiles(app: FastifyInstance, folder = PAGE_FOLDER): void {
  app.register(async scope => {
    await scope.register(fastifyStatic, {
      root: `${folder}assets/`,
      prefix: '/assets/',
      index: false,
      immutable: true,
      maxAge: ASSETS_KEPT_MS,
      suppressWarning: true,
      setHeaders: reply => reply.headers(HEADERS),
    });
    scope.get('/', (_request, reply) => sendPage(reply, folder));
  });
}

async function sendPage(reply: FastifyReply, folder: string): Promise<FastifyReply> {
  reply.headers(HEADERS);
  const isBuilt = await access(`${folder}${INDEX}`).then(
    () => true,
    () => false,
  );
  if (!isBuilt) return reply.code(503).type('text/plain; charset=utf-8').send(NOT_BUILT);
  // Its name stays while its assets' names change.
  return reply.header('cache-control', 'no-cache').sendFile(INDEX, folder, { cacheControl: false });
}
