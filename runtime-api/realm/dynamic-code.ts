import { defineProperty } from '../kernel/primordials.ts';
import { getPrototypeOf } from '../modules/captured.ts';
import type { Guards } from './guards.ts';
import { NativeEvalError } from './natives.ts';
import type { Method } from './replace.ts';

/**
 * (async () => {}).constructor('return 1'): a text that becomes code was not seen by whoever looked at the script,
 * and compiling it has no bound. All four constructors of functions refuse.
 */
export function refuseDynamicCode(guards: Guards): void {
  const samples: Method[] = [() => {}, async () => {}, function* () {}, async function* () {}];
  for (let i = 0; i < samples.length; i++) {
    const proto = getPrototypeOf(samples[i]!) as { constructor: Method };
    const native = proto.constructor;
    const guard = function refusing(): never {
      throw new NativeEvalError('a script in the strict profile cannot make code from text');
    };
    defineProperty(guard, 'prototype', { value: proto, writable: false });
    guards.add(native, guard);
    defineProperty(guard, 'name', { value: native.name });
  }
}
