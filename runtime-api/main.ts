/** What an isolate runs before a script, bundled into one text and evaluated once for all isolates of a worker. */
// Libraries take what they need of the language when they are evaluated: this goes before them.
import './realm/descriptors.ts';
import { type IsolateEntry, start } from './kernel/boot.ts';
import { Clock, installDate } from './realm/clock.ts';
import { closeRealm, type Profile, prepareRealm } from './realm/harden.ts';
import { installRandom, RandomGenerator } from './realm/random.ts';

/**
 * Does what can be done once for all isolates, in the snapshot that they are made from.
 * @returns boots an isolate. `shared`: twice `EXCHANGE_BYTES`; without it everything is copied
 */
export function prepare(profile: Profile): (shared?: SharedArrayBuffer) => IsolateEntry {
  const inputs = { clock: new Clock(), generator: new RandomGenerator([0, 0, 0, 0]) };
  installDate(inputs.clock);
  installRandom(inputs.generator);
  const realm = prepareRealm(profile);
  return shared => {
    closeRealm(realm);
    return start(profile, inputs, shared);
  };
}

/** Both at once, where there is no snapshot. */
export function boot(profile: Profile): IsolateEntry {
  return prepare(profile)();
}
