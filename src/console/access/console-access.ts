import type { FastifyRequest } from 'fastify';
import type { ConsolePermission } from '../protocol.ts';

/** Who looks at the console, as long as their sign-in is good. */
export interface Visitor {
  /** What they have open together is bounded, and ends with the sign-in. */
  id: string;
  /** Whose resources they see; undefined: all there are. */
  tenantId?: string;
  permissions: readonly ConsolePermission[];
}

/** Says who asks. */
export interface ConsoleAccess {
  readonly kind: 'open' | 'key';
  /** Undefined when nobody has signed in, or not any more. */
  visitorOf(request: FastifyRequest): Visitor | undefined;
  /** Whether the sign-in is good still. */
  isGood(visitor: Visitor): boolean;
}

/** Everybody who reaches the port may see and do everything. */
export const OPEN_CONSOLE: ConsoleAccess = {
  kind: 'open',
  visitorOf: () => ({ id: 'open', permissions: ['read', 'act'] }),
  isGood: () => true,
};
