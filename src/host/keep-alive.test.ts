import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestHost } from './test/harness.ts';
import { scriptWith } from './test/scripts.ts';

const PINGING_SCRIPT = scriptWith('configuration: { pingIntervalTime: 30 },');
const TIMEOUT = { code: 4008, reason: 'keep_alive_timeout' };

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start({ limits: { pingIntervalMinMs: 10, keepAliveMinMs: 60 } });
});
afterAll(() => host.stop());

test('the server pings as often as the script says, with nothing in the ping', async () => {
  await host.play(PINGING_SCRIPT);
  const client = await host.login();
  // At the default interval of 3 s this would take longer than a test may.
  for (let i = 0; i < 10; i++) {
    const [payload] = (await once(client.socket, 'ping')) as [Buffer];
    expect(payload.length).toBe(0);
  }
  await client.close();
});

test.each(['0', '-1', 'NaN', '"often"', 'null'])(
  'an interval of %s is none: the default counts',
  async source => {
    await host.play(scriptWith(`configuration: { pingIntervalTime: ${source} },`));
    const odd = await host.login({}, { autoPong: false });
    let pings = 0;
    odd.socket.on('ping', () => pings++);
    await host.play(PINGING_SCRIPT);
    const ordinary = await host.login();
    for (let i = 0; i < 5; i++) await once(ordinary.socket, 'ping');
    expect(pings).toBe(0);
    await odd.echo('alive');
    await Promise.all([odd.close(), ordinary.close()]);
  },
);

test("a client's ping is answered with its own payload", async () => {
  await host.play(PINGING_SCRIPT);
  const client = await host.login();
  for (const payload of ['', 'hello', 'x'.repeat(125)]) {
    client.socket.ping(payload);
    const [answer] = (await once(client.socket, 'pong')) as [Buffer];
    expect(answer.toString()).toBe(payload);
  }
  await client.close();
});

test('a client that is silent is closed, one that answers pings is not', async () => {
  await host.play(
    scriptWith(`configuration: { pingIntervalTime: 30 },
    onPlayerDisconnect(peerId) { session.sendReliableGroupMessage(text(1, peerId), -1); },`),
  );
  const silent = await host.login({}, { autoPong: false });
  const answering = await host.login();
  expect(await silent.closed).toEqual(TIMEOUT);
  expect((await answering.nextMessage(1)).text).toBe(String(silent.peerId));
  for (let i = 0; i < 10; i++) await once(answering.socket, 'ping');
  await answering.echo('still here');
  await answering.close();
});

test.each([
  ['datagrams', 'fast'],
  ['reliable messages', 'reliable'],
] as const)('%s are signs of life like pongs; without them the connection ends', async (_what, channel) => {
  await host.play(PINGING_SCRIPT);
  const client = await host.login({}, { autoPong: false });
  await client.connectFast();
  for (let i = 0; i < 10; i++) {
    await once(client.socket, 'ping');
    client.sendToPlayer(client.peerId, 1, String(i), channel);
  }
  expect(await client.closed).toEqual(TIMEOUT);
  expect(client.messages.map(message => message.text)).toEqual([...'0123456789']);
});
