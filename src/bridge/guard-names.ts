/** What only the guards that are put into a bundle of the strict profile are called. */
export const GUARD_PREFIX = '__playpen_';

/** Globals of a strict realm that such bundles call. */
export const GUARD_NAMES = {
  text: `${GUARD_PREFIX}text`,
  turn: `${GUARD_PREFIX}turn`,
  keyed: `${GUARD_PREFIX}keyed`,
} as const;
