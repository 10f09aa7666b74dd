import { construct, defineProperty, deleteProperty, NativeArrayBuffer } from '../kernel/primordials.ts';
import { CAPS } from './caps.ts';
import { NativeRangeError, NativeTypeError, POSITIVE_INFINITY } from './natives.ts';
import { dress, type Method } from './replace.ts';

/**
 * An ArrayBuffer constructor that knows nothing of `maxByteLength`: `new ArrayBuffer(1, { maxByteLength: 2 ** 32 })`
 * reserves memory that the isolate's limit does not see. `strict`: one buffer has a bound as well.
 */
export function replaceArrayBuffer(profile: 'strict' | 'standard'): Method {
  const maxBytes = profile === 'strict' ? CAPS.bufferBytes : POSITIVE_INFINITY;
  function ScriptArrayBuffer(this: unknown, length: unknown): unknown {
    if (new.target === undefined) throw new NativeTypeError("Constructor ArrayBuffer requires 'new'");
    const bytes = +(length as number);
    if (bytes > maxBytes) throw new NativeRangeError(`an ArrayBuffer is limited to ${maxBytes} bytes here`);
    return construct(NativeArrayBuffer, [bytes], new.target);
  }
  dress(ScriptArrayBuffer, NativeArrayBuffer as never);
  defineProperty(ScriptArrayBuffer, 'prototype', { value: NativeArrayBuffer.prototype, writable: false });
  defineProperty(ScriptArrayBuffer, 'isView', {
    value: NativeArrayBuffer.isView,
    writable: true,
    configurable: true,
  });
  defineProperty(ScriptArrayBuffer, Symbol.species, {
    get(this: unknown) {
      return this;
    },
    configurable: true,
  });
  const place = { value: ScriptArrayBuffer, writable: true, configurable: true, enumerable: false };
  defineProperty(NativeArrayBuffer.prototype, 'constructor', place);
  defineProperty(globalThis, 'ArrayBuffer', place);
  for (const name of [
    'resize',
    'transfer',
    'transferToFixedLength',
    'transferToImmutable',
    'sliceToImmutable',
  ]) {
    deleteProperty(NativeArrayBuffer.prototype, name);
  }
  return ScriptArrayBuffer;
}
