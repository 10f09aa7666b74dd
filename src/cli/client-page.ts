import { access } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildFailure, build, type Loader } from 'esbuild';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { PlaypenError } from '../errors.ts';
import { SOURCE_EXTENSION } from '../package-files.ts';

/** Where a game's page is, on the API port. */
export const CLIENT_PAGE_PATH = '/play/';

const SDK = fileURLToPath(new URL(`../client/index.${SOURCE_EXTENSION}`, import.meta.url));

/** What a game may import beside code: it becomes part of the bundle. */
const LOADERS: Record<string, Loader> = {
  ...{ '.png': 'dataurl', '.jpg': 'dataurl', '.webp': 'dataurl', '.svg': 'dataurl', '.woff2': 'dataurl' },
  ...{ '.mp3': 'dataurl', '.ogg': 'dataurl', '.wav': 'dataurl', '.css': 'text' },
};

/** The page runs nothing but its own bundle, whatever other players send. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self' data: blob:",
  "style-src 'self' 'unsafe-inline'",
  'connect-src *',
].join('; ');

export interface ClientPageOptions {
  /** The page's program: one file of JavaScript or TypeScript for browsers, with what it imports. */
  file: string;
  /** The WebSocket port of the server. */
  port(): number;
  log: Logger;
}

/**
 * The page of a game: an empty document and its program, bundled anew for each visit. The program may import the SDK
 * as `playpen/client`, and finds in `server.json` on which port of its own host the game is.
 */
export class ClientPage {
  readonly #options: ClientPageOptions;
  /** Visits that come while it is bundled share the bundle. */
  #bundling: Promise<string> | undefined;

  constructor(options: ClientPageOptions) {
    this.#options = options;
  }

  /** @throws {PlaypenError} `client_not_found` */
  async check(): Promise<void> {
    const path = resolve(this.#options.file);
    await access(path).catch(() => {
      throw new PlaypenError('client_not_found', path);
    });
  }

  addRoutes(app: FastifyInstance): void {
    const { port, file } = this.#options;
    app.get(CLIENT_PAGE_PATH.slice(0, -1), (_request, reply) => reply.redirect(CLIENT_PAGE_PATH));
    app.get(CLIENT_PAGE_PATH, (_request, reply) =>
      reply
        .header('content-security-policy', CONTENT_SECURITY_POLICY)
        .type('text/html; charset=utf-8')
        .send(documentOf(basename(dirname(resolve(file))))),
    );
    app.get(`${CLIENT_PAGE_PATH}server.json`, async () => ({ port: port() }));
    app.get(`${CLIENT_PAGE_PATH}client.js`, async (_request, reply) => {
      this.#bundling ??= this.#bundle().finally(() => {
        this.#bundling = undefined;
      });
      return reply
        .header('cache-control', 'no-store')
        .type('text/javascript; charset=utf-8')
        .send(await this.#bundling);
    });
  }

  /** The bundle; of a program that cannot be bundled, one that says so in the page. */
  async #bundle(): Promise<string> {
    try {
      const { outputFiles } = await build({
        entryPoints: [resolve(this.#options.file)],
        ...{ bundle: true, write: false, format: 'esm', platform: 'browser', target: 'es2022' },
        ...{ sourcemap: 'inline', loader: LOADERS, alias: { 'playpen/client': SDK }, logLevel: 'silent' },
      });
      return outputFiles[0]!.text;
    } catch (error) {
      const text = describe(error);
      this.#options.log.error(`the client cannot be bundled: ${text}`);
      return `document.body.append(Object.assign(document.createElement('pre'), { textContent: ${JSON.stringify(text)} }));`;
    }
  }
}

function documentOf(title: string): string {
  const escaped = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${escaped}</title>
<link rel="icon" href="data:,">
<body>
<script type="module" src="client.js"></script>
</body>
</html>
`;
}

function describe(error: unknown): string {
  const { errors } = error as Partial<BuildFailure>;
  if (errors === undefined) return String(error);
  return errors
    .map(({ text, location }) =>
      location === null ? text : `${location.file}:${location.line}:${location.column + 1}: ${text}`,
    )
    .join('\n');
}
