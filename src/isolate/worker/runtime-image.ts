import ivm from 'isolated-vm';
import { RUNTIME_FILE } from '../../bridge/entry.ts';
import type { IsolateSpec } from '../frames.ts';
import { warmUpScript } from './warm-up.ts';

type BootReference = ivm.Reference<{ entry: unknown; take: unknown }>;

/**
 * The runtime as a V8 snapshot: evaluating it anew in each isolate would cost several times as much. The snapshot
 * is made in this process of our own code alone, before any script was seen, and never leaves it.
 */
export class RuntimeImage {
  readonly snapshot: ivm.ExternalCopy<ArrayBuffer>;

  /** @param source from `bundleRuntime`: defines `playpenRuntime` */
  constructor(source: string) {
    const code = `globalThis.playpenBoot = (() => { ${source}\nreturn playpenRuntime.boot; })();`;
    this.snapshot = ivm.Isolate.createSnapshot([{ code, filename: RUNTIME_FILE }], warmUpScript());
  }

  /**
   * Boots the runtime in a fresh context of an isolate made from the snapshot. Nothing of it stays on the global.
   * @param exchange memory that it shares with this process
   */
  boot(context: ivm.Context, spec: IsolateSpec, exchange: SharedArrayBuffer): BootReference {
    return context.evalClosureSync(
      'const boot = globalThis.playpenBoot; delete globalThis.playpenBoot; return boot($0, $1);',
      [spec.profile, new ivm.ExternalCopy(exchange).copyInto({ release: true })],
      { result: { reference: true }, timeout: spec.startMs },
    );
  }
}
