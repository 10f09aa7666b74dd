import { PlaypenError } from '../errors.ts';
import type { LimitHits } from '../limits/limit-hits.ts';
import type { Limits } from '../limits/limits.ts';
import { TRUST_TIERS, type Trust } from './trust.ts';

interface Offender {
  strikes: number;
  /** How often it was refused: each refusal lasts twice as long as the one before. */
  refusals: number;
  /** Everything is forgotten then. */
  forgetAtMs: number;
  refusedUntilMs: number;
}

export interface StrikeBookOptions {
  limits: Limits;
  hits: LimitHits;
  /** A clock in milliseconds. */
  now(): number;
}

/**
 * Scripts that cost their worker process: killed by the watchdog, or crashed. After `strikesPerTier` strikes a
 * script runs one tier further down, at last alone; from there on it is refused for a while, then given one
 * more chance, alone. Who owns a script is what counts, so a new version of it is no new beginning.
 */
export class StrikeBook {
  readonly #options: StrikeBookOptions;
  readonly #offenders = new Map<string, Offender>();

  constructor(options: StrikeBookOptions) {
    this.#options = options;
  }

  /** @param owner whose script was running when its worker was lost */
  add(owner: string, trust: Trust): void {
    const { limits, hits } = this.#options;
    const nowMs = this.#options.now();
    const offender = this.#find(owner) ?? { strikes: 0, refusals: 0, forgetAtMs: 0, refusedUntilMs: 0 };
    offender.strikes++;
    offender.forgetAtMs = nowMs + limits.strikeWindowMs;
    if (offender.strikes >= this.#strikesUntilRefused(trust)) {
      hits.add('strikesPerTier');
      const refusedMs = Math.min(limits.strikeWindowMs * 2 ** offender.refusals, limits.refusalMaxMs);
      offender.refusals++;
      offender.refusedUntilMs = nowMs + refusedMs;
      offender.forgetAtMs = offender.refusedUntilMs + 4 * refusedMs;
      // The next chance is one strike long.
      offender.strikes = this.#strikesUntilRefused(trust) - 1;
    }
    this.#offenders.delete(owner);
    this.#offenders.set(owner, offender);
    if (this.#offenders.size > limits.strikesTracked) this.#forgetOldest();
  }

  /**
   * Where a script may run that is wanted to run there.
   * @throws {PlaypenError} `script_refused`
   */
  tierFor(owner: string, wanted: Trust): Trust {
    const offender = this.#find(owner);
    if (offender === undefined) return wanted;
    const waitMs = offender.refusedUntilMs - this.#options.now();
    if (waitMs > 0) {
      const seconds = Math.ceil(waitMs / 1000);
      throw new PlaypenError(
        'script_refused',
        `it has cost its worker process too often; it may run again in ${seconds} s`,
      );
    }
    const lowered = Math.floor(offender.strikes / this.#options.limits.strikesPerTier);
    const tier = Math.min(TRUST_TIERS.indexOf(wanted.tier) + lowered, TRUST_TIERS.length - 1);
    return { ...wanted, tier: TRUST_TIERS[tier]! };
  }

  #find(owner: string): Offender | undefined {
    const offender = this.#offenders.get(owner);
    if (offender === undefined || offender.forgetAtMs > this.#options.now()) return offender;
    this.#offenders.delete(owner);
    return undefined;
  }

  #strikesUntilRefused({ tier }: Trust): number {
    return this.#options.limits.strikesPerTier * (TRUST_TIERS.length - TRUST_TIERS.indexOf(tier));
  }

  #forgetOldest(): void {
    const oldest = this.#offenders.keys().next().value;
    if (oldest !== undefined) this.#offenders.delete(oldest);
    this.#options.hits.add('strikesTracked');
  }
}
