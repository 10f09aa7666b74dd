import { LRUCache } from 'lru-cache';
import { PlaypenError } from '../../errors.ts';
import type { Trust } from '../../isolate/trust.ts';
import type { Limits } from '../../limits/limits.ts';
import { decodeResult, encodeBundle } from '../../scripts/bundler/result.ts';
import type { ScriptBundler } from '../../scripts/local-bundler.ts';
import { BUNDLE_FORMAT, type ScriptBundle } from '../../scripts/script-bundle.ts';
import { inAuthorsPlaces, StackMapper } from '../../scripts/stack-mapper.ts';
import type { SessionScript } from '../../session/script-options.ts';
import type { FleetRecord, ScriptRecord } from '../../store/records.ts';
import type { Store } from '../../store/store.ts';
import { entriesOf, mainEntryOf } from './launch-path.ts';
import { ScriptContents } from './script-contents.ts';

/** Who uploads through the API may be anybody. */
const PROFILE = 'strict';

export interface ScriptLibraryOptions {
  store: Store;
  bundler: ScriptBundler;
  /**
   * Evaluates a script as a game session would, and lets go of it. Rejects with a PlaypenError when it cannot be
   * run; places in its detail are places in the bundle.
   * @param trust with whom it may share a worker
   */
  check(script: SessionScript, trust: Trust): Promise<void>;
  limits: Limits;
}

/** Which content of which script is meant. */
export type ScriptContent = Pick<ScriptRecord, 'id' | 'contentHash'>;
/** What a script is to run in. */
export type ScriptHome = Pick<FleetRecord, 'tenantId' | 'trust' | 'runtimeConfiguration'>;

interface LoadedScript {
  script: SessionScript;
  sourceMap: string;
}

/** What game sessions run: makes bundles of uploaded scripts, once for each content and launch path. */
export class ScriptLibrary {
  readonly contents: ScriptContents;
  readonly #store: Store;
  readonly #bundler: ScriptBundler;
  readonly #check: ScriptLibraryOptions['check'];
  readonly #loaded: LRUCache<string, LoadedScript>;
  /** Those that are being loaded, so that nothing is bundled twice at once. */
  readonly #loading = new Map<string, Promise<LoadedScript>>();

  constructor({ store, bundler, check, limits }: ScriptLibraryOptions) {
    this.contents = new ScriptContents({ store, limits });
    this.#store = store;
    this.#bundler = bundler;
    this.#check = check;
    this.#loaded = new LRUCache({ maxSize: limits.loadedScriptBytes });
  }

  /**
   * What the next game session of a fleet runs: what its script holds now, from the launch path of its first server
   * process.
   * @throws {PlaypenError} script_not_found, script_invalid, publish_busy, store_failed, server_shutdown
   */
  async current(fleet: FleetRecord): Promise<SessionScript> {
    const entry = mainEntryOf(fleet.runtimeConfiguration);
    const { script } = await this.#withContentOf(fleet, content => this.#load(content, entry));
    return script;
  }

  /**
   * Validates what the script of a fleet holds now.
   * @throws {PlaypenError} as `validate` does
   */
  async validateCurrent(fleet: FleetRecord): Promise<void> {
    await this.#withContentOf(fleet, content => this.validate(content, fleet));
  }

  /** @throws {PlaypenError} script_not_found */
  async scriptOf({ tenantId, scriptId }: FleetRecord): Promise<ScriptRecord> {
    const script = scriptId === undefined ? undefined : await this.#store.get('script', tenantId, scriptId);
    if (script === undefined) throw new PlaypenError('script_not_found', `there is no script "${scriptId}"`);
    return script;
  }

  /**
   * Makes sure that a content can be run in a fleet: that all its launch paths are there, that the first one can be
   * bundled, and that what comes of it can be evaluated.
   * @throws {PlaypenError} script_not_found, script_invalid and whatever the check rejects with, all with the
   * author's places; publish_busy, store_failed, server_shutdown
   */
  async validate(content: ScriptContent, home: ScriptHome): Promise<void> {
    const { tenantId, trust, runtimeConfiguration } = home;
    const entries = entriesOf(runtimeConfiguration);
    if (entries.size > 1) await this.contents.requireFiles(content.contentHash, entries);
    const { script, sourceMap } = await this.#load(content, mainEntryOf(runtimeConfiguration));
    try {
      await this.#check(script, { tier: trust, tenantId });
    } catch (error) {
      throw inAuthorsPlaces(error, sourceMap);
    }
  }

  /** What fails because the content was replaced meanwhile is done again. */
  async #withContentOf<T>(fleet: FleetRecord, use: (script: ScriptRecord) => Promise<T>): Promise<T> {
    for (;;) {
      const script = await this.scriptOf(fleet);
      try {
        return await use(script);
      } catch (error) {
        const { contentHash } = await this.scriptOf(fleet);
        if (contentHash === script.contentHash) throw error;
      }
    }
  }

  async #load({ id, contentHash }: ScriptContent, entry: string): Promise<LoadedScript> {
    const key = `${id}/${contentHash}/${entry}`;
    const loaded = this.#loaded.get(key);
    if (loaded !== undefined) return loaded;
    const underWay = this.#loading.get(key);
    if (underWay !== undefined) return underWay;
    const loading = this.#bundle(contentHash, entry)
      .then(bundle => {
        const script = loadedScript(id, bundle);
        this.#loaded.set(key, script, { size: bundle.code.length + bundle.sourceMap.length });
        return script;
      })
      .finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return loading;
  }

  async #bundle(contentHash: string, entry: string): Promise<ScriptBundle> {
    const name = `${PROFILE}/${BUNDLE_FORMAT}/${entry}`;
    const made = await this.contents.made(contentHash, name);
    const known =
      made === undefined
        ? undefined
        : decodeResult(Buffer.from(made.buffer, made.byteOffset, made.byteLength));
    if (known !== undefined) return known;
    const bundle = await this.contents.withZip(contentHash, zip => this.#bundler.bundle(zip, PROFILE, entry));
    await this.contents.keepMade(contentHash, name, encodeBundle(bundle));
    return bundle;
  }
}

/** The source map is read when a place is asked for first: most sessions never do. */
function loadedScript(scriptId: string, { hash, code, sourceMap }: ScriptBundle): LoadedScript {
  let mapper: StackMapper | undefined;
  const mapStack = (text: string): string => {
    mapper ??= new StackMapper(sourceMap);
    return mapper.map(text);
  };
  return { script: { hash, scriptId, code, mapStack }, sourceMap };
}
