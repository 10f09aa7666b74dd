import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { PlaypenError } from '../../errors.ts';
import type { Limits } from '../../limits/limits.ts';
import type { AccessKey } from '../../service/gamelift/access/access-keys.ts';
import type { SignInRequest } from '../protocol.ts';
import type { ConsoleAccess, Visitor } from './console-access.ts';
import { SignInLimits } from './sign-in-limits.ts';

export const SIGN_IN_COOKIE = 'playpen_console';

const TOKEN_BYTES = 32;
/** What a secret is compared with where there is no such key, so that the answer takes as long. */
const NO_SECRET = randomBytes(TOKEN_BYTES).toString('hex');

export interface KeyConsoleOptions {
  keys: readonly AccessKey[];
  limits: Limits;
  /** Milliseconds since 1970. */
  now(): number;
}

interface SignIn {
  key: AccessKey;
  visitor: Visitor;
  expiresMs: number;
}

/**
 * Lets in who has signed in with an access key. A sign-in is a random token in a cookie; kept are the hashes of tokens,
 * in memory alone. Tokens are found by their hash, so the time that takes tells nothing of any token.
 */
export class KeyConsole implements ConsoleAccess {
  readonly kind = 'key';
  readonly #options: KeyConsoleOptions;
  readonly #keys: ReadonlyMap<string, AccessKey>;
  readonly #failures: SignInLimits;
  /** By the hash of their token, which is their visitor's id; the oldest first. */
  readonly #signIns = new Map<string, SignIn>();

  constructor(options: KeyConsoleOptions) {
    this.#options = options;
    this.#keys = new Map(options.keys.map(key => [key.accessKeyId, key]));
    this.#failures = new SignInLimits(options.limits, options.now);
  }

  visitorOf(request: FastifyRequest): Visitor | undefined {
    const token = request.cookies[SIGN_IN_COOKIE];
    return token === undefined ? undefined : this.#live(hashOf(token))?.visitor;
  }

  isGood({ id }: Visitor): boolean {
    return this.#live(id) !== undefined;
  }

  /**
   * @returns the token for the cookie, and who it is
   * @throws {PlaypenError} `console_sign_in_refused`, `console_sign_in_busy`, `console_forbidden`
   */
  signIn(
    { accessKeyId, secretAccessKey }: SignInRequest,
    remoteAddress: string,
  ): { token: string; visitor: Visitor } {
    const key = this.#keys.get(accessKeyId);
    if (!this.#failures.mayTry(remoteAddress, key?.accessKeyId))
      throw new PlaypenError('console_sign_in_busy');
    if (!isSame(secretAccessKey, key?.secretAccessKey ?? NO_SECRET) || key === undefined) {
      this.#failures.failed(remoteAddress, key?.accessKeyId);
      throw new PlaypenError('console_sign_in_refused');
    }
    const permissions = key.console ?? ['read', 'act'];
    if (permissions.length === 0)
      throw new PlaypenError('console_forbidden', 'the key is not for the console');
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const id = hashOf(token);
    const visitor = { id, tenantId: key.tenantId, permissions };
    this.#makeRoom(key);
    this.#signIns.set(id, {
      key,
      visitor,
      expiresMs: this.#options.now() + this.#options.limits.consoleSignInMs,
    });
    return { token, visitor };
  }

  signOut(request: FastifyRequest): void {
    const token = request.cookies[SIGN_IN_COOKIE];
    if (token !== undefined) this.#signIns.delete(hashOf(token));
  }

  #live(id: string): SignIn | undefined {
    const signIn = this.#signIns.get(id);
    if (signIn === undefined || signIn.expiresMs > this.#options.now()) return signIn;
    this.#signIns.delete(id);
    return undefined;
  }

  /** Before one more with the key; those that are over go by the way. */
  #makeRoom(key: AccessKey): void {
    const own: string[] = [];
    for (const [id, signIn] of this.#signIns) {
      if (this.#live(id) !== undefined && signIn.key === key) own.push(id);
    }
    const { consoleSignInsPerKey } = this.#options.limits;
    for (const id of own.slice(0, Math.max(0, own.length - consoleSignInsPerKey + 1)))
      this.#signIns.delete(id);
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** In a time that tells nothing of what is the same. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
