import { setPrototypeOf } from '../kernel/primordials.ts';
import { Buffer } from '../modules/buffer.ts';
import { guardArrays } from './array-guards.ts';
import { neutraliseBigInt } from './bigint.ts';
import { replaceArrayBuffer } from './buffers.ts';
import { refuseDynamicCode } from './dynamic-code.ts';
import { lockErrors } from './errors.ts';
import { Guards } from './guards.ts';
import { Intrinsics } from './intrinsics.ts';
import { requireKnownGlobals } from './known-globals.ts';
import { replaceLocaleMethods } from './locale.ts';
import { guardObjects } from './object-guards.ts';
import { guardOperators } from './operator-guards.ts';
import { repairOverrides } from './overrides.ts';
import { guardEscape, guardPatterns } from './pattern-guards.ts';
import { REMOVED_GLOBALS, removeGlobals, removeMembers, STRICT_REMOVED_GLOBALS } from './removals.ts';
import { guardStrings } from './string-guards.ts';
import { guardTypedArrays } from './typed-array-guards.ts';

/** `strict`: scripts of many tenants may share a process; `standard`: those of one tenant, who has the language whole. */
export type Profile = 'strict' | 'standard';

/** A realm whose first half is done. */
export interface PreparedRealm {
  readonly profile: Profile;
  /** None in the standard profile. */
  readonly guards: Guards;
  readonly intrinsics: Intrinsics;
}

/**
 * Makes the realm fit for scripts, before the first one: takes away what the isolate's limits do not hold. In the
 * strict profile it also bounds what V8 does without looking up, and freezes what the language hands out; whatever
 * is to be part of the language (the session's Date) has to be in place before.
 * @returns the guards that are in natives' places
 * @throws Error when this V8 has a global nobody has looked at
 */
export function hardenRealm(profile: Profile): Guards {
  const realm = prepareRealm(profile);
  closeRealm(realm);
  return realm.guards;
}

/**
 * The first half, which is the one that takes long: it can be done once, in a snapshot. V8 completes each context that it
 * makes from one: it adds globals (`SharedArrayBuffer`, `WebAssembly`) and members (`RegExp.escape`, `Date.prototype.
 * toTemporalInstant`), and aborts where it finds frozen what it adds to. So nothing is frozen here, and globals that it
 * asks for stay.
 */
export function prepareRealm(profile: Profile): PreparedRealm {
  removeMembers();
  replaceLocaleMethods();
  replaceArrayBuffer(profile);
  const guards = new Guards();
  const intrinsics = new Intrinsics(guards, [...REMOVED_GLOBALS, ...STRICT_REMOVED_GLOBALS]);
  if (profile === 'strict') {
    guardLanguage(guards);
    intrinsics.collect();
    repairOverrides();
  }
  return { profile, guards, intrinsics };
}

/** The second half, in the context that scripts will run in. */
export function closeRealm({ profile, guards, intrinsics }: PreparedRealm): void {
  requireKnownGlobals();
  removeGlobals(REMOVED_GLOBALS);
  removeMembers();
  lockErrors();
  if (profile !== 'strict') return;
  removeGlobals(STRICT_REMOVED_GLOBALS);
  guardEscape(guards);
  guards.adoptStatics();
  guardOperators(globalThis);
  intrinsics.freeze();
}

function guardLanguage(guards: Guards): void {
  guardArrays(guards);
  guardStrings(guards);
  guardPatterns(guards);
  guardObjects(guards);
  guardTypedArrays(guards);
  refuseDynamicCode(guards);
  neutraliseBigInt();
  // The library made Buffer a subclass of the native constructor, before there were guards.
  setPrototypeOf(Buffer, Uint8Array);
}
