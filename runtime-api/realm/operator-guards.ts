import { GUARD_NAMES } from '../../src/bridge/guard-names.ts';
import { defineProperty } from '../modules/captured.ts';
import { CAPS } from './caps.ts';
import { NativeRangeError } from './natives.ts';

/**
 * Defines the globals that a bundle with guards calls. As constants of the realm they cost optimised code a comparison for
 * the one and nothing for the other; as a bundle's own, a loop of little work took a twentieth longer.
 */
export function guardOperators(): void {
  defineProperty(globalThis, GUARD_NAMES.text, { value: text });
  defineProperty(globalThis, GUARD_NAMES.turn, { value: turn });
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
