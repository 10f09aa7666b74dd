import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromHex, toHex } from '../protocol/test/hex.ts';
import { TestHost } from './test/harness.ts';
import { ECHO_SCRIPT, scriptWith } from './test/scripts.ts';

/** The bytes that encoders written apart from each other agree on, sent and received over sockets. */
const LOGIN =
  '1f 18 ff ff ff ff ff ff ff ff ff 01 30 01 7a 02 68 69 f2 01 0b 0a 07 70 73 65 73 73 2d 31 10 02';
const UDP_CONNECT = '12 08 09 18 ff ff ff ff ff ff ff ff ff 01 28 01 92 02 00';
const SERVER_ACK = '12 08 0b 18 01 28 ff ff ff ff ff ff ff ff ff 01 92 02 00';
const FAST_HELLO = '18 08 14 10 02 18 ff ff ff ff ff ff ff ff ff 01 28 01 7a 05 68 65 6c 6c 6f';
const MESSAGE_TO_ALL = '15 08 de 01 20 ff ff ff ff ff ff ff ff ff 01 28 01 30 01 7a 01 78';
const JOIN_GROUP_1 = '16 08 13 10 03 18 ff ff ff ff ff ff ff ff ff 01 28 01 c2 02 02 08 01';
const MEMBERSHIP_1_2 = '1a 08 19 18 01 28 ff ff ff ff ff ff ff ff ff 01 30 01 da 02 06 08 01 12 02 01 02';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterAll(() => host.stop());

test('a client that sends the agreed bytes is understood, and gets the agreed bytes', async () => {
  await host.play(
    scriptWith(`onPlayerConnect(connect) {
      return connect.getPayloadAsText() !== 'hi' || connect.playerSessionId === 'psess-1';
    },`),
  );
  const client = await host.open();
  client.socket.send(fromHex(LOGIN));
  const { loginResult } = await client.next(packet => packet.opCode === -1);
  expect(loginResult).toMatchObject({ success: true, peerId: 1 });

  await client.sendDatagram(fromHex(UDP_CONNECT));
  expect(toHex((await client.next(packet => packet.opCode === -6)).bytes)).toBe(SERVER_ACK);

  await client.sendDatagram(fromHex(FAST_HELLO));
  expect(await client.nextMessage(10)).toMatchObject({ text: 'hello', sender: -1, via: 'udp' });

  client.socket.send(fromHex(MESSAGE_TO_ALL));
  expect(await client.nextMessage(111)).toMatchObject({ text: 'x', sender: 1, via: 'websocket' });

  await client.sendDatagram(fromHex(JOIN_GROUP_1));
  expect(await client.nextMembership(1)).toEqual([1]);
  const other = await host.login();
  other.joinGroup(1);
  const update = await client.next(packet => packet.groupMembershipUpdate?.group === 1);
  expect(toHex(update.bytes)).toBe(MEMBERSHIP_1_2);
  await Promise.all([client.close(), other.close()]);
});

test('a datagram with more than one packet in it, or less than one, is dropped', async () => {
  await host.play(ECHO_SCRIPT);
  const client = await host.login();
  await client.connectFast();
  const hello = Buffer.from(fromHex(FAST_HELLO));
  await client.sendDatagram(Buffer.concat([hello, hello]));
  await client.sendDatagram(hello.subarray(0, -1));
  await client.sendDatagram(Buffer.alloc(0));
  await client.echo('barrier', 'fast');
  expect(client.messages).toEqual([]);
  await client.close();
});
