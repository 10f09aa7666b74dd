import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GameSession } from '../session/game-session.ts';
import { TestHost } from './test/harness.ts';
import { hostilePackets } from './test/hostile-packets.ts';
import { scriptWith } from './test/scripts.ts';
import { Stranger } from './test/stranger.ts';
import type { TestClient } from './test/test-client.ts';
import { Witness } from './test/witness.ts';

/** Of each kind, on each channel. */
const PACKETS = 1_000;
const RELIABLE_SEED = 20_260_701;
const FAST_SEED = 20_260_702;
const LOGIN_SEED = 20_260_703;
const GROUP = 77;

/** A machine that is busy with other things takes its time. */
const TIMEOUT_MS = 60_000;

/** Hostile players at once. */
const LANES = 4;

/** So many hostile datagrams go before somebody waits for an answer, lest the operating system drop any. */
const BURST = 20;

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start({
    limits: { packetsPerSecond: 100_000, receivedBytesPerSecond: 64 * 1024 * 1024 },
  });
});
afterAll(() => host.stop());

interface GoodPlayers {
  session: GameSession;
  clients: TestClient[];
  witnesses: Witness[];
}

/** A session and two players in one group, who send all the time: one by each channel. */
async function goodPlayers(): Promise<GoodPlayers> {
  const session = await host.play(scriptWith('configuration: { maxPlayers: 200 },'));
  const clients = [await host.join(session), await host.join(session)];
  for (const client of clients) {
    await client.bringUpFast();
    client.joinGroup(GROUP);
    await client.nextMembership(GROUP);
  }
  const witnesses = [new Witness(clients[0]!), new Witness(clients[1]!, 'fast')];
  return { session, clients, witnesses };
}

/** Sends packets one by one, each to be answered for before the next, and says how many did not end a connection. */
async function sendReliably(session: GameSession, packets: Buffer[]): Promise<number> {
  let hostile = await host.join(session);
  let survived = 0;
  for (const [at, packet] of packets.entries()) {
    hostile.socket.send(packet);
    const isAlive = await hostile.echo(String(at)).then(
      () => true,
      () => false,
    );
    if (isAlive) {
      survived++;
    } else {
      expect(await hostile.closed).toEqual({ code: 1007, reason: 'malformed_packet' });
      hostile = await host.join(session);
    }
  }
  await hostile.close();
  return survived;
}

/** Nothing that the good players sent or were sent is missing, and the session is what it was. */
async function expectUnharmed({ session, clients, witnesses }: GoodPlayers): Promise<void> {
  for (const witness of witnesses) expect(await witness.stop()).toBeGreaterThan(10);
  for (const client of clients) {
    expect(await client.echo('still up', 'fast')).toMatchObject({ via: 'udp' });
    client.requestGroupMembership(GROUP);
    const answer = await client.next(({ opCode, sender }) => opCode === -13 && sender === client.peerId);
    expect(answer.groupMembershipUpdate).toMatchObject({ group: GROUP, players: [1, 2] });
  }
  expect(session.state).toBe('active');
  const late = await host.join(session);
  await late.echo('welcome');
  await Promise.all([...clients, late].map(client => client.close()));
}

test(`hostile reliable messages, seed ${RELIABLE_SEED}, cost nobody but their sender`, {
  timeout: TIMEOUT_MS,
}, async () => {
  const good = await goodPlayers();
  const packets = hostilePackets(RELIABLE_SEED, PACKETS);
  const lanes = Array.from({ length: LANES }, (_, lane) => packets.filter((_, at) => at % LANES === lane));
  const counts = await Promise.all(lanes.map(lane => sendReliably(good.session, lane)));
  const survived = counts.reduce((sum, count) => sum + count);
  // Of both sorts there are enough: packets that can be read, and packets that cannot.
  expect(survived).toBeGreaterThan(PACKETS / 4);
  expect(survived).toBeLessThan(2 * PACKETS - PACKETS / 4);
  await expectUnharmed(good);
});

test(`hostile datagrams, seed ${FAST_SEED}, from a player, another port and another address, cost nobody`, {
  timeout: TIMEOUT_MS,
}, async () => {
  const good = await goodPlayers();
  const packets = hostilePackets(FAST_SEED, PACKETS);
  const strangers = [await Stranger.open(), await Stranger.open('127.0.0.2')];
  for (let from = 0; from < packets.length; from += BURST) {
    // A new one each time: the last one's sequence numbers may be used up.
    const hostile = await host.join(good.session);
    await hostile.bringUpFast();
    for (const packet of packets.slice(from, from + BURST)) {
      await hostile.sendDatagram(packet);
      for (const stranger of strangers) await stranger.send(hostile.fastPort, packet);
    }
    await good.clients[0]!.echo(String(from), 'fast');
    await hostile.echo('alive');
    await hostile.close();
  }
  for (const stranger of strangers) {
    expect(stranger.received).toEqual([]);
    stranger.close();
  }
  await expectUnharmed(good);
});

test(`hostile first messages, seed ${LOGIN_SEED}, are refused or log in, and cost nobody`, {
  timeout: TIMEOUT_MS,
}, async () => {
  const good = await goodPlayers();
  const reasons = new Set<string>();
  for (const packet of hostilePackets(LOGIN_SEED, PACKETS / 5)) {
    const client = await host.open();
    client.socket.send(packet);
    const isLoggedIn = await client
      .next(({ opCode }) => opCode === -1)
      .then(
        () => true,
        () => false,
      );
    if (isLoggedIn) await client.close();
    else reasons.add((await client.closed).reason);
  }
  expect([...reasons].sort()).toEqual(['malformed_packet', 'unexpected_packet']);
  await expectUnharmed(good);
});
