import { PlaypenError } from '../errors.ts';
import { LIMITS, type LimitName, type Limits, resolveLimits, type SessionLimitName } from './limits.ts';
import { SESSION_LIMITS } from './session-limits.ts';

/** What an operator sets; what is left out has its default. */
export interface LimitConfig {
  host?: Partial<Limits>;
  /** By tenant id. */
  tenants?: Readonly<Record<string, Partial<SessionLimits>>>;
  /** By fleet id. */
  fleets?: Readonly<Record<string, Partial<SessionLimits>>>;
}

type SessionLimits = Pick<Limits, SessionLimitName>;

export interface SessionOrigin {
  tenantId?: string | undefined;
  fleetId?: string | undefined;
}

/** Which limits apply to whom: a fleet's own go before its tenant's, those before the host's. */
export class LimitBook {
  /** What applies to the host itself, and to sessions of which nothing else is said. */
  readonly host: Limits;
  readonly #config: LimitConfig;

  /** @throws {PlaypenError} `limits_invalid`, with the place in the configuration */
  constructor(config: LimitConfig = {}) {
    requireLimits('host', config.host, LIMITS);
    for (const part of ['tenants', 'fleets'] as const) {
      requireObject(part, config[part]);
      for (const [id, limits] of Object.entries(config[part] ?? {})) {
        requireLimits(`${part}.${id}`, limits, SESSION_LIMITS);
      }
    }
    this.#config = config;
    this.host = resolveLimits(config.host);
  }

  forSession({ tenantId = '', fleetId = '' }: SessionOrigin): Limits {
    const { tenants, fleets } = this.#config;
    const [tenant, fleet] = [ownValue(tenants, tenantId), ownValue(fleets, fleetId)];
    return tenant === undefined && fleet === undefined ? this.host : { ...this.host, ...tenant, ...fleet };
  }
}

/** An id may be any text, `__proto__` as well. */
function ownValue<T>(record: Readonly<Record<string, T>> | undefined, id: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, id) ? record[id] : undefined;
}

function requireObject(place: string, value: unknown): void {
  if (value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value))) return;
  throw new PlaypenError('limits_invalid', `${place} must be an object`);
}

function requireLimits(place: string, limits: object | undefined, table: Partial<typeof LIMITS>): void {
  requireObject(place, limits);
  for (const [name, value] of Object.entries(limits ?? {})) {
    const row = Object.hasOwn(table, name) ? LIMITS[name as LimitName] : undefined;
    if (row === undefined) {
      const why = Object.hasOwn(LIMITS, name) ? 'can be set for the host alone' : 'is no limit';
      throw new PlaypenError('limits_invalid', `${place}.${name} ${why}; docs/limits.md lists them`);
    }
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
      throw new PlaypenError('limits_invalid', `${place}.${name} must be a number of 0 or more`);
    }
    if (value > row.hard) {
      throw new PlaypenError(
        'limits_invalid',
        `${place}.${name} is ${value}; ${row.hard} is the most there can be`,
      );
    }
  }
}
