import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from '../../src/host/test/harness.ts';
import { endSessions, inScript, Play, received } from './play.ts';

let host: TestHost;
/** Tight on what one batch may hold. */
let tight: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
  tight = await TestHost.start({ limits: { commandBytesPerBatch: 4_000, batchMs: 5_000 } });
});
afterEach(() => Promise.all([endSessions(host), endSessions(tight)]));
afterAll(() => Promise.all([host.stop(), tight.stop()]));

const SEND = (message: string): string => `session.sendReliableMessage(${message}, got.sender)`;

describe('sends', () => {
  test('sendReliableMessage by the reliable channel, sendMessage by the fast one where it is up', async () => {
    const play = await Play.start(
      host,
      `onMessage(got) {
         session.sendReliableMessage(message(2, 'reliable'), got.sender);
         session.sendMessage(message(3, 'fast'), got.sender);
         session.sendReliableGroupMessage(message(4, 'reliable'), -1);
         session.sendGroupMessage(message(5, 'fast'), -1);
       }`,
    );
    const client = await play.login();
    for (const fastChannel of ['websocket', 'udp']) {
      if (fastChannel === 'udp') await client.connectFast();
      client.sendToScript(1, '');
      for (const opCode of [2, 4]) {
        expect(await client.nextMessage(opCode)).toMatchObject({
          via: 'websocket',
          reliable: true,
          text: 'reliable',
        });
      }
      for (const opCode of [3, 5]) {
        expect(await client.nextMessage(opCode)).toMatchObject({
          via: fastChannel,
          reliable: false,
          text: 'fast',
        });
      }
    }
  });

  test('a fast message above 1200 bytes goes by the reliable channel', async () => {
    const play = await Play.start(
      host,
      `onMessage(got) { for (const size of [1200, 1201]) session.sendMessage(message(size, 'x'.repeat(size)), got.sender); }`,
    );
    const client = await play.login();
    await client.connectFast();
    client.sendToScript(1, '');
    expect(await client.nextMessage(1200)).toMatchObject({ via: 'udp' });
    expect(await client.nextMessage(1201)).toMatchObject({ via: 'websocket' });
  });

  test.each(['sendMessage', 'sendReliableMessage'])(
    '%s to a player, a peer id, a numeric string',
    async method => {
      const packets = await received(
        host,
        `for (const peer of [1, "1", session.getPlayers().get(1), { peerId: "1" }]) session.${method}(message(4, 'hi'), peer)`,
      );
      expect(packets).toHaveLength(4);
    },
  );

  test.each(['sendGroupMessage', 'sendReliableGroupMessage'])(
    '%s to a group, also named by a string',
    async method => {
      const packets = await received(
        host,
        `session.joinGroup(7, 1); for (const group of [7, "7", -1, session.getAllPlayersGroupId()]) session.${method}(message(4, 'hi'), group)`,
      );
      expect(packets).toHaveLength(4);
    },
  );

  test('to a group reach its members alone', async () => {
    const play = await Play.start(
      host,
      `onMessage(got) { session.joinGroup(7, 1); session.joinGroup(7, 3); session.sendReliableGroupMessage(message(4, 'members'), 7);
       session.sendReliableGroupMessage(message(5, 'all'), -1); }`,
    );
    const clients = [await play.login(), await play.login(), await play.login()];
    clients[0]!.sendToScript(1, '');
    expect((await clients[0]!.nextMessage()).text).toBe('members');
    expect((await clients[1]!.nextMessage()).text).toBe('all');
    expect((await clients[2]!.nextMessage()).text).toBe('members');
  });

  test('one message can be sent any number of times, to many', async () => {
    const packets = await received(
      host,
      `const same = message(4, 'same'); for (let i = 0; i < 50; i++) { session.sendReliableMessage(same, got.sender); session.sendReliableGroupMessage(same, -1); }`,
    );
    expect(packets.map(packet => packet.text)).toEqual(Array(100).fill('same'));
  });

  test('a message that is changed between two sends goes as it is each time', async () => {
    const packets = await received(
      host,
      `const m = message(4, 'one');
       ${SEND('m')}; m.payload[0] = 0x4f; ${SEND('m')}; m.payload = Buffer.from('two'); ${SEND('m')};
       m.opCode = 5; m.sender = 9; ${SEND('m')}; m.payload = 'text'; ${SEND('m')}; m.payload = 17; ${SEND('m')};
       delete m.payload; ${SEND('m')}`,
    );
    expect(packets.map(({ opCode, sender, text }) => [opCode, sender, text])).toEqual([
      [4, -1, 'one'],
      [4, -1, 'One'],
      [4, -1, 'two'],
      [5, 9, 'two'],
      [5, 9, 'text'],
      [5, 9, '17'],
      [5, 9, 'undefined'],
    ]);
  });

  test('bytes that are changed after a send are sent as they were', async () => {
    const [packet] = await received(
      host,
      `const bytes = Buffer.from('then'); ${SEND('session.newBinaryGameMessage(4, -1, bytes)')}; bytes.fill(0)`,
    );
    expect(packet!.text).toBe('then');
  });

  test("a client's message can be sent on as it came", async () => {
    const play = await Play.start(host, 'onMessage(got) { session.sendReliableMessage(got, 2); }');
    const [ann, bob] = [await play.login(), await play.login()];
    ann.sendToScript(6, Buffer.from([0, 1, 255]));
    expect(await bob.nextMessage()).toMatchObject({
      opCode: 6,
      sender: ann.peerId,
      payload: Buffer.from([0, 1, 255]),
    });
  });

  test('a plain object with the fields of a message is one', async () => {
    const [packet] = await received(host, SEND('{ opCode: 4, sender: 2, payload: "plain" }'));
    expect(packet).toMatchObject({ opCode: 4, sender: 2, text: 'plain' });
  });

  test('the order of what is sent to one player is kept', async () => {
    const packets = await received(host, `for (let i = 1; i < 98; i++) say(got.sender, i, '')`);
    expect(packets.map(packet => packet.opCode)).toEqual(Array.from({ length: 97 }, (_, i) => i + 1));
  });
});

describe('dropped and logged, with nothing thrown:', () => {
  const TO_PEER = ['sendMessage', 'sendReliableMessage'];
  const TO_GROUP = ['sendGroupMessage', 'sendReliableGroupMessage'];

  /** Runs `body` as a player's message comes in, expects it to throw nothing and send nothing; gives the session. */
  async function sendsNothing(body: string): Promise<Play> {
    const play = await Play.start(host, `onMessage(got) { ${body}; say(got.sender, 99, ''); }`);
    const client = await play.login();
    client.sendToScript(1, '');
    expect((await client.nextMessage()).opCode).toBe(99);
    return play;
  }

  test.each(TO_PEER)('%s to what is no peer id', async method => {
    const targets = [
      'undefined',
      'null',
      '0',
      '-1',
      '-5',
      '1.5',
      'NaN',
      '"Ann"',
      '""',
      '{}',
      '[]',
      'true',
      'Symbol()',
      '() => 1',
      '{ peerId: 0 }',
    ];
    const play = await sendsNothing(
      `for (const peer of [${targets}]) session.${method}(message(4, ''), peer)`,
    );
    await play.logged(`${method}: dropped, the target is not a peer id`);
  });

  test.each(TO_GROUP)('%s to what is no group id', async method => {
    const targets = [
      'undefined',
      'null',
      '0',
      '-2',
      '1.5',
      'NaN',
      '"all"',
      '""',
      '{}',
      '[-1]',
      'true',
      'Symbol()',
    ];
    const play = await sendsNothing(
      `for (const group of [${targets}]) session.${method}(message(4, ''), group)`,
    );
    await play.logged(`${method}: dropped, the target is not a group id`);
  });

  test.each([...TO_PEER, ...TO_GROUP])('%s of what is no message', async method => {
    const messages = [
      'undefined',
      'null',
      '5',
      '"text"',
      'true',
      'Symbol()',
      '{}',
      '[]',
      'Buffer.from("x")',
      '() => 1',
    ];
    const play = await sendsNothing(
      `for (const m of [${messages}]) session.${method}(m, 1); session.${method}()`,
    );
    await play.logged(`${method}: dropped, the `);
  });

  test('a payload above the limit, not one at it', async () => {
    const play = await Play.start(
      host,
      `onMessage(got) { for (const size of [65537, 65536]) say(got.sender, 4, Buffer.alloc(size)); }`,
    );
    const client = await play.login();
    client.sendToScript(1, '');
    expect((await client.nextMessage(4)).payload.length).toBe(65536);
    await play.logged('sendReliableMessage: dropped, 65537 bytes are more than 65536');
  });

  test('to a peer that never was', async () => {
    const play = await sendsNothing('say(77, 4, ""); session.sendMessage(message(4, ""), 77)');
    await play.logged('a message to player 77, who is not here, was dropped');
  });

  test.each(TO_GROUP)('%s to an empty group', async method => {
    await sendsNothing(`session.${method}(message(4, ''), 12)`);
  });

  test('before any player is there', async () => {
    const value = await inScript(
      host,
      `say(1, 4, ''); session.sendMessage(message(4, ''), 1); session.sendGroupMessage(message(4, ''), -1);
       session.sendReliableGroupMessage(message(4, ''), 5); session.broadcastGroupMembershipUpdate(-1, -1); return 'fine';`,
    );
    expect(value).toBe('fine');
  });

  test('to the player that is just leaving, while the others get it', async () => {
    const play = await Play.start(
      host,
      `onPlayerDisconnect(peerId) { say(peerId, 4, 'you'); session.sendReliableGroupMessage(message(5, 'left ' + peerId), -1); }`,
    );
    const [ann, bob] = [await play.login(), await play.login()];
    await ann.close();
    expect((await bob.nextMessage()).text).toBe('left 1');
    await play.logged('a message to player 1, who is not here');
  });

  test.each([
    ['large messages', 'message(1000 + i, long)'],
    ['one small message again and again', 'same'],
  ])('what one batch has no room for, logged once: %s', async (_, sent) => {
    const play = await Play.start(
      tight,
      `onMessage(got) {
         if (got.opCode === 2) { console.log('that is all'); return say(got.sender, 3, 'on'); }
         const same = message(1000, 'same'), long = 'x'.repeat(500);
         for (let i = 0; i < 2_000; i++) session.sendReliableMessage(${sent}, got.sender);
       }`,
    );
    const client = await play.login();
    client.sendToScript(1, '');
    expect((await client.nextMessage()).opCode).toBe(1000);
    client.sendToScript(2, '');
    expect((await client.nextMessage(3)).text).toBe('on');
    const lines = (await play.linesUntil('that is all')).filter(line => line.includes('dropped'));
    expect(lines).toEqual([
      expect.stringMatching(/^1\d{3} messages and other commands were dropped: too many at once$/),
    ]);
  });
});

test('what is sent to a player that is not accepted yet reaches it', async () => {
  const play = await Play.start(
    host,
    `async onPlayerConnect(got) { await null; say(got.peerId, 4, 'wait'); return true; }`,
  );
  const client = await play.login();
  expect(client.inbox[0]?.text).toBe('wait');
});

test('a player that is not accepted yet is in no group', async () => {
  const play = await Play.start(
    host,
    `onPlayerConnect() { session.sendReliableGroupMessage(message(4, 'all'), -1); return true; }`,
  );
  const [ann, bob] = [await play.login(), await play.login()];
  expect((await ann.nextMessage()).text).toBe('all');
  expect(bob.inbox.filter(packet => packet.opCode > 0)).toEqual([]);
});

test("onSendToPlayer and onSendToGroup are not asked about the script's own sends", async () => {
  const play = await Play.start(
    host,
    `onSendToPlayer() { report('asked'); return false; }, onSendToGroup() { report('asked'); return false; },
     onMessage(got) {
       session.sendReliableMessage(message(2, 'to you'), got.sender);
       session.sendReliableGroupMessage(message(3, 'to all'), -1);
       report('end');
     }`,
  );
  const client = await play.login();
  client.sendToScript(1, '');
  expect([(await client.nextMessage()).text, (await client.nextMessage()).text]).toEqual([
    'to you',
    'to all',
  ]);
  expect(await play.report()).toBe('end');
});

test('a batch may hold all that its limit allows, also where typed arrays have a cap', async () => {
  const host = await TestHost.start({ limits: { outboxBytes: 64 * 1024 * 1024 } });
  const packets = await received(
    host,
    'for (let i = 1; i <= 50; i++) session.sendReliableMessage(session.newBinaryGameMessage(i, -1, new Uint8Array(60_000).fill(i)), got.sender)',
  );
  expect(packets.map(({ opCode, payload }) => [opCode, payload.length])).toEqual(
    Array.from({ length: 50 }, (_, i) => [i + 1, 60_000]),
  );
  await host.stop();
});
