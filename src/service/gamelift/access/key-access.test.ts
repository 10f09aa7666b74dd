import { createHash, createHmac } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { ServiceError } from '../service-error.ts';
import type { ApiRequest } from './access.ts';
import { KeyAccess } from './key-access.ts';

const SIGNED_AT = Date.UTC(2026, 6, 1, 12, 0, 0);
const KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfi', tenantId: 'acme' };
const OTHER = { accessKeyId: 'AKIDOTHER', secretAccessKey: 'another secret entirely', tenantId: 'globex' };
const BOTOCORE = ['content-type', 'host', 'x-amz-date', 'x-amz-target'];
const BODY = '{"FleetId":"fleet-1"}';

interface Signing {
  secret?: string;
  signedHeaders?: string[];
  scope?: string;
}

/** Signs as the specification of Signature Version 4 says, with no library. */
function sign(request: ApiRequest, options: Signing = {}): string {
  const {
    secret = KEY.secretAccessKey,
    signedHeaders = BOTOCORE,
    scope = '20260701/us-west-2/gamelift/aws4_request',
  } = options;
  const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');
  const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
  const headers = signedHeaders.map(name => `${name}:${`${request.headers[name]}`.trim()}\n`).join('');
  const list = signedHeaders.join(';');
  const canonical = [request.method, request.path, '', headers, list, sha256(request.body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>((k, part) => hmac(k, part), `AWS4${secret}`);
  const signature = hmac(key, text).toString('hex');
  const credential = `${KEY.accessKeyId}/${scope}`;
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${list}, Signature=${signature}`;
}

function unsignedRequest(): ApiRequest {
  return {
    method: 'POST',
    path: '/',
    headers: {
      host: 'localhost:9080',
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'GameLift.CreateGameSession',
      'x-amz-date': '20260701T120000Z',
      'user-agent': 'Botocore/1.43.107',
    },
    body: Buffer.from(BODY),
  };
}

function signedRequest(options?: Signing): ApiRequest {
  const request = unsignedRequest();
  request.headers.authorization = sign(request, options);
  return request;
}

let now = SIGNED_AT;
const access = new KeyAccess({ keys: [OTHER, KEY], now: () => now });
beforeEach(() => {
  now = SIGNED_AT;
});

async function refusal(request: ApiRequest): Promise<[string, string]> {
  try {
    return ['accepted for', await access.tenantOf(request)];
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    expect(error.httpStatus).toBe(403);
    return [error.type, error.message];
  }
}

describe('a request is the tenant’s whose key signed it', () => {
  test('with the headers that botocore signs', async () => {
    expect(await access.tenantOf(signedRequest())).toBe('acme');
  });

  test('for any region, without blanks between the parts, and up to five minutes off', async () => {
    const request = signedRequest({ scope: '20260701/local/gamelift/aws4_request' });
    request.headers.authorization = request.headers.authorization!.replaceAll(', ', ',');
    for (now of [SIGNED_AT - 300_000, SIGNED_AT + 300_000])
      expect(await access.tenantOf(request)).toBe('acme');
  });

  test('with a session token, which means nothing', async () => {
    const request = unsignedRequest();
    request.headers['x-amz-security-token'] = 'any token';
    request.headers.authorization = sign(request, {
      signedHeaders: [...BOTOCORE.slice(0, 3), 'x-amz-security-token', 'x-amz-target'],
    });
    expect(await access.tenantOf(request)).toBe('acme');
  });

  test('whose signed headers have blanks around them', async () => {
    const request = signedRequest();
    request.headers['content-type'] = '  application/x-amz-json-1.1 ';
    expect(await access.tenantOf(request)).toBe('acme');
  });

  test('whose body’s hash is among the signed headers', async () => {
    const request = unsignedRequest();
    request.headers['x-amz-content-sha256'] = createHash('sha256').update(BODY).digest('hex');
    request.headers.authorization = sign(request, {
      signedHeaders: ['host', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-target'],
    });
    expect(await access.tenantOf(request)).toBe('acme');
  });
});

describe('a request is refused', () => {
  const WRONG_SIGNATURE =
    'The signature does not belong to this request; check the secret access key, and that nothing on the way ' +
    'changes the request';

  test('without a signature', async () => {
    expect((await refusal(unsignedRequest()))[0]).toBe('MissingAuthenticationTokenException');
  });

  test('with a key that is none of the service’s', async () => {
    const request = signedRequest();
    request.headers.authorization = request.headers.authorization!.replace('AKIDEXAMPLE', 'AKIDNOBODY');
    expect(await refusal(request)).toEqual([
      'UnrecognizedClientException',
      'The access key id is none of this service',
    ]);
  });

  const changes: [string, (request: ApiRequest) => void][] = [
    [
      'with another body',
      request => {
        request.body = Buffer.from('{"FleetId":"fleet-2"}');
      },
    ],
    [
      'with another path',
      request => {
        request.path = '/service/GameLift/operation/DeleteFleet';
      },
    ],
    [
      'with another method',
      request => {
        request.method = 'GET';
      },
    ],
    [
      'with another operation',
      request => {
        request.headers['x-amz-target'] = 'GameLift.DeleteFleet';
      },
    ],
    [
      'for another host',
      request => {
        request.headers.host = 'elsewhere:9080';
      },
    ],
    [
      'at another time',
      request => {
        request.headers['x-amz-date'] = '20260701T120001Z';
      },
    ],
    [
      'with another region in its scope',
      request => {
        request.headers.authorization = request.headers.authorization!.replace('us-west-2', 'us-east-1');
      },
    ],
    [
      'with the key of another tenant',
      request => {
        request.headers.authorization = request.headers.authorization!.replace('AKIDEXAMPLE', 'AKIDOTHER');
      },
    ],
    [
      'with a digit of its signature changed',
      request => {
        request.headers.authorization = request.headers.authorization!.replace(/.$/, last =>
          last === '0' ? '1' : '0',
        );
      },
    ],
  ];
  test.each(changes)('%s', async (_what, change) => {
    const request = signedRequest();
    change(request);
    expect(await refusal(request)).toEqual(['InvalidSignatureException', WRONG_SIGNATURE]);
  });

  test('signed with a wrong secret', async () => {
    const refused = await refusal(signedRequest({ secret: 'a guess' }));
    expect(refused).toEqual(['InvalidSignatureException', WRONG_SIGNATURE]);
  });

  test.each(['UNSIGNED-PAYLOAD', createHash('sha256').update('{"FleetId":"fleet-2"}').digest('hex')])(
    'whose signed hash of the body is %s and not that of the body',
    async hash => {
      const request = unsignedRequest();
      request.headers['x-amz-content-sha256'] = hash;
      const claimed = { ...request, body: Buffer.from('{"FleetId":"fleet-2"}') };
      request.headers.authorization = sign(claimed, {
        signedHeaders: ['host', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-target'],
      });
      expect(await refusal(request)).toEqual(['InvalidSignatureException', WRONG_SIGNATURE]);
    },
  );

  test.each([
    ['host', ['content-type', 'x-amz-date', 'x-amz-target']],
    ['x-amz-date', ['content-type', 'host', 'x-amz-target']],
    ['x-amz-target', ['content-type', 'host', 'x-amz-date']],
  ])('when %s is not signed', async (name, signedHeaders) => {
    const refused = await refusal(signedRequest({ signedHeaders }));
    expect(refused).toEqual(['InvalidSignatureException', `The header ${name} must be signed`]);
  });

  test('when a signed header did not come', async () => {
    const request = signedRequest();
    delete request.headers['content-type'];
    expect(await refusal(request)).toEqual([
      'InvalidSignatureException',
      'The header content-type is signed but did not come',
    ]);
  });

  test.each([-300_001, 300_001])('%d ms from when it was signed, with both times', async skewMs => {
    now = SIGNED_AT + skewMs;
    const [type, message] = await refusal(signedRequest());
    expect(type).toBe('InvalidSignatureException');
    expect(message).toContain('2026-07-01T12:00:00.000Z');
    expect(message).toContain(new Date(now).toISOString());
  });

  test.each([
    ['20260701/us-west-2/s3/aws4_request', 'gamelift/aws4_request'],
    ['20260701/us-west-2/gamelift/aws5_request', 'gamelift/aws4_request'],
    ['20260702/us-west-2/gamelift/aws4_request', 'x-amz-date'],
    ['us-west-2/gamelift/aws4_request', 'Credential'],
  ])('with the scope %s', async (scope, why) => {
    const [type, message] = await refusal(signedRequest({ scope }));
    expect([type, message]).toEqual(['InvalidSignatureException', expect.stringContaining(why)]);
  });

  test.each([
    ['', 'begin with'],
    ['Bearer token', 'begin with'],
    ['AWS4-ECDSA-P256-SHA256 Credential=a', 'begin with'],
    ['AWS4-HMAC-SHA256 nonsense', 'Credential'],
    [`AWS4-HMAC-SHA256 ${'Credential=a/'.repeat(10_000)}`, 'Credential'],
    ['AWS4-HMAC-SHA256 Credential=a/20260701/r/gamelift/aws4_request', 'SignedHeaders'],
    ['AWS4-HMAC-SHA256 Credential=a/20260701/r/gamelift/aws4_request, SignedHeaders=host', 'Signature'],
  ])('with an Authorization of %j', async (authorization, why) => {
    const request = unsignedRequest();
    request.headers.authorization = authorization;
    expect(await refusal(request)).toEqual(['InvalidSignatureException', expect.stringContaining(why)]);
  });
});
