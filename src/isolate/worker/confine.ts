import module from 'node:module';
import os from 'node:os';

/**
 * Gives up what a worker needs only to load its modules. To be called once they are loaded and before anything comes from the
 * host; there is no way back.
 * @param userId user and group to become, in decimal; undefined to stay what it is
 * @throws {Error} when the operating system refuses; the worker must not go on then
 */
export function confine(userId: string | undefined): void {
  // Older releases of Node 24 cannot drop a permission; there, the worker can go on reading its own code.
  process.permission?.drop?.('fs.read');
  process.permission?.drop?.('addon');
  if (userId !== undefined) becomeUser(Number(userId));
  removeReachForOtherProcesses();
}

/** Supplementary groups first: only root may. libc does it in all threads, and the capabilities go with root's id. */
function becomeUser(userId: number): void {
  process.setgroups!([]);
  process.setgid!(userId);
  process.setuid!(userId);
}

/** The permission model does not cover these, and where the host is not root, it has the same user. */
function removeReachForOtherProcesses(): void {
  for (const name of ['kill', '_kill', '_debugProcess']) Reflect.deleteProperty(process, name);
  Reflect.deleteProperty(os, 'setPriority');
  // What `import` gives is a copy.
  module.syncBuiltinESMExports();
}
