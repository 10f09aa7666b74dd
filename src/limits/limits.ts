import { CONSOLE_LIMITS } from './console-limits.ts';
import { FIGURE_LIMITS } from './figure-limits.ts';
import { HOST_LIMITS } from './host-limits.ts';
import { MATCHMAKING_LIMITS } from './matchmaking-limits.ts';
import { NOTIFICATION_LIMITS } from './notification-limits.ts';
import { SERVICE_LIMITS } from './service-limits.ts';
import { SESSION_LIMITS } from './session-limits.ts';

/** The one table of limits. Enforcement, documentation and metrics read it; nothing else states a bound. */
export const LIMITS = {
  ...SESSION_LIMITS,
  ...HOST_LIMITS,
  ...SERVICE_LIMITS,
  ...NOTIFICATION_LIMITS,
  ...MATCHMAKING_LIMITS,
  ...FIGURE_LIMITS,
  ...CONSOLE_LIMITS,
} as const;

export type LimitName = keyof typeof LIMITS;
export type SessionLimitName = keyof typeof SESSION_LIMITS;
export type Limits = Readonly<Record<LimitName, number>>;

/** The effective limits: defaults with `overrides`, each held at its hard value. */
export function resolveLimits(overrides: Partial<Limits> = {}): Limits {
  const entries = Object.entries(LIMITS).map(([name, limit]) => {
    const wanted = overrides[name as LimitName] ?? limit.default;
    return [name, Math.min(wanted, limit.hard)];
  });
  return Object.fromEntries(entries) as Limits;
}
