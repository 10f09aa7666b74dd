import { pino } from 'pino';
import type { IsolateProfile } from '../../isolate/frames.ts';
import { type Limits, resolveLimits } from '../../limits/limits.ts';
import { bundleScript } from '../bundle.ts';
import { ScriptCatalog } from '../catalog.ts';
import { MemoryStore } from '../memory-store.ts';
import type { ScriptVersion } from '../version.ts';
import type { VersionStore } from '../version-store.ts';
import { ScriptFolder } from './script-folder.ts';

/** A catalog with a script's folder, whose checks and sessions the test decides. */
export class CatalogBench {
  readonly folder = new ScriptFolder({});
  readonly store: VersionStore;
  readonly catalog: ScriptCatalog;
  readonly inUse = new Set<string>();
  /** The hashes of the versions that were checked. */
  readonly checked: string[] = [];
  /** The labels of what became current, and of what was before. */
  readonly changes: [string, string | undefined][] = [];
  /** What a check does; nothing unless the test says otherwise. */
  check: (version: ScriptVersion) => Promise<void> | void = () => {};
  nowMs = Date.UTC(2026, 0, 1);

  constructor(limits: Partial<Limits> = {}, store?: VersionStore, profile: IsolateProfile = 'standard') {
    this.store = store ?? new MemoryStore(resolveLimits(limits));
    this.catalog = new ScriptCatalog({
      store: this.store,
      bundle: path => bundleScript(path, { maxBytes: resolveLimits(limits).bundleBytes, profile }),
      check: async version => {
        this.checked.push(version.hash);
        await this.check(version);
      },
      profile,
      inUse: () => this.inUse,
      limits: resolveLimits(limits),
      log: pino({ level: 'silent' }),
      onCurrentChanged: (current, previous) => this.changes.push([current.label, previous?.label]),
      now: () => this.nowMs,
    });
  }

  /** Writes a script with this content and publishes it; the content is its label. */
  async publish(content: string): Promise<ScriptVersion> {
    this.write(content);
    return (await this.catalog.publish(this.folder.path, content)).version;
  }

  write(content: string): void {
    this.folder.write('index.js', scriptOf(content));
  }

  /** The labels of what is listed; the current one's in brackets. */
  get listed(): string[] {
    return this.catalog.list().map(({ label, isCurrent }) => (isCurrent ? `[${label}]` : label));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.catalog.close();
    this.folder[Symbol.dispose]();
  }
}

export function scriptOf(content: string): string {
  return `exports.ssExports = { content: ${JSON.stringify(content)} };\n`;
}
