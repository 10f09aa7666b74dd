import { EventEmitter, once } from 'node:events';
import { pino } from 'pino';
import { type Limits, resolveLimits } from '../../limits/limits.ts';
import type { Publication } from '../catalog.ts';
import { ScriptWatcher } from '../watcher.ts';
import { CatalogBench } from './catalog-bench.ts';

/** A script's folder that is watched, its catalog, and what the watcher reported. */
export class WatchedScript {
  readonly bench: CatalogBench;
  readonly watcher: ScriptWatcher;
  readonly published: Publication[] = [];
  readonly failed: { code: string; detail: string }[] = [];
  readonly warnings: string[] = [];
  readonly #reports = new EventEmitter();

  private constructor(entry: string, limits: Partial<Limits>) {
    this.bench = new CatalogBench(limits);
    this.watcher = new ScriptWatcher({
      path: this.bench.folder.at(entry),
      catalog: this.bench.catalog,
      limits: resolveLimits(limits),
      log: pino({ level: 'warn' }, { write: line => this.warnings.push(line) }),
      onPublished: publication => {
        this.published.push(publication);
        this.#reports.emit('report');
      },
      onFailed: error => {
        this.failed.push(error as { code: string; detail: string });
        this.#reports.emit('report');
      },
    });
  }

  static async start(
    files: Record<string, string | Uint8Array>,
    { entry = '', limits = {} }: { entry?: string; limits?: Partial<Limits> } = {},
  ): Promise<WatchedScript> {
    const script = new WatchedScript(entry, limits);
    for (const [name, contents] of Object.entries(files)) script.bench.folder.write(name, contents);
    await script.watcher.start();
    return script;
  }

  at(name: string): string {
    return this.bench.folder.at(name);
  }

  /** How many versions there were ever. */
  get versions(): number {
    return this.bench.changes.length;
  }

  get code(): string {
    return this.bench.catalog.current?.code ?? '';
  }

  /** Resolves once the current version contains this text. */
  untilCurrent(text: string): Promise<void> {
    return this.#until(() => this.code.includes(text));
  }

  untilFailed(count: number): Promise<void> {
    return this.#until(() => this.failed.length >= count);
  }

  untilPublished(count: number): Promise<void> {
    return this.#until(() => this.published.length >= count);
  }

  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await once(this.#reports, 'report');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.watcher.close();
    await this.bench[Symbol.asyncDispose]();
  }
}
