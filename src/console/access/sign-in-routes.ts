import type { FastifyInstance } from 'fastify';
import type { Limits } from '../../limits/limits.ts';
import { CONSOLE_API_PATH, type ConsoleUser, type SignInRequest } from '../protocol.ts';
import type { Visitor } from './console-access.ts';
import { type KeyConsole, SIGN_IN_COOKIE } from './key-console.ts';

export interface SignInRoutesOptions {
  access: KeyConsole;
  limits: Limits;
  /** Whether browsers reach the port by HTTPS alone. */
  isSecure: boolean;
  userOf(visitor: Visitor): ConsoleUser;
  /** Somebody has signed out. */
  onSignedOut(): void;
}

const SIGN_IN_BODY = {
  type: 'object',
  required: ['accessKeyId', 'secretAccessKey'],
  properties: {
    accessKeyId: { type: 'string', minLength: 1, maxLength: 128 },
    secretAccessKey: { type: 'string', minLength: 1, maxLength: 256 },
  },
};
const BODY_BYTES = 4_096;

/** `POST sign-in` and `POST sign-out`. The cookie is for the console's paths alone, and no script can read it. */
export function addSignInRoutes(scope: FastifyInstance, options: SignInRoutesOptions): void {
  const { access, limits, isSecure, userOf, onSignedOut } = options;
  const cookie = { path: CONSOLE_API_PATH, httpOnly: true, sameSite: 'strict', secure: isSecure } as const;
  const config = { permission: 'none' };

  scope.post<{ Body: SignInRequest }>(
    'sign-in',
    { config, schema: { body: SIGN_IN_BODY }, bodyLimit: BODY_BYTES },
    async (request, reply) => {
      const { token, visitor } = access.signIn(request.body, request.ip);
      reply.setCookie(SIGN_IN_COOKIE, token, {
        ...cookie,
        maxAge: Math.floor(limits.consoleSignInMs / 1000),
      });
      return userOf(visitor);
    },
  );

  scope.post('sign-out', { config }, async (request, reply) => {
    access.signOut(request);
    onSignedOut();
    return reply.clearCookie(SIGN_IN_COOKIE, cookie).code(204).send();
  });
}
