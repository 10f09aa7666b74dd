import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { PlaypenError } from '../../errors.ts';
import { TestClient, type TestLogin } from '../../host/test/test-client.ts';
import { LimitBook } from '../../limits/limit-book.ts';
import type { Limits } from '../../limits/limits.ts';
import type { Publication } from '../../scripts/catalog.ts';
import { MemoryStore } from '../../scripts/memory-store.ts';
import { DevServer, type DevServerOptions } from '../dev-server.ts';

/** What a change of the script's files came to. */
export type Change = { published: Publication } | { failed: PlaypenError };

/** Wall time runs out for an honest script, too, when a busy machine does not let its worker run. */
const PATIENT: Partial<Limits> = { startMs: 15_000, batchMs: 3_000 };

export interface TestDevOptions {
  limits?: Partial<Limits>;
  olderSessions?: DevServerOptions['olderSessions'];
  profile?: DevServerOptions['profile'];
  /** What it listens on; default: this machine alone. */
  host?: string;
  /** The program of the game's page. */
  client?: string;
}

/** A development server on any free ports, with a script in a folder of its own that tests write to. */
export class TestDev {
  readonly server: DevServer;
  readonly port: number;
  readonly apiPort: number;
  readonly #folder: string;
  readonly #changes: ChangeQueue;

  private constructor(
    server: DevServer,
    ports: { port: number; apiPort: number },
    folder: string,
    changes: ChangeQueue,
  ) {
    this.server = server;
    this.port = ports.port;
    this.apiPort = ports.apiPort;
    this.#folder = folder;
    this.#changes = changes;
  }

  static async start(script: string, options: TestDevOptions = {}): Promise<TestDev> {
    const folder = await mkdtemp(join(tmpdir(), 'playpen-dev-'));
    const path = join(folder, 'script.js');
    await writeFile(path, script);
    const changes = new ChangeQueue();
    const limits = new LimitBook({ host: { ...PATIENT, ...options.limits } });
    const server = await DevServer.create({
      script: path,
      ...(options.client === undefined ? {} : { client: options.client }),
      host: options.host ?? '127.0.0.1',
      port: 0,
      udpFirstPort: 0,
      apiPort: 0,
      workers: 1,
      clock: 'batch',
      profile: options.profile ?? 'standard',
      sandbox: { kind: 'process' },
      limits,
      log: pino({ level: 'silent' }),
      store: new MemoryStore(limits.host),
      olderSessions: options.olderSessions ?? 'keep',
      onPublished: published => changes.push({ published }),
      onPublishFailed: failed => changes.push({ failed: failed as PlaypenError }),
    });
    try {
      return new TestDev(server, await server.start(), folder, changes);
    } catch (error) {
      await server.stop();
      await rm(folder, { recursive: true });
      throw error;
    }
  }

  /** Saves the script; returns without waiting for what comes of it. */
  async write(script: string): Promise<void> {
    await writeFile(join(this.#folder, 'script.js'), script);
  }

  /** Saves the script and waits until that was published, or could not be. */
  async save(script: string): Promise<Change> {
    await this.write(script);
    return this.nextChange();
  }

  /** The next change that is not without effect. */
  nextChange(): Promise<Change> {
    return this.#changes.next();
  }

  login(login?: TestLogin): Promise<TestClient> {
    return TestClient.login(this.port, login);
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await rm(this.#folder, { recursive: true });
  }
}

class ChangeQueue {
  #changes: Change[] = [];
  #waiting: ((change: Change) => void)[] = [];

  push(change: Change): void {
    if ('published' in change && change.published.outcome === 'unchanged') return;
    const waiting = this.#waiting.shift();
    if (waiting === undefined) this.#changes.push(change);
    else waiting(change);
  }

  next(): Promise<Change> {
    const change = this.#changes.shift();
    if (change !== undefined) return Promise.resolve(change);
    return new Promise(resolve => this.#waiting.push(resolve));
  }
}
