import ivm from 'isolated-vm';
import { RUNTIME_FILE } from '../../bridge/entry.ts';
import type { IsolateProfile, IsolateSpec } from '../frames.ts';
import { splitRuntime } from '../runtime-text.ts';
import { warmUpScript } from './warm-up.ts';

type BootReference = ivm.Reference<{ entry: unknown; take: unknown }>;

/**
 * The runtime as a V8 snapshot, in a realm that is prepared for one profile: doing that anew in each isolate would cost
 * several times as much. The snapshot is made in this process of our own code alone, and never leaves it.
 */
export class RuntimeImage {
  readonly snapshot: ivm.ExternalCopy<ArrayBuffer>;
  /** Shared by all isolates: V8 reads a string that was copied from one of these where it is. */
  readonly #libraries: Readonly<Record<string, ivm.ExternalCopy<string>>>;

  /** @param source from `bundleRuntime`: defines `playpenRuntime` */
  constructor(source: string, profile: IsolateProfile) {
    const { libraries, runtime } = splitRuntime(source);
    this.#libraries = Object.fromEntries(
      Object.entries(libraries).map(([name, text]) => [name, new ivm.ExternalCopy(text)]),
    );
    const code = `globalThis.playpenBoot = (() => {
      let playpenLibraries;
      ${runtime}
      const boot = playpenRuntime.prepare('${profile}');
      return (shared, libraries) => {
        playpenLibraries = libraries;
        return boot(shared);
      };
    })();`;
    this.snapshot = ivm.Isolate.createSnapshot([{ code, filename: RUNTIME_FILE }], warmUpScript());
  }

  /**
   * Boots the runtime in a fresh context of an isolate made from the snapshot. Nothing of it stays on the global.
   * @param exchange memory that it shares with this process
   */
  boot(context: ivm.Context, spec: IsolateSpec, exchange: SharedArrayBuffer): BootReference {
    const names = Object.keys(this.#libraries);
    const libraries = names.map((name, index) => `${name}: $${index + 1}`);
    return context.evalClosureSync(
      `const boot = globalThis.playpenBoot;
      delete globalThis.playpenBoot;
      return boot($0, { ${libraries} });`,
      [
        new ivm.ExternalCopy(exchange).copyInto({ release: true }),
        ...names.map(name => this.#libraries[name]!.copyInto()),
      ],
      { result: { reference: true }, timeout: spec.startMs },
    );
  }
}

/** An image for each profile, made before the first isolate: a session that begins cannot wait for one. */
export class RuntimeImages {
  readonly #images: Readonly<Record<IsolateProfile, RuntimeImage>>;

  constructor(source: string) {
    this.#images = {
      strict: new RuntimeImage(source, 'strict'),
      standard: new RuntimeImage(source, 'standard'),
    };
  }

  of(profile: IsolateProfile): RuntimeImage {
    return this.#images[profile];
  }
}
