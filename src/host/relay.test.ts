import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestHost } from './test/harness.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterAll(() => host.stop());

const ECHO = `
let session;
exports.ssExports = {
  init(rtSession) { session = rtSession; },
  onPlayerConnect(connect) {
    session.sendReliableMessage(session.newTextGameMessage(1, -1, 'welcome ' + connect.getPayloadAsText()), connect.peerId);
    return true;
  },
  onMessage(message) {
    session.sendMessage(session.newTextGameMessage(message.opCode, -1, 'echo ' + message.getPayloadAsText()), message.sender);
  },
};`;

test('what the script sends in onPlayerConnect comes before the login response', async () => {
  await host.play(ECHO);
  const client = await host.login({ payload: 'Ann' });
  expect(client.inbox[0]?.text).toBe('welcome Ann');
  await client.close();
});

test('a message to the script is answered by both channels', async () => {
  await host.play(ECHO);
  const client = await host.login();
  client.sendToScript(5, 'one');
  expect(await client.nextMessage(5)).toMatchObject({ text: 'echo one', sender: -1, via: 'websocket' });
  await client.connectFast();
  client.sendToScript(5, 'two', 'fast');
  expect(await client.nextMessage(5)).toMatchObject({ text: 'echo two', sender: -1, via: 'udp' });
  await client.close();
});
