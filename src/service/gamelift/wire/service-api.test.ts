import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PlaypenError } from '../../../errors.ts';
import { KeyAccess } from '../access/key-access.ts';
import type { Caller, Operations } from '../operation.ts';
import { notFound, ServiceError } from '../service-error.ts';
import { TestApi } from './test/test-api.ts';

const CREATED = new Date(1469498468057);
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MIB = 1024 * 1024;

const calls: { input: unknown; caller: Caller }[] = [];
const operations: Operations = {
  DescribeScript: async (input, caller) => {
    calls.push({ input, caller });
    return { Script: { ScriptId: input.ScriptId, Name: undefined, SizeOnDisk: 12, CreationTime: CREATED } };
  },
  DeleteScript: async () => undefined,
  TagResource: async () => undefined,
  DescribeAlias: async () => {
    throw notFound('There is no alias alias-1');
  },
  ResolveAlias: async () => {
    throw new ServiceError('GameSessionFullException', 'not an error of this operation');
  },
  ListFleets: async () => {
    throw new Error('the secret of the implementation');
  },
  CreateFleet: async () => {
    throw new PlaypenError('no_capacity');
  },
  UpdateScript: async input => ({ Script: { Name: `${input.ZipFile?.length} bytes` } }),
  CreatePlayerSession: async ({ PlayerId, PlayerData }) => ({ PlayerSession: { PlayerId, PlayerData } }),
};
const SCRIPT = JSON.stringify({ ScriptId: 'script-1' });

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({ operations });
});
afterAll(() => api[Symbol.asyncDispose]());

describe('in JSON', () => {
  test('an answer has these bytes and headers: times in seconds, what is unset left out', async () => {
    const { status, headers, body } = await api.json('DescribeScript', SCRIPT);
    expect(status).toBe(200);
    expect(body.toString()).toBe(
      '{"Script":{"ScriptId":"script-1","SizeOnDisk":12,"CreationTime":1469498468.057}}',
    );
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(headers.get('content-length')).toBe(`${body.length}`);
    expect(headers.get('connection')).toBe('keep-alive');
    expect(headers.get('x-amzn-requestid')).toMatch(UUID);
    expect(headers.get('date')).not.toBeNull();
    expect(calls.at(-1)).toEqual({
      input: { ScriptId: 'script-1' },
      caller: { tenantId: 'local', requestId: headers.get('x-amzn-requestid') },
    });
  });

  test('an error has these bytes and headers', async () => {
    const { status, headers, body } = await api.json('DescribeAlias', '{"AliasId":"alias-1"}');
    expect(status).toBe(400);
    expect(body.toString()).toBe('{"__type":"NotFoundException","Message":"There is no alias alias-1"}');
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1');
    expect(headers.get('x-amzn-requestid')).toMatch(UUID);
  });

  test.each(['application/x-amz-json-1.1; charset=utf-8', 'application/x-amz-json-1.0', 'text/plain'])(
    'the content type may be %j',
    async contentType => {
      expect(await api.json('DescribeScript', SCRIPT, { 'content-type': contentType })).toMatchObject({
        status: 200,
      });
    },
  );

  test('an operation without output answers nothing, one with an empty output {}', async () => {
    const deleted = await api.json('DeleteScript', SCRIPT);
    expect([deleted.status, deleted.body.length, deleted.headers.get('content-length')]).toEqual([
      200,
      0,
      '0',
    ]);
    const tagged = await api.json('TagResource', '{"ResourceARN":"arn:aws:gamelift:::fleet/f","Tags":[]}');
    expect([tagged.status, tagged.body.toString()]).toEqual([200, '{}']);
  });

  test.each([
    ['not JSON', '{"ScriptId":'],
    ['no object', '["script-1"]'],
    ['no object', 'null'],
    ['nothing but brackets', '['.repeat(MIB)],
    ['too deep where nobody looks', `{"More":${'['.repeat(32)}${']'.repeat(32)}}`],
    ['of too many values', `{"More":[${'0,'.repeat(100_000)}0]}`],
  ])('a body that is %s is a SerializationException', async (_what, body) => {
    const answer = await api.json('DescribeScript', body);
    expect([answer.status, JSON.parse(`${answer.body}`).__type]).toEqual([400, 'SerializationException']);
  });

  test('there need be no content type', async () => {
    const headers = { 'x-amz-target': 'GameLift.DescribeScript' };
    const answer = await fetch(api.url, { method: 'POST', headers, body: Buffer.from(SCRIPT) });
    expect(answer.status).toBe(200);
  });

  test('a body that is not UTF-8 is a SerializationException', async () => {
    const answer = await fetch(api.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'GameLift.DescribeScript' },
      body: Buffer.from('7b2241223a22ff227d', 'hex'),
    });
    expect(await answer.json()).toMatchObject({ __type: 'SerializationException' });
  });

  test('a zip of five million bytes is taken in base64, and nothing larger than the limit of the body', async () => {
    const zip = Buffer.alloc(5_000_000, 7).toString('base64');
    const taken = await api.json('UpdateScript', JSON.stringify({ ScriptId: 'script-1', ZipFile: zip }));
    expect(taken.body.toString()).toBe('{"Script":{"Name":"5000000 bytes"}}');
    const refused = await api.json('UpdateScript', 'x'.repeat(8 * MIB + 1));
    expect([refused.status, refused.body.toString()]).toEqual([
      400,
      '{"__type":"InvalidRequestException","Message":"The body has more than the 8388608 bytes that are allowed"}',
    ]);
    expect(refused.headers.get('x-amzn-requestid')).toMatch(UUID);
  });
});

describe('in CBOR', () => {
  const NAME = '68 5363726970744964'; // "ScriptId"
  const VALUE = '68 7363726970742d31'; // "script-1"
  const ANSWER =
    'a1 66 536372697074 a3 68 5363726970744964 68 7363726970742d31 ' +
    '6a 53697a654f6e4469736b 0c 6c 4372656174696f6e54696d65 c1 fb 41d5e5b11903a5e3';

  test('an answer has these bytes and headers', async () => {
    const { status, headers, body } = await api.cbor('DescribeScript', `a1 ${NAME} ${VALUE}`);
    expect([status, body.toString('hex')]).toEqual([200, ANSWER.replaceAll(' ', '')]);
    expect(headers.get('content-type')).toBe('application/cbor');
    expect(headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
    expect(headers.get('x-amzn-requestid')).toMatch(UUID);
  });

  test('an error has these bytes and headers', async () => {
    // {"AliasId": "alias-1"}
    const { status, headers, body } = await api.cbor(
      'DescribeAlias',
      'a1 67 416c6961734964 67 616c6961732d31',
    );
    expect([status, body.toString('hex')]).toEqual([
      400,
      'a2' +
        '665f5f74797065' +
        '714e6f74466f756e64457863657074696f6e' +
        '674d657373616765' +
        '78195468657265206973206e6f20616c69617320616c6961732d31',
    ]);
    expect(headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
    expect(headers.get('content-type')).toBe('application/cbor');
  });

  test('maps and strings may have no length', async () => {
    const input = `bf ${NAME} 7f 66 736372697074 62 2d31 ff ff`;
    expect(await api.cbor('DescribeScript', input)).toMatchObject({ status: 200 });
    expect(calls.at(-1)?.input).toEqual({ ScriptId: 'script-1' });
  });

  test('an operation without output answers nothing, one with an empty output a map', async () => {
    const deleted = await api.cbor('DeleteScript', `a1 ${NAME} ${VALUE}`);
    expect([deleted.status, deleted.body.length, deleted.headers.get('content-type')]).toEqual([
      200,
      0,
      null,
    ]);
    expect(deleted.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
  });

  test('a request without a body has an empty input', async () => {
    const url = `${api.url}/service/GameLift/operation/ListBuilds`;
    const answer = await fetch(url, { method: 'POST', headers: { 'smithy-protocol': 'rpc-v2-cbor' } });
    expect(Buffer.from(await answer.arrayBuffer()).toString('hex')).toBe('a1664275696c647380');
  });

  test('without the header of the protocol nothing is done', async () => {
    const before = calls.length;
    const answer = await api.cbor('DescribeScript', `a1 ${NAME} ${VALUE}`, { 'smithy-protocol': 'other' });
    expect([answer.status, calls.length]).toEqual([400, before]);
    expect(answer.body.toString()).toContain('SerializationException');
  });
});

describe('in both', () => {
  const both = async (operation: string): Promise<[number, string, string][]> => {
    const json = await api.json(operation, '{}');
    const cbor = await api.cbor(operation, 'a0');
    const { __type, Message } = JSON.parse(`${json.body}`);
    expect(cbor.body.toString()).toContain(Message.slice(0, 20));
    return [
      [json.status, __type, Message],
      [cbor.status, /[A-Z]\w+Exception/.exec(`${cbor.body}`)?.[0] ?? '', Message],
    ];
  };

  test.each([
    ['Nonsense', 'UnknownOperationException', 'The API has no such operation; check X-Amz-Target'],
    ['constructor', 'UnknownOperationException', 'The API has no such operation; check X-Amz-Target'],
    ['CreateBuild', 'InvalidRequestException', 'CreateBuild is not supported by this service'],
    ['RegisterCompute', 'InvalidRequestException', 'RegisterCompute is not supported yet by this service'],
    ['DescribeScript', 'InvalidRequestException', 'ScriptId is required'],
  ])('%s is answered with %s', async (operation, type, message) => {
    expect(await both(operation)).toEqual([
      [400, type, message],
      [400, type, message],
    ]);
  });

  test('what a caller sends as the name of an operation is in no log', async () => {
    await api.json('Hunter2', '{}');
    expect(api.log.join()).not.toContain('Hunter2');
  });

  test('no target at all is an unknown operation', async () => {
    const answer = await fetch(api.url, { method: 'POST', body: '{}' });
    expect(await answer.json()).toMatchObject({ __type: 'UnknownOperationException' });
  });

  test('consoles that list everything get empty lists', async () => {
    for (const [operation, body] of [
      ['ListBuilds', '{"Builds":[]}'],
      ['ListContainerFleets', '{"ContainerFleets":[]}'],
      ['ListGameServerGroups', '{"GameServerGroups":[]}'],
      ['DescribeVpcPeeringAuthorizations', '{"VpcPeeringAuthorizations":[]}'],
      ['DescribeVpcPeeringConnections', '{"VpcPeeringConnections":[]}'],
    ]) {
      expect((await api.json(operation!, '{}')).body.toString()).toBe(body);
    }
  });
});

describe('a failure of the service', () => {
  test.each(['ListFleets', 'CreateFleet'])(
    '(%s) is a 500 that says nothing but where to look',
    async operation => {
      const { status, headers, body } = await api.json(operation, '{"Name":"f"}');
      const requestId = headers.get('x-amzn-requestid')!;
      expect(status).toBe(500);
      expect(JSON.parse(`${body}`)).toEqual({
        __type: 'InternalServiceException',
        Message: `The service failed; its log says more of the request ${requestId}`,
      });
      const line = api.log.map(text => JSON.parse(text)).find(one => one.requestId === requestId);
      expect(line).toMatchObject({ level: 50, operation, tenant: 'local' });
      expect(line.err.stack).toContain('service-api.test.ts');
    },
  );

  test('that is an error the model does not name for the operation is answered, and warned of', async () => {
    expect((await api.json('ResolveAlias', '{"AliasId":"alias-1"}')).status).toBe(400);
    expect(api.log.find(line => line.includes('the model does not name'))).toContain('GameSessionFull');
  });
});

test('the log has a line for each call, and nothing of what is in it', async () => {
  const arn = 'arn:aws:gamelift:local::gamesession/fleet-1/s';
  const input = { GameSessionId: arn, PlayerId: 'hunter2', PlayerData: 'hunter2' };
  const { status, headers } = await api.json('CreatePlayerSession', JSON.stringify(input));
  expect(status).toBe(200);
  await api.json('CreatePlayerSession', JSON.stringify({ ...input, PlayerData: 'hunter2'.repeat(1000) }));
  const [done, refused] = api.log.slice(-2).map(line => JSON.parse(line));
  expect(done).toMatchObject({
    operation: 'CreatePlayerSession',
    tenant: 'local',
    requestId: headers.get('x-amzn-requestid'),
    ms: expect.any(Number),
  });
  expect(refused).toMatchObject({ operation: 'CreatePlayerSession', error: 'InvalidRequestException' });
  expect(api.log.join()).not.toContain('hunter2');
});

test('in open access a web page cannot call', async () => {
  const before = calls.length;
  const answer = await api.json('DescribeScript', SCRIPT, { origin: 'http://evil.example' });
  expect([answer.status, calls.length]).toEqual([403, before]);
});

test('a caller whom no body could let in is answered before there is one', async () => {
  const access = new KeyAccess({ keys: [], now: Date.now });
  await using api = await TestApi.start({ operations: {}, access });
  const call = request(api.url, {
    method: 'POST',
    headers: { 'content-length': 1_000_000, 'x-amz-target': 'GameLift.CreateScript' },
  });
  call.on('error', () => {}).flushHeaders();
  const [answer] = (await once(call, 'response')) as [IncomingMessage];
  const body = await json(answer);
  call.destroy();
  expect(answer.statusCode).toBe(403);
  expect(body).toMatchObject({ __type: 'MissingAuthenticationTokenException' });
});
