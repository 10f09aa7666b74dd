import { GUARD_NAMES } from '../../src/bridge/guard-names.ts';
import { isArrayBufferView } from '../kernel/primordials.ts';
import { defineProperty, isArray } from '../modules/captured.ts';
import { CAPS } from './caps.ts';
import { requireLength } from './measure.ts';
import { NativeRangeError } from './natives.ts';

/**
 * Defines the globals that a bundle with guards calls, on the global object of a realm. As constants of the realm they cost optimised code a comparison or
 * nothing; as a bundle's own, a loop of little work took a twentieth longer.
 */
export function guardOperators(target: object): void {
  defineProperty(target, GUARD_NAMES.text, { value: text });
  defineProperty(target, GUARD_NAMES.turn, { value: turn });
  defineProperty(target, GUARD_NAMES.keyed, { value: keyed });
}

/** 'a' + giant */
const text = (value: unknown): unknown => {
  if (typeof value === 'string' && value.length > CAPS.stringUnits) {
    throw new NativeRangeError(
      `a text of more than ${CAPS.stringUnits} units is refused in the strict profile`,
    );
  }
  return value;
};

/** V8 looks whether it is to stop where a function is called. */
const turn = (): void => {};

/** for (const key in new Uint8Array(1e6)): all names are collected first. */
const keyed = (value: unknown): unknown => {
  if (typeof value === 'string' || isArray(value) || isArrayBufferView(value)) {
    requireLength(value, CAPS.elementKeys);
  }
  return value;
};
