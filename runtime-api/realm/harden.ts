import { replaceArrayBuffer } from './buffers.ts';
import { lockErrors } from './errors.ts';
import { requireKnownGlobals } from './known-globals.ts';
import { replaceLocaleMethods } from './locale.ts';
import { REMOVED_GLOBALS, removeGlobals, removeMembers } from './removals.ts';

/** `strict`: scripts of many tenants may share a process; `standard`: those of one tenant, who has the language whole. */
export type Profile = 'strict' | 'standard';

/**
 * Makes the realm fit for scripts, before the first one: takes away what the isolate's limits do not hold.
 * @throws Error when this V8 has a global nobody has looked at
 */
export function hardenRealm(profile: Profile): void {
  requireKnownGlobals();
  removeGlobals(REMOVED_GLOBALS);
  removeMembers();
  lockErrors();
  replaceLocaleMethods();
  replaceArrayBuffer(profile);
}
