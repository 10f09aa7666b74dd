import { setPrototypeOf } from '../kernel/primordials.ts';
import { Buffer } from '../modules/buffer.ts';
import { guardArrays } from './array-guards.ts';
import { neutraliseBigInt } from './bigint.ts';
import { replaceArrayBuffer } from './buffers.ts';
import { refuseDynamicCode } from './dynamic-code.ts';
import { lockErrors } from './errors.ts';
import { Guards } from './guards.ts';
import { collectIntrinsics, freezeAll } from './intrinsics.ts';
import { requireKnownGlobals } from './known-globals.ts';
import { replaceLocaleMethods } from './locale.ts';
import { guardObjects } from './object-guards.ts';
import { guardOperators } from './operator-guards.ts';
import { repairOverrides } from './overrides.ts';
import { guardPatterns } from './pattern-guards.ts';
import { REMOVED_GLOBALS, removeGlobals, removeMembers, STRICT_REMOVED_GLOBALS } from './removals.ts';
import { guardStrings } from './string-guards.ts';
import { guardTypedArrays } from './typed-array-guards.ts';

/** `strict`: scripts of many tenants may share a process; `standard`: those of one tenant, who has the language whole. */
export type Profile = 'strict' | 'standard';

/**
 * Makes the realm fit for scripts, before the first one: takes away what the isolate's limits do not hold. In the
 * strict profile it also bounds what V8 does without looking up, and freezes what the language hands out; whatever
 * is to be part of the language (the session's Date) has to be in place before.
 * @returns the guards that are in natives' places: none in the standard profile
 * @throws Error when this V8 has a global nobody has looked at
 */
export function hardenRealm(profile: Profile): Guards {
  requireKnownGlobals();
  removeGlobals(REMOVED_GLOBALS);
  removeMembers();
  lockErrors();
  replaceLocaleMethods();
  replaceArrayBuffer(profile);
  const guards = new Guards();
  if (profile === 'strict') hardenStrictly(guards);
  return guards;
}

function hardenStrictly(guards: Guards): void {
  guardArrays(guards);
  guardStrings(guards);
  guardPatterns(guards);
  guardObjects(guards);
  guardTypedArrays(guards);
  guardOperators();
  refuseDynamicCode(guards);
  neutraliseBigInt();
  removeGlobals(STRICT_REMOVED_GLOBALS);
  // The library made Buffer a subclass of the native constructor, before there were guards.
  setPrototypeOf(Buffer, Uint8Array);
  const intrinsics = collectIntrinsics(guards);
  repairOverrides();
  freezeAll(intrinsics);
}
