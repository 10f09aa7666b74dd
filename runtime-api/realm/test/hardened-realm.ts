import ivm from 'isolated-vm';
import { EXCHANGE_BYTES } from '../../../src/bridge/entry.ts';
import { bundleRuntime } from '../../../src/isolate/runtime-bundle.ts';
import { RuntimeImages } from '../../../src/isolate/worker/runtime-image.ts';
import type { Profile } from '../harden.ts';

/** Wall limit of one evaluation: what does not stop by then was not contained. */
const EVALUATION_MS = 2_000;

export async function createImage(): Promise<RuntimeImages> {
  return new RuntimeImages(await bundleRuntime());
}

/** An isolate as a worker makes it, before a script is loaded: the language as a script finds it. */
export class HardenedRealm {
  readonly #isolate: ivm.Isolate;
  readonly #context: ivm.Context;

  constructor(images: RuntimeImages, profile: Profile) {
    const image = images.of(profile);
    this.#isolate = new ivm.Isolate({ memoryLimit: 64, snapshot: image.snapshot });
    this.#context = this.#isolate.createContextSync();
    const exchange = new SharedArrayBuffer(2 * EXCHANGE_BYTES);
    image.boot(this.#context, { heapMb: 64, startMs: 5_000, batchMs: 1_000, profile }, exchange);
    this.#raiseShield();
  }

  /** Whoever reads `Promise` first in the strict profile rejects once with 0: see `kernel/rejection-shield.ts`. */
  #raiseShield(): void {
    try {
      this.#context.evalSync('Promise', { reference: true });
    } catch {}
  }

  /** The value of an expression, by way of JSON; what it throws is thrown on. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the expression is; the test expects something of it
  value(expression: string): any {
    const json = this.#context.evalSync(`JSON.stringify((() => (${expression}\n))())`, {
      timeout: EVALUATION_MS,
    });
    return json === undefined ? undefined : JSON.parse(json as string);
  }

  /** What a function body returns, by way of JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  run(body: string): any {
    return this.value(`(() => {${body}\n})()`);
  }

  /** Name of the error a function body throws; undefined where it throws nothing. */
  thrown(body: string): string | undefined {
    return this.run(`try { ${body}\n } catch (error) { return error.name; }`);
  }

  dispose(): void {
    this.#isolate.dispose();
  }
}
