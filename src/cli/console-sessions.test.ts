import { afterEach, expect, test, vi } from 'vitest';
import type {
  ConsoleLogLine,
  ConsoleSnapshot,
  InspectedMessage,
  InspectedMessages,
  LogLines,
  MessageQuery,
  SessionDetail,
} from '../console/protocol.ts';
import type { Limits } from '../limits/limits.ts';
import { ConsoleClient, type ConsoleStream } from './test/console-client.ts';
import { TestDev } from './test/dev.ts';

/** Answers each message with its text twice, and logs it. */
const SCRIPT = `
let session;
exports.ssExports = {
  init(rtSession) { session = rtSession; },
  onMessage({ sender, opCode, payload }) {
    const text = session.getLogger ? String.fromCharCode(...payload) : '';
    session.getLogger().info('heard ' + text + '\\nand more');
    session.sendReliableMessage(session.newTextGameMessage(opCode + 1, -1, text + text), sender);
  },
  onProcessTerminate() { session.getLogger().info('told to end'); },
};`;

let dev: TestDev;
let page: ConsoleClient;
afterEach(() => dev.stop());

async function start(limits: Partial<Limits> = {}): Promise<string> {
  dev = await TestDev.start(SCRIPT, { limits: { figureIntervalMs: 20, ...limits } });
  page = new ConsoleClient(dev.apiPort);
  return [...dev.server.host.sessions.keys()][0]!;
}

async function detail(id: string): Promise<SessionDetail> {
  return (await page.get(`sessions/${encodeURIComponent(id)}`)).body as SessionDetail;
}

/** The lines of a log until one with this text. */
async function linesUntil(stream: ConsoleStream, text: string): Promise<ConsoleLogLine[]> {
  const lines: ConsoleLogLine[] = [];
  while (!lines.some(line => line.text.includes(text))) {
    const event = await stream.next('lines');
    if (event === undefined) throw new Error('the log ended');
    lines.push(...(event.data as LogLines).lines);
  }
  return lines;
}

async function inspected(stream: ConsoleStream, count: number): Promise<InspectedMessage[]> {
  const messages: InspectedMessage[] = [];
  while (messages.length < count) {
    const event = await stream.next('messages');
    if (event === undefined) throw new Error('the stream ended');
    messages.push(...(event.data as InspectedMessages).messages);
  }
  return messages;
}

/** The stream, once messages are looked at. */
async function inspect(id: string, query: MessageQuery = {}): Promise<ConsoleStream> {
  const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, `${value}`]));
  return page.stream(`sessions/${id}/messages?${text}`);
}

test('snapshots come one after the other, with the session and the players it gets', async () => {
  const id = await start();
  const stream = await page.stream('live');
  const first = (await stream.next('snapshot'))!.data as ConsoleSnapshot;
  expect(first.host!.workers).toBe(1);
  expect(first.fleets).toMatchObject([{ id: 'fleet-dev', name: 'dev', locations: [{ name: 'local' }] }]);
  const player = await dev.login();
  await vi.waitFor(async () => {
    const { sessions } = (await stream.next('snapshot'))!.data as ConsoleSnapshot;
    expect(sessions).toMatchObject([{ id, players: 1, state: 'active' }]);
    expect(sessions[0]!.createdAt).toBeGreaterThan(0);
  });
  player.socket.close();
  await page.post(`sessions/${id}/terminate`, { mode: 'force' });
  await vi.waitFor(async () => {
    const { ended } = (await stream.next('snapshot'))!.data as ConsoleSnapshot;
    expect(ended).toMatchObject([{ id, postMortem: { code: 'session_terminated' } }]);
  });
  stream.close();
});

test('further game sessions than a snapshot may show are counted', async () => {
  await start({ consoleSessionsShown: 1 });
  await dev.login({ playerSessionId: 'room-A' });
  const stream = await page.stream('live');
  await vi.waitFor(async () => {
    const { sessions, sessionsLeftOut } = (await stream.next('snapshot'))!.data as ConsoleSnapshot;
    expect([sessions.length, sessionsLeftOut]).toEqual([1, 1]);
  });
  stream.close();
});

test('a session has its players and groups; one that is over has why', async () => {
  const id = await start();
  const [a, b] = [await dev.login({ playerSessionId: 'p-a' }), await dev.login()];
  b.joinGroup(7);
  await vi.waitFor(async () => {
    expect((await detail(id)).groups).toEqual([{ groupId: 7, peerIds: [b.peerId] }]);
  });
  const running = await detail(id);
  expect(running).toMatchObject({ id, state: 'active', fleetId: '', workerPid: expect.any(Number) });
  expect(running.players).toMatchObject([
    { peerId: a.peerId, playerSessionId: 'p-a', playerId: 'p-a', hasFastChannel: false },
    { peerId: b.peerId },
  ]);
  expect(await page.post(`sessions/${id}/terminate`, { mode: 'force' })).toMatchObject({ status: 204 });
  expect(await a.closed).toEqual({ code: 4020, reason: 'session_terminated' });
  await vi.waitFor(async () => {
    expect(await detail(id)).toMatchObject({
      ...{ state: 'ended', players: [], postMortem: { code: 'session_terminated' } },
    });
  });
  const unknown = await page.get('sessions/gsess-nobody');
  expect(unknown).toMatchObject({ status: 404, body: { code: 'session_not_found' } });
});

test('a script is told of a graceful end, and a log says it to the end', async () => {
  const id = await start();
  const stream = await page.stream(`sessions/${id}/log`);
  const player = await dev.login();
  player.sendToScript(10, 'hello');
  const heard = (await linesUntil(stream, 'heard')).at(-1)!;
  expect(heard).toMatchObject({ level: 'info', source: 'script', text: 'heard hello\nand more' });
  expect(await page.post(`sessions/${id}/terminate`, { mode: 'graceful' })).toMatchObject({ status: 204 });
  expect(await player.closed).toEqual({ code: 4020, reason: 'session_terminated' });
  const lines = await linesUntil(stream, 'game session ended');
  expect(lines.some(({ text, source }) => text === 'told to end' && source === 'script')).toBe(true);
  expect(lines.at(-1)!.source).toBe('system');
  expect(await stream.next('end')).toBeDefined();
  expect(await stream.next()).toBeUndefined();

  const again = await page.stream(`sessions/${id}/log`);
  await linesUntil(again, 'game session ended');
  expect(await again.next()).toMatchObject({ name: 'end' });
});

test('a player who is kicked is told so, and others stay', async () => {
  const id = await start();
  const [a, b] = [await dev.login(), await dev.login()];
  expect(await page.post(`sessions/${id}/kick`, { peerId: a.peerId })).toMatchObject({ status: 204 });
  expect(await a.closed).toEqual({ code: 4010, reason: 'kicked' });
  b.sendToScript(1, 'here');
  expect((await b.nextMessage(2)).text).toBe('herehere');
  const gone = await page.post(`sessions/${id}/kick`, { peerId: a.peerId });
  expect(gone).toMatchObject({ status: 404, body: { code: 'peer_not_found' } });
  expect(await page.post(`sessions/${id}/kick`, {})).toMatchObject({ status: 400 });
});

test('a message as from the server comes to everybody, to a player, or to a group', async () => {
  const id = await start();
  const [a, b] = [await dev.login(), await dev.login()];
  const send = (message: object) =>
    page.post(`sessions/${id}/send`, {
      ...{ opCode: 50, payload: Buffer.from('hi').toString('base64'), channel: 'reliable' },
      ...message,
    });
  expect(await send({})).toMatchObject({ status: 204 });
  for (const player of [a, b]) {
    expect(await player.nextMessage(50)).toMatchObject({ sender: -1, text: 'hi' });
  }
  await send({ opCode: 51, targetPeer: b.peerId });
  expect(await b.nextMessage(51)).toMatchObject({ text: 'hi' });
  a.joinGroup(7);
  await vi.waitFor(async () => expect((await detail(id)).groups).toHaveLength(1));
  await send({ opCode: 52, targetGroup: 7, channel: 'fast' });
  expect(await a.nextMessage(52)).toMatchObject({ text: 'hi' });
  // Everything before has reached b by the time its own answer has.
  b.sendToScript(60, 'x');
  await b.nextMessage(61);
  expect(b.inbox.filter(({ opCode }) => opCode > 0)).toEqual([]);
  for (const [message, code] of [
    [{ targetPeer: 99 }, 'peer_not_found'],
    [{ targetPeer: 1, targetGroup: 1 }, 'message_refused'],
    [{ payload: Buffer.alloc(65 * 1024).toString('base64') }, 'message_refused'],
    [{ opCode: 0 }, 'invalid_request'],
    [{ payload: '***' }, 'invalid_request'],
  ] as const) {
    expect((await send(message)).body).toMatchObject({ code });
  }
});

test('the inspector shows what players, the script and operators send, and the beginning of what is long', async () => {
  const id = await start({ inspectorIntervalMs: 10, inspectedPayloadBytes: 4 });
  const [a, b] = [await dev.login(), await dev.login()];
  const stream = await inspect(id);
  a.sendToScript(10, 'hello');
  await a.nextMessage(11);
  a.sendToPlayer(b.peerId, 12, 'yo');
  await b.nextMessage(12);
  await page.post(`sessions/${id}/send`, { opCode: 13, payload: '', channel: 'reliable' });
  const messages = await inspected(stream, 4);
  const hell = Buffer.from('hell').toString('base64');
  expect(messages).toMatchObject([
    { direction: 'received', opCode: 10, sender: a.peerId, channel: 'reliable', payload: hell, isCut: true },
    { direction: 'sent', opCode: 11, sender: -1, targetPeer: a.peerId, payloadBytes: 10, isCut: true },
    { direction: 'received', opCode: 12, targetPeer: b.peerId, payloadBytes: 2, isCut: false },
    { direction: 'sent', opCode: 13, sender: -1, targetGroup: -1, payload: '' },
  ]);
  expect(messages[0]).not.toHaveProperty('targetPeer');
  stream.close();
  const { operator } = dev.server.host.sessions.get(id)!;
  await vi.waitFor(() => expect(operator.messages.isWatched).toBe(false));
});

test('the inspector shows what was asked for alone: an op code, a player, every so many', async () => {
  const id = await start({ inspectorIntervalMs: 10 });
  const [a, b] = [await dev.login(), await dev.login()];
  const streams = {
    opCode: await inspect(id, { opCode: 21 }),
    peer: await inspect(id, { peerId: b.peerId }),
    sample: await inspect(id, { opCode: 20, sample: 2 }),
  };
  for (const text of ['1', '2', '3']) a.sendToScript(20, text);
  for (let count = 0; count < 3; count++) await a.nextMessage(21);
  b.sendToScript(30, 'b');
  await b.nextMessage(31);
  const codes = async (stream: ConsoleStream, count: number) =>
    (await inspected(stream, count)).map(({ opCode, direction }) => `${direction} ${opCode}`);
  expect(await codes(streams.opCode, 3)).toEqual(['sent 21', 'sent 21', 'sent 21']);
  expect(await codes(streams.peer, 2)).toEqual(['received 30', 'sent 31']);
  const sampled = await inspected(streams.sample, 2);
  expect(sampled.map(({ payload }) => Buffer.from(payload, 'base64').toString())).toEqual(['1', '3']);
  await page.post(`sessions/${id}/terminate`, { mode: 'force' });
  for (const stream of Object.values(streams)) expect(await stream.next('end')).toBeDefined();
});

test('more messages than are shown in a second are counted', async () => {
  const id = await start({ inspectorIntervalMs: 10, inspectedMessagesPerSecond: 1 });
  const a = await dev.login();
  const stream = await inspect(id, { opCode: 20 });
  for (let count = 0; count < 5; count++) a.sendToScript(20, 'x');
  let [shown, skipped] = [0, 0];
  while (shown + skipped < 5) {
    const event = (await stream.next('messages'))!.data as InspectedMessages;
    shown += event.messages.length;
    skipped += event.skipped;
  }
  expect(skipped).toBeGreaterThan(0);
  expect(shown + skipped).toBe(5);
  stream.close();
});

test('streams are bounded for everybody and for a session’s messages; those that end make room', async () => {
  const id = await start({ consoleStreams: 3, inspectorsPerSession: 1 });
  const first = await inspect(id);
  await expect(inspect(id)).rejects.toThrow('console_busy');
  const others = [await page.stream('live'), await page.stream('live')];
  await expect(page.stream('live')).rejects.toThrow('console_busy');
  first.close();
  await vi.waitFor(() => page.stream('live'));
  for (const stream of others) stream.close();
});

test('whoever asks for the head of a stream gets none', async () => {
  const id = await start({ consoleStreams: 1 });
  for (const path of ['live', `sessions/${id}/log`, `sessions/${id}/messages`]) {
    expect((await page.call('HEAD', path)).status).toBe(404);
  }
  (await page.stream('live')).close();
});

test('a server that stops ends all streams', async () => {
  const id = await start();
  const streams = await Promise.all([
    page.stream('live'),
    page.stream(`sessions/${id}/log`),
    page.stream(`sessions/${id}/messages`),
  ]);
  const ends = streams.map(async stream => {
    while ((await stream.next()) !== undefined);
  });
  await dev.server.stop();
  await Promise.all(ends);
});
