import { SCRIPT_FILE } from '../../src/bridge/entry.ts';
import { CALLBACKS, type CallbackName, type LoadedScript } from '../../src/bridge/messages.ts';
import { apply, indirectEval, isInteger, toNumber } from './primordials.ts';

/** Thrown for a script whose module is not what a Realtime script is; its message is for the author. */
export class ScriptShapeError extends Error {}

/** A Realtime script: its `ssExports`, whose callbacks are called as its methods. */
export class Script {
  readonly #exports: Record<string, unknown>;

  private constructor(exports: Record<string, unknown>) {
    this.#exports = exports;
  }

  /**
   * Evaluates the bundle as a CommonJS module.
   * @throws whatever the module throws, or {ScriptShapeError}
   */
  static load(source: string, require: (name: string) => unknown): Script {
    // The wrapper is a line of its own: the host takes one off the line numbers it finds in stacks.
    const wrapper = `(function (exports, require, module, __filename, __dirname) {\n${source}\n})\n//# sourceURL=${SCRIPT_FILE}`;
    const evaluate = indirectEval(wrapper) as (...args: unknown[]) => unknown;
    const module = { exports: {} as Record<string, unknown> };
    apply(evaluate, module.exports, [module.exports, require, module, `/${SCRIPT_FILE}`, '/']);
    const ssExports = module.exports?.ssExports;
    if ((typeof ssExports !== 'object' && typeof ssExports !== 'function') || ssExports === null) {
      throw new ScriptShapeError('the script exports no ssExports; write: exports.ssExports = { init, … }');
    }
    const script = new Script(ssExports as Record<string, unknown>);
    if (!script.has('init')) {
      throw new ScriptShapeError('ssExports.init is not a function; a Realtime script needs at least that');
    }
    return script;
  }

  has(name: CallbackName): boolean {
    return typeof this.#exports[name] === 'function';
  }

  /** Calls a callback as a method of `ssExports`; whatever it throws is thrown on. */
  call(name: CallbackName, args: unknown[]): unknown {
    return apply(this.#exports[name] as () => unknown, this.#exports, args);
  }

  describe(): LoadedScript {
    let callbackMask = 0;
    for (let bit = 0; bit < CALLBACKS.length; bit++) {
      if (this.has(CALLBACKS[bit]!)) callbackMask |= 1 << bit;
    }
    const configuration = this.#exports.configuration as Record<string, unknown> | null | undefined;
    return {
      callbackMask,
      maxPlayers: positiveInteger(configuration?.maxPlayers),
      pingIntervalMs: positiveInteger(configuration?.pingIntervalTime),
    };
  }
}

/** 0 for anything that is no positive 31-bit integer. */
function positiveInteger(value: unknown): number {
  if (typeof value !== 'number' && typeof value !== 'string') return 0;
  const number = toNumber(value);
  return isInteger(number) && number > 0 && number < 0x8000_0000 ? number : 0;
}
