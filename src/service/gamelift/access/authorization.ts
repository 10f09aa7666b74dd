import { ServiceError } from '../service-error.ts';

const ALGORITHM = 'AWS4-HMAC-SHA256';
const FIELD = /^(Credential|SignedHeaders|Signature)=(.+)$/;
const CREDENTIAL = /^([^/]{1,128})\/(\d{8})\/([^/]{1,64})\/([^/]{1,64})\/([^/]{1,64})$/;
const HEADER_NAMES = /^[a-z0-9-]{1,64}(;[a-z0-9-]{1,64}){0,63}$/;
const SIGNATURE = /^[0-9a-f]{64}$/;
const MAX_LENGTH = 8_192;

/** What is in an `Authorization` header of Signature Version 4. */
export interface Authorization {
  accessKeyId: string;
  /** `20260701`. */
  date: string;
  region: string;
  service: string;
  /** In lower case. */
  signedHeaders: readonly string[];
  /** In hex. */
  signature: string;
}

/** @throws {ServiceError} InvalidSignatureException, saying which part will not do */
export function parseAuthorization(header: string): Authorization {
  const [algorithm, rest] = /^(\S+)\s+(.+)$/.exec(header.slice(0, MAX_LENGTH))?.slice(1) ?? [];
  if (algorithm !== ALGORITHM || rest === undefined) {
    throw invalidSignature(`Authorization must begin with ${ALGORITHM}`);
  }
  const fields = new Map<string, string>();
  for (const part of rest.split(',')) {
    const [name, value] = FIELD.exec(part.trim())?.slice(1) ?? [];
    if (name !== undefined && value !== undefined) fields.set(name, value);
  }
  const credential = CREDENTIAL.exec(fields.get('Credential') ?? '');
  if (credential === null) {
    throw invalidSignature('Credential must be <access key id>/<date>/<region>/<service>/aws4_request');
  }
  const [, accessKeyId, date, region, service, terminator] = credential as unknown as string[];
  if (service !== 'gamelift' || terminator !== 'aws4_request') {
    throw invalidSignature('The scope in Credential must end in /gamelift/aws4_request');
  }
  const signedHeaders = fields.get('SignedHeaders') ?? '';
  if (!HEADER_NAMES.test(signedHeaders)) {
    throw invalidSignature('SignedHeaders must be names of headers in lower case, with semicolons between');
  }
  const signature = fields.get('Signature') ?? '';
  if (!SIGNATURE.test(signature)) throw invalidSignature('Signature must be 64 digits of hex');
  return {
    accessKeyId: accessKeyId!,
    date: date!,
    region: region!,
    service,
    signedHeaders: signedHeaders.split(';'),
    signature,
  };
}

export function invalidSignature(message: string): ServiceError {
  return new ServiceError('InvalidSignatureException', message);
}
