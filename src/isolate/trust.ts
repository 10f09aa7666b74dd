/**
 * With whom a session shares its worker process, the most trusted first: `shared` with sessions of everybody,
 * `tenant` with those of its own tenant, `exclusive` with nobody.
 */
export const TRUST_TIERS = ['shared', 'tenant', 'exclusive'] as const;
export type TrustTier = (typeof TRUST_TIERS)[number];

export interface Trust {
  readonly tier: TrustTier;
  readonly tenantId: string;
}
