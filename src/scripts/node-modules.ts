import { isBuiltin } from 'node:module';
import { UNAVAILABLE_MODULES } from '../../runtime-api/modules/unavailable.ts';

const NODE_PREFIX = 'node:';

/** Whether `require(name)` means a module of Node.js rather than a file or a package. */
export function isNodeModule(name: string): boolean {
  return name.startsWith(NODE_PREFIX) || isBuiltin(name);
}

/**
 * Why a script does not get this module of Node.js; undefined when the runtime provides it. Whatever Node.js has
 * and the runtime does not refuse, the runtime provides, except Node's own internals (`_http_agent`, …).
 */
export function unavailableReason(name: string): string | undefined {
  const bare = name.startsWith(NODE_PREFIX) ? name.slice(NODE_PREFIX.length) : name;
  if (Object.hasOwn(UNAVAILABLE_MODULES, bare)) return UNAVAILABLE_MODULES[bare];
  if (bare.startsWith('_')) return 'it is internal to Node.js';
  return isBuiltin(name) ? undefined : 'Node.js has no such module';
}
