import { indirectEval } from '../kernel/primordials.ts';

export type LibraryName = 'events' | 'hashes' | 'inspect' | 'path' | 'url';

/**
 * The libraries' texts. All isolates of a worker share them, and a text costs nobody anything but who loads it: most
 * sessions use none of them. Whoever boots the runtime puts them here: see `src/isolate/worker/runtime-image.ts`.
 */
declare const playpenLibraries: Readonly<Record<LibraryName, string>>;

/**
 * Evaluates a library, anew at each call.
 * @param natives what it may not look up among the globals, which are the script's to change
 */
export function loadLibrary<T>(name: LibraryName, natives?: object): T {
  const library = indirectEval(playpenLibraries[name]) as (natives?: object) => T;
  return library(natives);
}
