import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { DevServer } from '../src/cli/dev-server.ts';
import { connect } from '../src/client/index.ts';
import { LimitBook } from '../src/limits/limit-book.ts';
import { PACKAGE_ROOT } from '../src/package-files.ts';
import { MemoryStore } from '../src/scripts/memory-store.ts';
import type { Report } from './report/report.ts';

const SAVES = 11;
/** Between saves, as an author thinks: what is made ready for the next one is ready then. */
const PAUSE_MS = 1_500;

/** From saving the arena example to the first player in a session of the new version. */
export async function benchReload(report: Report): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'playpen-bench-'));
  await cp(fileURLToPath(new URL('examples/arena', PACKAGE_ROOT)), folder, { recursive: true });
  const path = join(folder, 'script.js');
  const script = await readFile(path, 'utf8');
  const limits = new LimitBook();
  let published = Promise.withResolvers<void>();
  const server = await DevServer.create({
    script: path,
    host: '127.0.0.1',
    port: 0,
    udpFirstPort: 0,
    apiPort: 0,
    clock: 'batch',
    profile: 'standard',
    sandbox: { kind: 'process' },
    limits,
    log: pino({ level: 'silent' }),
    store: new MemoryStore(limits.host),
    olderSessions: 'keep',
    onPublished: () => published.resolve(),
    onPublishFailed: error => published.reject(error),
  });
  const { port } = await server.start();
  const toCurrent: number[] = [];
  const toPlayer: number[] = [];
  for (let save = 0; save < SAVES; save++) {
    await setTimeout(PAUSE_MS);
    published = Promise.withResolvers();
    const startedMs = performance.now();
    await writeFile(path, `${script}\n// save ${save}`);
    await published.promise;
    toCurrent.push(performance.now() - startedMs);
    const client = await connect({ endpoint: '127.0.0.1', port, payload: 'bench' });
    toPlayer.push(performance.now() - startedMs);
    await client.close();
  }
  report.row('save to current version', toCurrent, 'ms');
  report.row('save to first player in a session of it', toPlayer, 'ms');
  await server.stop();
  await rm(folder, { recursive: true });
}
