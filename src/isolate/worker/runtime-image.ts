import ivm from 'isolated-vm';
import { RUNTIME_FILE } from '../../bridge/entry.ts';
import type { IsolateProfile, IsolateSpec } from '../frames.ts';
import { warmUpScript } from './warm-up.ts';

type BootReference = ivm.Reference<{ entry: unknown; take: unknown }>;

/**
 * The runtime as a V8 snapshot, in a realm that is prepared for one profile: doing that anew in each isolate would cost
 * several times as much. The snapshot is made in this process of our own code alone, and never leaves it.
 */
export class RuntimeImage {
  readonly snapshot: ivm.ExternalCopy<ArrayBuffer>;

  /** @param source from `bundleRuntime`: defines `playpenRuntime` */
  constructor(source: string, profile: IsolateProfile) {
    const code = `globalThis.playpenBoot = (() => { ${source}\nreturn playpenRuntime.prepare('${profile}'); })();`;
    this.snapshot = ivm.Isolate.createSnapshot([{ code, filename: RUNTIME_FILE }], warmUpScript());
  }

  /**
   * Boots the runtime in a fresh context of an isolate made from the snapshot. Nothing of it stays on the global.
   * @param exchange memory that it shares with this process
   */
  boot(context: ivm.Context, spec: IsolateSpec, exchange: SharedArrayBuffer): BootReference {
    return context.evalClosureSync(
      'const boot = globalThis.playpenBoot; delete globalThis.playpenBoot; return boot($0);',
      [new ivm.ExternalCopy(exchange).copyInto({ release: true })],
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
