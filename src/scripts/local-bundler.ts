import type { IsolateProfile } from '../isolate/frames.ts';
import type { Limits } from '../limits/limits.ts';
import { type BundleOptions, bundleScript } from './bundle.ts';
import type { ScriptBundle } from './script-bundle.ts';

/** Makes bundles, one way or another. */
export interface ScriptBundler {
  /**
   * Bundles the script at `path` as `bundleScript` does, for isolates of this profile.
   * @param entry the file in the folder or zip file that exports `ssExports`; default: it is looked for
   * @throws {PlaypenError} script_not_found, script_invalid, publish_busy, server_shutdown
   */
  bundle(path: string, profile: IsolateProfile, entry?: string): Promise<ScriptBundle>;
  /** Ends what is under way; resolves when nothing of it is left. */
  close(): Promise<void>;
}

/** Bundles one's own scripts in this process: in half the time, and with no protection from the source. */
export class LocalBundler implements ScriptBundler {
  readonly #limits: Limits;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  bundle(path: string, profile: IsolateProfile, entry?: string): Promise<ScriptBundle> {
    return bundleScript(path, { ...bundleOptions(this.#limits, profile), entry });
  }

  async close(): Promise<void> {}
}

export function bundleOptions(limits: Limits, profile: IsolateProfile): BundleOptions {
  return {
    profile,
    maxBytes: limits.bundleBytes,
    maxSourceBytes: limits.scriptSourceBytes,
    maxZipEntries: limits.zipEntries,
    maxNesting: limits.nestingDepth,
    maxFunctionNodes: limits.functionNodes,
  };
}
