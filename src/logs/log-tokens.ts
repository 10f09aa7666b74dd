import { randomBytes } from 'node:crypto';
import type { Limits } from '../limits/limits.ts';

const TOKEN_BYTES = 32;

/** Tokens that stand for the right to download one log for a while: what an address needs that says nothing else. */
export class LogTokens {
  readonly #limits: Pick<Limits, 'logUrls' | 'logUrlMs'>;
  readonly #now: () => number;
  /** The oldest first. */
  readonly #issued = new Map<string, { gameSessionId: string; expiresMs: number }>();

  constructor(limits: Pick<Limits, 'logUrls' | 'logUrlMs'>, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  issue(gameSessionId: string): string {
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    this.#issued.set(token, { gameSessionId, expiresMs: this.#now() + this.#limits.logUrlMs });
    for (const [oldest, { expiresMs }] of this.#issued) {
      if (expiresMs > this.#now() && this.#issued.size <= this.#limits.logUrls) break;
      this.#issued.delete(oldest);
    }
    return token;
  }

  /** @returns the game session; undefined when the token was never issued, or is good no longer */
  gameSessionOf(token: string): string | undefined {
    const issued = this.#issued.get(token);
    return issued !== undefined && issued.expiresMs > this.#now() ? issued.gameSessionId : undefined;
  }
}
