import { glob, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const BUILT = 'dist/console/index.html';
/** What the page is made of. */
const SOURCES = [
  ...['src/console/page/**/*.{ts,tsx,css,html}', 'src/console/protocol.ts', 'src/{errors,client-errors}.ts'],
  ...['src/{client,protocol}/**/*.ts', 'runtime-api/index.d.ts', 'package-lock.json'],
];

/** Before tests in a browser: builds the console's page, unless it is newer than what it is made of. */
export async function setup(): Promise<void> {
  const builtMs = await changedMs(BUILT).catch(() => 0);
  for await (const file of glob(SOURCES, { cwd: ROOT })) {
    if ((await changedMs(file)) <= builtMs) continue;
    await build({ root: `${ROOT}src/console/page`, logLevel: 'error' });
    return;
  }
}

async function changedMs(file: string): Promise<number> {
  return (await stat(ROOT + file)).mtimeMs;
}
