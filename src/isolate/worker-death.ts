import type { CloseCode } from '../errors.ts';
import type { LimitCause } from './script-link.ts';

/** Why a worker process is being ended, or has ended; `used` and `allowed` in the unit of the limit's name. */
export type WorkerDeath =
  | { readonly kind: 'stuck'; readonly used: number; readonly allowed: number }
  | { readonly kind: 'memory'; readonly used: number; readonly allowed: number }
  | { readonly kind: 'nonsense' }
  | { readonly kind: 'retired' }
  /** By itself, or by somebody else's signal. */
  | { readonly kind: 'exited'; readonly how: string };

export interface SessionEnd {
  code: CloseCode;
  detail: string;
  cause?: LimitCause;
}

/** How the session ends that was running when its worker died: it is to blame. */
export function endOfCulprit(death: WorkerDeath): SessionEnd {
  switch (death.kind) {
    case 'stuck': {
      const { used, allowed } = death;
      const cause = { limit: 'watchdogSlackMs', used, allowed } as const;
      return { code: 'script_timeout', detail: 'it did not answer; its worker was killed', cause };
    }
    case 'memory': {
      const { used, allowed } = death;
      const cause = { limit: 'workerMemoryMb', used, allowed } as const;
      return { code: 'script_memory', detail: 'its worker used too much memory and was killed', cause };
    }
    case 'nonsense':
      return { code: 'bridge_violation', detail: 'its worker sent what no worker sends, and was killed' };
    case 'exited':
      return { code: 'script_crashed', detail: `its worker ended with ${death.how}` };
    case 'retired':
      return endOfBystander(death);
  }
}

/** How the other sessions of that worker end. */
export function endOfBystander(death: WorkerDeath): SessionEnd {
  const how = death.kind === 'exited' ? `ended with ${death.how}` : 'was ended';
  return { code: 'worker_lost', detail: `the worker ${how}` };
}
