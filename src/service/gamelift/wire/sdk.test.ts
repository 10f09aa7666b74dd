import {
  CreateFleetCommand,
  CreateGameSessionCommand,
  CreateScriptCommand,
  DeleteScriptCommand,
  DescribeAliasCommand,
  DescribeFleetEventsCommand,
  FleetCapacityExceededException,
  GameLiftClient,
  type GameLiftClientConfig,
  GameLiftServiceException,
  InternalServiceException,
  InvalidRequestException,
  ListBuildsCommand,
  ListScriptsCommand,
  NotFoundException,
  PutScalingPolicyCommand,
  RegisterComputeCommand,
  TagResourceCommand,
} from '@aws-sdk/client-gamelift';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { KeyAccess } from '../access/key-access.ts';
import type { Operations } from '../operation.ts';
import { notFound, ServiceError } from '../service-error.ts';
import { TestApi } from './test/test-api.ts';

const KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfi', tenantId: 'acme' };
const START = new Date(1469498468057);
const ZIP = new Uint8Array([0x50, 0x4b, 3, 4, 255]);

const seen: { input: unknown; tenantId: string }[] = [];
const operations: Operations = {
  CreateScript: async (input, { tenantId }) => {
    seen.push({ input, tenantId });
    return { Script: { ScriptId: 'script-1', Name: input.Name, Version: undefined, CreationTime: START } };
  },
  DeleteScript: async () => undefined,
  TagResource: async () => undefined,
  ListScripts: async () => ({ Scripts: [] }),
  DescribeFleetEvents: async (input, { tenantId }) => {
    seen.push({ input, tenantId });
    return { Events: [{ EventTime: START, Count: 2 ** 40 }] };
  },
  PutScalingPolicy: async (input, { tenantId }) => {
    seen.push({ input, tenantId });
    return { Name: input.Name };
  },
  DescribeAlias: async () => {
    throw notFound('There is no alias alias-1');
  },
  CreateGameSession: async () => {
    throw new ServiceError('FleetCapacityExceededException', '0 of 2 processes are idle');
  },
  CreateFleet: async () => {
    throw new Error('broken');
  },
};

describe.each([
  ['JSON', {}],
  ['CBOR', { protocol: SmithyRpcV2CborProtocol }],
] as [string, Partial<GameLiftClientConfig>][])('the SDK for JavaScript, in %s', (_name, protocol) => {
  let api: TestApi;
  let client: GameLiftClient;
  beforeAll(async () => {
    api = await TestApi.start({ operations, access: new KeyAccess({ keys: [KEY], now: Date.now }) });
    client = clientOf(api, {});
  });
  afterAll(async () => {
    client.destroy();
    await api[Symbol.asyncDispose]();
  });
  beforeEach(() => {
    seen.length = 0;
  });

  const clientOf = ({ url }: TestApi, config: Partial<GameLiftClientConfig>) =>
    new GameLiftClient({
      endpoint: url,
      region: 'us-west-2',
      credentials: KEY,
      maxAttempts: 1,
      ...protocol,
      ...config,
    });

  test('sends bytes and gets times, signed by a key of its tenant', async () => {
    const { Script, $metadata } = await client.send(new CreateScriptCommand({ Name: 'arena', ZipFile: ZIP }));
    expect(Script).toEqual({ ScriptId: 'script-1', Name: 'arena', CreationTime: START });
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(seen).toEqual([{ input: { Name: 'arena', ZipFile: expect.any(Uint8Array) }, tenantId: 'acme' }]);
    const { ZipFile } = seen[0]!.input as { ZipFile: Uint8Array };
    expect(Buffer.from(ZipFile).toString('hex')).toBe('504b0304ff');
  });

  test('sends times, numbers, and gets large numbers', async () => {
    const EndTime = new Date('2026-07-01T12:00:00.250Z');
    const { Events } = await client.send(
      new DescribeFleetEventsCommand({ FleetId: 'fleet-1', StartTime: START, EndTime }),
    );
    expect(Events).toEqual([{ EventTime: START, Count: 2 ** 40 }]);
    expect(seen[0]?.input).toEqual({ FleetId: 'fleet-1', StartTime: START, EndTime });
    const policy = { Name: 'p', FleetId: 'fleet-1', MetricName: 'IdleInstances', Threshold: 12.75 } as const;
    expect(await client.send(new PutScalingPolicyCommand(policy))).toMatchObject({ Name: 'p' });
    expect(seen[1]?.input).toEqual(policy);
  });

  test('gets empty answers and empty lists', async () => {
    const ResourceARN = 'arn:aws:gamelift:us-west-2::fleet/fleet-1';
    await client.send(new DeleteScriptCommand({ ScriptId: 'script-1' }));
    await client.send(new TagResourceCommand({ ResourceARN, Tags: [] }));
    expect((await client.send(new ListScriptsCommand({}))).Scripts).toEqual([]);
    expect((await client.send(new ListBuildsCommand({}))).Builds).toEqual([]);
  });

  test.each([
    [new DescribeAliasCommand({ AliasId: 'alias-1' }), NotFoundException, 'There is no alias alias-1', 400],
    [
      new CreateGameSessionCommand({ FleetId: 'fleet-1', MaximumPlayerSessionCount: 2 }),
      FleetCapacityExceededException,
      '0 of 2 processes are idle',
      400,
    ],
    [
      new CreateGameSessionCommand({ FleetId: 'fleet 1', MaximumPlayerSessionCount: 2 }),
      InvalidRequestException,
      /^FleetId must have the form /,
      400,
    ],
    [
      new RegisterComputeCommand({ FleetId: 'fleet-1', ComputeName: 'c' }),
      InvalidRequestException,
      'RegisterCompute is not supported yet by this service',
      400,
    ],
    [new CreateFleetCommand({ Name: 'f' }), InternalServiceException, /^The service failed; /, 500],
  ])('throws the error of its own class: %#', async (command, errorClass, message, status) => {
    const error = await client.send(command as CreateFleetCommand).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(errorClass);
    expect((error as Error).message).toMatch(message);
    expect((error as GameLiftServiceException).$metadata.httpStatusCode).toBe(status);
    expect((error as GameLiftServiceException).$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([
    ['InvalidSignatureException', { credentials: { ...KEY, secretAccessKey: 'another secret' } }],
    ['UnrecognizedClientException', { credentials: { ...KEY, accessKeyId: 'AKIDNOBODY' } }],
    ['InvalidSignatureException', { systemClockOffset: 6 * 60_000 }],
  ])('is refused with %s when it is wrong: %o', async (name, config) => {
    const stranger = clientOf(api, config);
    const error = await stranger.send(new CreateScriptCommand({})).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GameLiftServiceException);
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode: 403 } });
    expect(seen).toEqual([]);
    stranger.destroy();
  });

  test('is let in with temporary credentials of which the token is ignored', async () => {
    const guest = clientOf(api, { credentials: { ...KEY, sessionToken: 'some token' } });
    expect((await guest.send(new ListScriptsCommand({}))).Scripts).toEqual([]);
    guest.destroy();
  });
});
