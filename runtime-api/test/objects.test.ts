import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from '../../src/host/test/harness.ts';
import { encodeTestPacket } from '../../src/host/test/test-client.ts';
import { endSessions, inScript, Play } from './play.ts';

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start();
});
afterEach(() => endSessions(host));
afterAll(() => host.stop());

/** What `onMessage`'s `body` says about a message, `got`, that a player sent. */
async function aboutMessage(body: string, payload: string | Buffer = 'hello'): Promise<unknown> {
  const play = await Play.start(host, `onMessage(got) { ${body} }`);
  const client = await play.login();
  client.sendToScript(12, payload);
  const value = await play.report();
  await client.close();
  return value;
}

describe('connectMsg', () => {
  test('says who wants to connect, and what the client sent along', async () => {
    const play = await Play.start(
      host,
      `onPlayerConnect(got) {
         report([Object.keys(got).sort(), got.peerId, got.playerSessionId === got.player.playerSessionId, got.player]);
         report([Buffer.isBuffer(got.payload), got.payload.toString('hex'), got.getPayloadAsText()]);
         return true;
       }`,
    );
    await play.login({ payload: 'héllo' });
    const { id } = play.session;
    const player = { peerId: 1, playerSessionId: id, playerId: `player-of-${id}`, playerData: 'data' };
    expect(await play.report()).toEqual([
      ['payload', 'peerId', 'player', 'playerSessionId'],
      1,
      true,
      player,
    ]);
    expect(await play.report()).toEqual([true, '68c3a96c6c6f', 'héllo']);
  });

  test('of a client that sent nothing along has an empty payload, which equals the empty string', async () => {
    const play = await Play.start(
      host,
      `onPlayerConnect(got) { report([got.payload == "", got.payload.length, got.getPayloadAsText()]); return true; }`,
    );
    await play.login();
    expect(await play.report()).toEqual([true, 0, '']);
  });
});

describe('player', () => {
  test('is the same object wherever the script meets it', async () => {
    const play = await Play.start(
      host,
      `onPlayerConnect(got) { this.seen = [got.player]; return true; },
       onPlayerAccepted(player) { player.score = 7; this.seen.push(player); },
       onMessage(got) {
         this.seen.push(session.getPlayers().get(got.sender), session.getPlayers().find(() => true));
         report([new Set(this.seen).size, session.getPlayers().get(1).score]);
       },
       onPlayerDisconnect(peerId) { report(this.seen[0] === session.getPlayers().get(peerId)); }`,
    );
    const client = await play.login();
    client.sendToScript(1, '');
    expect(await play.report()).toEqual([1, 7]);
    await client.close();
    expect(await play.report()).toBe(true);
  });

  test('has no properties but those that are documented, and others are undefined', async () => {
    const play = await Play.start(
      host,
      'onPlayerAccepted(player) { report([Object.keys(player), typeof player.name, require("util").inspect(player)]); }',
    );
    await play.login();
    const [keys, name, shown] = await play.report();
    expect(keys).toEqual(['peerId', 'playerSessionId', 'playerId', 'playerData']);
    expect(name).toBe('undefined');
    expect(shown).toMatch(/^Player \{\n? +peerId: 1,/);
  });

  test('peer ids count from 1 in each session and are never used again', async () => {
    for (let i = 0; i < 2; i++) {
      const play = await Play.start(host, 'onPlayerAccepted(player) { report(player.peerId); }');
      await (await play.login()).close();
      await play.login();
      expect([await play.report(), await play.report()]).toEqual([1, 2]);
    }
  });
});

describe('gameMessage', () => {
  test('of a message to the script', async () => {
    const value = await aboutMessage(`report({ ...got, payload: got.getPayloadAsText() });`);
    expect(value).toEqual({
      opCode: 12,
      sender: 1,
      payload: 'hello',
      reliable: true,
      targetPlayer: -1,
      targetGroup: 0,
    });
  });

  test('of messages to a player and to a group', async () => {
    const play = await Play.start(
      host,
      `onSendToPlayer({ opCode, sender, reliable, targetPlayer, targetGroup }) {
         report([opCode, sender, reliable, targetPlayer, targetGroup]);
       },
       onSendToGroup(got) { this.onSendToPlayer(got); },
       onPlayerAccepted(player) { session.joinGroup(6, player); }`,
    );
    const client = await play.login();
    client.sendToPlayer(1, 2, '');
    client.sendToGroup(6, 3, '');
    client.sendToGroup(-1, 4, '');
    expect(await play.report()).toEqual([2, 1, true, 1, 0]);
    expect(await play.report()).toEqual([3, 1, true, 0, 6]);
    expect(await play.report()).toEqual([4, 1, true, 0, -1]);
  });

  test('says by which channel it came', async () => {
    const play = await Play.start(host, 'onMessage(got) { report(got.reliable); }');
    const client = await play.login();
    await client.connectFast();
    client.sendToScript(1, '', 'fast');
    expect(await play.report()).toBe(false);
    client.sendToScript(1, '', 'reliable');
    expect(await play.report()).toBe(true);
  });

  test('says who sent it, whatever the packet claims', async () => {
    const play = await Play.start(host, 'onMessage(got) { report(got.sender); }');
    const client = await play.login();
    client.socket.send(encodeTestPacket({ opCode: 1, targetPlayer: -1, sender: 55, reliable: true }));
    expect(await play.report()).toBe(1);
  });

  test('has a payload that is a Buffer', async () => {
    expect(
      await aboutMessage('report([Buffer.isBuffer(got.payload), got.payload.readUInt16BE(1)]);'),
    ).toEqual([true, 0x656c]);
  });

  test.each([
    ['== ""', 'report(got.payload == "");', true],
    ['length', 'report(got.payload.length);', 0],
    ['as text', 'report(got.getPayloadAsText());', ''],
    ['!payload.length', 'report(!got.payload.length);', true],
  ])('with an empty payload: %s', async (_, body, value) => {
    expect(await aboutMessage(body, '')).toBe(value);
  });

  test('a payload that is not empty is not equal to the empty string', async () => {
    expect(await aboutMessage('report([got.payload == "", got.payload == "hello"]);')).toEqual([false, true]);
  });

  test('payloads are bytes of their own: one can be kept, changed and sent later', async () => {
    const play = await Play.start(
      host,
      `kept: [], onMessage(got) {
         this.kept.push(got.payload);
         if (this.kept.length < 3) return;
         this.kept[1][0] = 0x21;
         report(new Set(this.kept.map(bytes => bytes.buffer)).size);
         report(this.kept.every(bytes => bytes.buffer.byteLength === bytes.length));
         for (const bytes of this.kept) session.sendReliableMessage(session.newBinaryGameMessage(4, -1, bytes), got.sender);
       }`,
    );
    const client = await play.login();
    for (const text of ['one', 'two', 'three']) client.sendToScript(1, text);
    const texts = [await client.nextMessage(4), await client.nextMessage(4), await client.nextMessage(4)];
    expect(texts.map(packet => packet.text)).toEqual(['one', '!wo', 'three']);
    expect([await play.report(), await play.report()]).toEqual([3, true]);
  });

  test('a stored payload can be sent from a timer, after many other messages', async () => {
    const play = await Play.start(
      host,
      `onMessage(got) {
         if (got.opCode === 1) setTimeout(() => session.sendReliableMessage(session.newTextGameMessage(4, -1, got.payload), got.sender), 5);
       }`,
    );
    const client = await play.login();
    client.sendToScript(1, 'kept');
    for (let i = 0; i < 50; i++) client.sendToScript(2, 'other'.repeat(100));
    expect((await client.nextMessage(4)).text).toBe('kept');
  });

  test.each([
    ['UTF-8', Buffer.from('héllo ☃ 😀'), 'héllo ☃ 😀'],
    ['malformed UTF-8', Buffer.from([0x61, 0xff, 0xc3]), 'a\ufffd\ufffd'],
    ['nothing', Buffer.alloc(0), ''],
    ['zeros', Buffer.alloc(2), '\0\0'],
  ])('getPayloadAsText of %s is a string', async (_, payload, text) => {
    expect(
      await aboutMessage('report([typeof got.getPayloadAsText(), got.getPayloadAsText()]);', payload),
    ).toEqual(['string', text]);
  });

  test.each(['null', 'undefined', '5', '"text"', '{}', '[1]'])(
    'getPayloadAsText is a string still when the script has set the payload to %s',
    async value => {
      expect(await aboutMessage(`got.payload = ${value}; report(typeof got.getPayloadAsText());`)).toBe(
        'string',
      );
    },
  );

  test('can be shown: util.inspect, console.log, String', async () => {
    const play = await Play.start(
      host,
      `onMessage(got) { console.log(got); console.log('in text: ' + got); report([require('util').inspect(got), String(got), got + '']); }`,
    );
    (await play.login()).sendToScript(12, 'hi');
    const [shown, text, concatenated] = await play.report();
    expect(shown).toMatch(/^GameMessage \{/);
    expect(shown).toContain('opCode: 12');
    expect(shown).toContain('payload: <Buffer 68 69>');
    expect([text, concatenated]).toEqual(['[object Object]', '[object Object]']);
    await play.logged('GameMessage {');
    await play.logged('in text: [object Object]');
  });

  test('properties that do not exist are undefined, and new ones can be set', async () => {
    expect(
      await aboutMessage('got.extra = 1; report([typeof got.peerId, typeof got.data, got.extra]);'),
    ).toEqual(['undefined', 'undefined', 1]);
  });
});

describe('gameSession', () => {
  const description = {
    name: 'Friday game',
    fleetId: 'fleet-1',
    maximumPlayerSessionCount: 5,
    gameProperties: [{ key: 'map', value: 'desert' }],
    gameSessionData: 'some data',
    matchmakerData: '{"matchId":"m"}',
    ipAddress: '10.0.0.7',
    dnsName: 'game.example',
  };
  const FIELDS = [...Object.keys(description), 'gameSessionId', 'port', 'maxPlayers'];

  test('has every field in camelCase and in PascalCase', async () => {
    const play = await Play.start(host, 'onStartGameSession(gameSession) { report(gameSession); }', {
      description,
    });
    const gameSession = await play.report();
    const properties = [{ key: 'map', value: 'desert', Key: 'map', Value: 'desert' }];
    expect(gameSession).toMatchObject({ ...description, gameProperties: properties });
    expect(gameSession).toMatchObject({ gameSessionId: play.session.id, port: host.port, maxPlayers: 5 });
    for (const name of FIELDS) {
      expect(gameSession[`${name[0]!.toUpperCase()}${name.slice(1)}`]).toEqual(gameSession[name]);
    }
    expect(Object.keys(gameSession)).toHaveLength(FIELDS.length * 2);
  });

  test('of a session that was created with nothing has every field all the same', async () => {
    const play = await Play.start(host, 'onStartGameSession(gameSession) { report(gameSession); }');
    expect(await play.report()).toMatchObject({
      Name: '',
      GameProperties: [],
      GameSessionData: '',
      MatchmakerData: '',
    });
  });

  test('is what getGameSession gives, from init on, and its id is what getGameSessionId gives', async () => {
    const play = await Play.start(
      host,
      `ready() { this.early = session.getGameSession(); },
       onStartGameSession(given) { report([given === this.early, given === session.getGameSession(), session.getGameSessionId()]); }`,
    );
    expect(await play.report()).toEqual([true, true, play.session.id]);
  });
});

describe('rtSession', () => {
  test('names the server and the group of all players', async () => {
    expect(await inScript(host, 'return [session.getServerId(), session.getAllPlayersGroupId()];')).toEqual([
      -1, -1,
    ]);
  });

  test('its methods may be taken off it and called alone', async () => {
    const play = await Play.start(
      host,
      `onPlayerAccepted({ peerId }) {
         const { newTextGameMessage, sendReliableMessage, getPlayers, getLogger } = session;
         const { info } = getLogger();
         sendReliableMessage(newTextGameMessage(3, -1, 'alone ' + getPlayers().size), peerId);
         info('alone too');
       }`,
    );
    expect((await (await play.login()).nextMessage(3)).text).toBe('alone 1');
    await play.logged('alone too');
  });

  test('a method that does not exist is undefined', async () => {
    expect(await inScript(host, 'return [typeof session.getMatch, typeof session.sendToAll];')).toEqual([
      'undefined',
      'undefined',
    ]);
  });
});
