import { afterEach, expect, test } from 'vitest';
import {
  bytes,
  connect,
  json,
  type Message,
  opCode,
  type RealtimeClient,
  text,
  type Undecodable,
} from './index.ts';
import { Inbox } from './test/inbox.ts';
import { TinyServer } from './test/tiny-server.ts';

interface Move {
  dx: number;
  dy: number;
}

const Op = {
  MOVE: opCode<Move>(1, {
    encode: ({ dx, dy }) => Uint8Array.of(dx, dy),
    decode: payload => ({ dx: payload[0]!, dy: payload[1]! }),
  }),
  SAY: opCode(2, text),
  ROSTER: opCode(3, json<{ names: string[] }>()),
  RAW: opCode(4, bytes),
} as const;

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(): Promise<{ server: TinyServer; client: RealtimeClient }> {
  const server = await TinyServer.start();
  cleanups.push(() => server.stop());
  const client = await connect({ endpoint: '127.0.0.1', port: server.port });
  cleanups.push(() => client.close());
  await server.reliable.next();
  return { server, client };
}

const hex = (payload: Uint8Array): string => Buffer.from(payload).toString('hex');

test('a value is sent as the codec of its op code writes it', async () => {
  const { server, client } = await start();
  client.send(Op.MOVE, { dx: 1, dy: 255 });
  client.sendToPlayer(2, Op.SAY, 'hé');
  client.sendToGroup(3, Op.ROSTER, { names: ['Ada'] });
  client.send(Op.RAW, Uint8Array.of(9), { channel: 'fast' });
  const sent = [
    await server.reliable.next(),
    await server.reliable.next(),
    await server.reliable.next(),
    await server.reliable.next(),
  ];
  expect(sent.map(packet => [packet.opCode, hex(packet.payload)])).toEqual([
    [1, '01ff'],
    [2, '68c3a9'],
    [3, '7b226e616d6573223a5b22416461225d7d'],
    [4, '09'],
  ]);
});

test('a listener for an op code gets its values, with the message they came in', async () => {
  const { server, client } = await start();
  const moves = new Inbox<[Move, Message]>();
  const texts = new Inbox<string>();
  client.on(Op.MOVE, (move, message) => moves.push([move, message]));
  client.on(Op.SAY, said => texts.push(said));
  server.sendReliable({ opCode: 2, sender: 5, payload: new TextEncoder().encode('one') });
  server.sendReliable({ opCode: 1, sender: 6, payload: Uint8Array.of(7, 8) });
  expect(await texts.next()).toBe('one');
  const [move, message] = await moves.next();
  expect(move).toEqual({ dx: 7, dy: 8 });
  expect(message).toMatchObject({ sender: 6, opCode: 1 });
});

test('a payload that its codec cannot read is told apart, and nothing else is lost', async () => {
  const { server, client } = await start();
  const rosters = new Inbox<{ names: string[] }>();
  const undecodable = new Inbox<Undecodable>();
  client.on(Op.ROSTER, roster => rosters.push(roster));
  client.on('undecodable', event => undecodable.push(event));
  server.sendReliable({ opCode: 3, sender: 5, payload: new TextEncoder().encode('{') });
  server.sendReliable({ opCode: 3, sender: 5, payload: new TextEncoder().encode('{"names":[]}') });
  expect(await undecodable.next()).toMatchObject({
    message: { sender: 5, opCode: 3 },
    error: expect.any(SyntaxError),
  });
  expect(await rosters.next()).toEqual({ names: [] });
});

test('an op code that the protocol keeps for itself is refused where it is defined', () => {
  for (const number of [0, -1, 1.5, 2 ** 31]) expect(() => opCode(number, text)).toThrow(RangeError);
});
