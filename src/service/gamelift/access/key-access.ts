import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { ServiceError } from '../service-error.ts';
import type { Access, ApiRequest, ApiRequestHead } from './access.ts';
import type { AccessKey } from './access-keys.ts';
import { type Authorization, invalidSignature, parseAuthorization } from './authorization.ts';

const MAX_SKEW_MS = 5 * 60_000;
const HASH_HEADER = 'x-amz-content-sha256';
const SIGNING_TIME = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
/** Without these a signature could be used again for another call. The operation is named by the last one. */
const MUST_BE_SIGNED = ['host', 'x-amz-date'];
const MUST_BE_SIGNED_IF_SENT = ['x-amz-target'];

export interface KeyAccessOptions {
  keys: readonly AccessKey[];
  /** Time in ms since 1970. */
  now(): number;
}

/**
 * Lets in who signs with a configured access key, by Signature Version 4. The request is signed again here, by the
 * library that clients sign with, and has to come out the same. Session tokens mean nothing here; regions neither.
 */
export class KeyAccess implements Access {
  #keys: ReadonlyMap<string, AccessKey>;
  #now: () => number;

  constructor({ keys, now }: KeyAccessOptions) {
    this.#keys = new Map(keys.map(key => [key.accessKeyId, key]));
    this.#now = now;
  }

  checkHead(head: ApiRequestHead): void {
    this.#claimOf(head);
  }

  async tenantOf(request: ApiRequest): Promise<string> {
    const { authorization, signedAt, key } = this.#claimOf(request);
    const expected = await signatureOf(request, authorization, key, signedAt);
    if (!timingSafeEqual(Buffer.from(expected), Buffer.from(authorization.signature))) {
      throw invalidSignature(
        'The signature does not belong to this request; check the secret access key, and that nothing on the way ' +
          'changes the request',
      );
    }
    return key.tenantId;
  }

  /** Who somebody says they are, and when they said so. */
  #claimOf(head: ApiRequestHead): { authorization: Authorization; signedAt: Date; key: AccessKey } {
    const { authorization: header } = head.headers;
    if (header === undefined) {
      throw new ServiceError(
        'MissingAuthenticationTokenException',
        'The request is not signed; configure the client with an access key of this service',
      );
    }
    const authorization = parseAuthorization(header);
    requireSigned(authorization, head);
    const signedAt = signingTime(head, authorization);
    this.#requireFresh(signedAt);
    const key = this.#keys.get(authorization.accessKeyId);
    if (key === undefined) {
      throw new ServiceError('UnrecognizedClientException', 'The access key id is none of this service');
    }
    return { authorization, signedAt, key };
  }

  #requireFresh(signedAt: Date): void {
    const now = this.#now();
    if (Math.abs(now - signedAt.getTime()) <= MAX_SKEW_MS) return;
    throw invalidSignature(
      `The request was signed at ${signedAt.toISOString()} and it is ${new Date(now).toISOString()} here; ` +
        `${MAX_SKEW_MS / 60_000} minutes are allowed between them`,
    );
  }
}

function requireSigned({ signedHeaders }: Authorization, { headers }: ApiRequestHead): void {
  const wanted = [...MUST_BE_SIGNED, ...MUST_BE_SIGNED_IF_SENT.filter(name => headers[name] !== undefined)];
  for (const name of wanted) {
    if (!signedHeaders.includes(name)) throw invalidSignature(`The header ${name} must be signed`);
  }
  for (const name of signedHeaders) {
    if (headers[name] === undefined) throw invalidSignature(`The header ${name} is signed but did not come`);
  }
}

function signingTime({ headers }: ApiRequestHead, { date }: Authorization): Date {
  const text = textOf(headers['x-amz-date']);
  const parts = SIGNING_TIME.exec(text);
  if (parts === null) throw invalidSignature('x-amz-date must be a time such as 20260701T120000Z');
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [number, ...number[]];
  if (!text.startsWith(date)) throw invalidSignature('The date in Credential is not that of x-amz-date');
  return new Date(Date.UTC(year, month! - 1, day, hour, minute, second));
}

/** In hex. The body is hashed here, whatever hash the request claims. */
async function signatureOf(
  request: ApiRequest,
  { region, service, signedHeaders }: Authorization,
  credentials: AccessKey,
  signingDate: Date,
): Promise<string> {
  const headers = Object.fromEntries(signedHeaders.map(name => [name, textOf(request.headers[name])]));
  // The library takes the hash of the body from this header; it is part of what is signed only if the client says so.
  headers[HASH_HEADER] = createHash('sha256').update(request.body).digest('hex');
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256, applyChecksum: false });
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: '',
      path: request.path,
      query: {},
      headers,
    },
    {
      signingDate,
      signableHeaders: new Set(signedHeaders),
      unsignableHeaders: new Set(signedHeaders.includes(HASH_HEADER) ? [] : [HASH_HEADER]),
    },
  );
  return parseAuthorization(signed.headers.authorization!).signature;
}

function textOf(value: string | string[] | undefined): string {
  return Array.isArray(value) ? value.join(',') : (value ?? '');
}
