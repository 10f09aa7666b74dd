import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestHost } from './test/harness.ts';
import { ECHO_SCRIPT, scriptWith } from './test/scripts.ts';
import type { TestClient } from './test/test-client.ts';

const QUEUE_EVENTS = 64;

let host: TestHost;
beforeAll(async () => {
  host = await TestHost.start({
    limits: {
      queueEvents: QUEUE_EVENTS,
      outboxBytes: 512 * 1024,
      packetsPerSecond: 100_000,
      receivedBytesPerSecond: 64 * 1024 * 1024,
      closeGraceMs: 10_000,
    },
  });
});
afterAll(() => host.stop());

describe('a client that does not read', () => {
  /** Sends all players a quarter of an outbox for each message, and tells them of each who leaves. */
  const BROADCASTING_SCRIPT = scriptWith(`
    onMessage(message) {
      if (message.opCode === 999) return this.echo(message);
      const answer = session.newBinaryGameMessage(1, -1, Buffer.alloc(60_000));
      for (let i = 0; i < 2; i++) session.sendReliableGroupMessage(answer, -1);
    },
    onPlayerDisconnect(peerId) { session.sendReliableGroupMessage(text(2, peerId), -1); },`);

  test('is closed when its outbox is full, and learns why; the others miss nothing', async () => {
    await host.play(BROADCASTING_SCRIPT);
    const [reader, slow] = [await host.login(), await host.login()];
    slow.socket.pause();
    const gone = reader.nextMessage(2);
    let isGone = false;
    void gone.then(() => {
      isGone = true;
    });
    let received = 0;
    // What the operating system itself takes off the server's hands has its bounds, too: some megabytes.
    for (let round = 0; round < 500 && !isGone; round++) {
      reader.sendToScript(1, '');
      for (let i = 0; i < 2; i++) expect((await reader.nextMessage(1)).payload.length).toBe(60_000);
      received += 2;
    }
    expect((await gone).text).toBe(String(slow.peerId));
    slow.socket.resume();
    expect(await slow.closed).toEqual({ code: 4009, reason: 'slow_reader' });
    // It has got some of it, but not what came after the bound.
    expect(slow.messages.length).toBeGreaterThan(0);
    expect(slow.messages.length).toBeLessThanOrEqual(received);
    await reader.echo('still here');
    await reader.close();
  });

  test('loses fast messages before it is closed for reliable ones', async () => {
    await host.play(
      scriptWith(`onMessage(message) {
        if (message.opCode === 999) return this.echo(message);
        const answer = session.newBinaryGameMessage(1, -1, Buffer.alloc(60_000));
        for (let i = 0; i < 2; i++) session.sendGroupMessage(answer, -1);
      },`),
    );
    const [reader, slow] = [await host.login(), await host.login()];
    slow.socket.pause();
    const rounds = 300;
    for (let round = 0; round < rounds; round++) {
      reader.sendToScript(1, '');
      for (let i = 0; i < 2; i++) await reader.nextMessage(1);
    }
    slow.socket.resume();
    await slow.echo('still here');
    expect(slow.messages.length).toBeGreaterThan(0);
    expect(slow.messages.length).toBeLessThan(2 * rounds);
    await Promise.all([reader.close(), slow.close()]);
  });
});

describe('a script slower than its players', () => {
  /** Time stands still within a batch, so work is counted, not timed. */
  const SLOW_SCRIPT = scriptWith(`
    taken: [],
    onMessage(message) {
      if (message.opCode === 999) return this.echo(message);
      if (message.opCode === 2) {
        session.sendReliableMessage(text(2, JSON.stringify(this.taken)), message.sender);
        return;
      }
      let x = 0;
      for (let i = 0; i < 100_000; i++) x += Math.sqrt(i);
      this.taken.push([message.sender, Number(message.getPayloadAsText())]);
    },`);
  const COUNT = 1_500;

  async function takenFrom(client: TestClient): Promise<[sender: number, number: number][]> {
    client.sendToScript(2, '');
    return JSON.parse((await client.nextMessage(2)).text);
  }

  test('makes them wait, but loses none of their reliable messages and keeps the order of each', async () => {
    await host.play(SLOW_SCRIPT);
    const clients = [await host.login(), await host.login()];
    for (let i = 0; i < COUNT; i++) {
      for (const client of clients) client.sendToScript(1, String(i));
    }
    // Its own last message stands behind the others of its sender.
    for (const client of clients) {
      const taken = (await takenFrom(client)).filter(([sender]) => sender === client.peerId);
      expect(taken.map(([, number]) => number)).toEqual(Array.from({ length: COUNT }, (_, i) => i));
    }
    await Promise.all(clients.map(client => client.close()));
  });

  test('loses fast messages, and takes what it takes of them in order', async () => {
    await host.play(SLOW_SCRIPT);
    const client = await host.login();
    await client.bringUpFast();
    for (let i = 0; i < COUNT; i++) await client.sendFast(numbered(i));
    const numbers = (await takenFrom(client)).map(([, number]) => number);
    expect(numbers.length).toBeGreaterThan(0);
    expect(numbers.length).toBeLessThan(COUNT);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    await client.echo('still up', 'fast');
    await client.close();
  });

  test('does not hold up messages between players', async () => {
    await host.play(SLOW_SCRIPT);
    const [busy, a, b] = [await host.login(), await host.login(), await host.login()];
    for (let i = 0; i < COUNT; i++) busy.sendToScript(1, String(i));
    let isTaken = false;
    const taken = takenFrom(busy).then(all => {
      isTaken = true;
      return all.length;
    });
    for (let i = 0; i < 10; i++) {
      a.sendToPlayer(b.peerId, 3, String(i));
      expect((await b.nextMessage(3)).text).toBe(String(i));
    }
    expect(isTaken).toBe(false);
    expect(await taken).toBe(COUNT);
    await Promise.all([busy, a, b].map(client => client.close()));
  });

  test('of another session holds up nobody here', async () => {
    const slow = await host.play(SLOW_SCRIPT);
    const other = await host.play(ECHO_SCRIPT);
    const [busy, client] = [await host.join(slow), await host.join(other)];
    for (let i = 0; i < COUNT; i++) busy.sendToScript(1, String(i));
    let isTaken = false;
    const taken = takenFrom(busy).then(() => {
      isTaken = true;
    });
    for (let i = 0; i < 3; i++) await client.echo(String(i));
    expect(isTaken).toBe(false);
    await taken;
    await Promise.all([busy.close(), client.close()]);
  });
});

function numbered(number: number) {
  return { opCode: 1, targetPlayer: -1, payload: Buffer.from(String(number)) };
}
