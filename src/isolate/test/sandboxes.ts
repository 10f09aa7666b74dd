import { PlaypenError } from '../../errors.ts';
import { resolveLimits } from '../../limits/limits.ts';
import { SANDBOX_KINDS, type SandboxKind } from '../sandbox/sandbox.ts';
import { availableWorkerUsers } from '../sandbox/worker-users.ts';
import { WorkerLauncher } from '../worker-launch.ts';

/** Those of a worker by default, but for a number of processes that is reached soon. */
export const LIMITS = resolveLimits({ workerThreads: 32 });

export interface TestedSandbox {
  kind: SandboxKind;
  /** Undefined where this machine does not have it; the name says why then. */
  launcher: WorkerLauncher | undefined;
  name: string;
  hasOwnUser: boolean;
}

/** Every sandbox, for suites over all of them. */
export function sandboxes(): Promise<TestedSandbox[]> {
  const hasOwnUser = availableWorkerUsers().outcome === 'available';
  const user = hasOwnUser ? 'with its own user' : "with the host's user";
  return Promise.all(
    SANDBOX_KINDS.map(async kind => {
      try {
        const launcher = await WorkerLauncher.prepare({ kind }, LIMITS);
        return { kind, launcher, name: `${kind}, ${user}`, hasOwnUser };
      } catch (error) {
        if (!(error instanceof PlaypenError)) throw error;
        return { kind, launcher: undefined, name: `${kind}, left out: ${error.message}`, hasOwnUser };
      }
    }),
  );
}
