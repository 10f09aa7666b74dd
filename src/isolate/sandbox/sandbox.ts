import { PlaypenError } from '../../errors.ts';
import { availableWorkerUsers, type WorkerUsers } from './worker-users.ts';

/**
 * What holds a script worker beside its isolates. `process`: what every Linux has, that is Node's permission model, resource
 * limits, and a user of its own where the host is root. `bwrap`: the same inside bubblewrap, with namespaces of its own
 * and a seccomp filter.
 */
export type SandboxKind = 'process' | 'bwrap';

export const SANDBOX_KINDS: readonly SandboxKind[] = ['process', 'bwrap'];

export interface SandboxOptions {
  kind: SandboxKind;
  /** Ids for the workers' users; default: a range that nobody else uses. Only root can give workers a user of their own. */
  users?: WorkerUsers;
}

/**
 * The users workers get; undefined where they keep the host's.
 * @throws {PlaypenError} `sandbox_unavailable`
 */
export function resolveWorkerUsers({ users }: SandboxOptions): WorkerUsers | undefined {
  const available = availableWorkerUsers(users);
  if (available.outcome === 'unmapped') {
    throw new PlaypenError(
      'sandbox_unavailable',
      'this container has no user ids to spare for workers; name some that it has with --worker-uids, or do not run as root',
    );
  }
  if (available.outcome === 'available') return available.users;
  if (users === undefined) return undefined;
  throw new PlaypenError(
    'sandbox_unavailable',
    'only root with CAP_SETUID and CAP_SETGID can give workers a user of their own; leave out --worker-uids',
  );
}
