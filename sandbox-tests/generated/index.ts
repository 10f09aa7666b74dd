import type { Act } from '../runner/act.ts';

/** Every method of the language's built-in objects, called on and with what it was not made for. */
export function generatedActs(): Act[] {
  return [];
}
