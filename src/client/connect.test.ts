import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { OpCode } from '../protocol/op-codes.ts';
import { type ConnectOptions, connect } from './index.ts';
import { loginResponse, PEER_ID, TinyServer } from './test/tiny-server.ts';

const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function startServer(...policy: Parameters<typeof TinyServer.start>): Promise<TinyServer> {
  const server = await TinyServer.start(...policy);
  cleanups.push(() => server.stop());
  return server;
}

const connectTo = (server: TinyServer, options: Partial<ConnectOptions> = {}) =>
  connect({ endpoint: '127.0.0.1', port: server.port, ...options });

const says = (fields: object) => expect.objectContaining({ name: 'ConnectError', ...fields });

test('the login carries the player session, the client version and the payload', async () => {
  const server = await startServer();
  const client = await connectTo(server, { playerSessionId: 'psess-1', payload: 'hi' });
  cleanups.push(() => client.close());
  expect(await server.reliable.next()).toMatchObject({
    opCode: OpCode.LOGIN,
    targetPlayer: -1,
    sender: 0,
    reliable: true,
    payload: new TextEncoder().encode('hi'),
    message: { kind: 'login', playerSessionId: 'psess-1', clientVersion: 2 },
  });
  expect(client.peerId).toBe(PEER_ID);
});

test('a host name that has several addresses is reached by both channels', async () => {
  const server = await startServer();
  const client = await connectTo(server, { endpoint: 'localhost' });
  cleanups.push(() => client.close());
  expect(await server.fast.next()).toMatchObject({ opCode: OpCode.UDP_CONNECT, sender: PEER_ID });
});

test('what comes before the login is answered is not lost', async () => {
  const server = await startServer(it => {
    it.sendReliable({ opCode: 7, sender: -1, payload: new TextEncoder().encode('welcome') });
    it.sendReliable(loginResponse({ success: true, peerId: PEER_ID, fastPort: it.fastPort }));
  });
  const client = await connectTo(server);
  cleanups.push(() => client.close());
  const { value } = await client.messages().next();
  expect(value).toMatchObject({ opCode: 7, sender: -1 });
});

test('a refused login tells the close code and reason', async () => {
  const server = await startServer((it, socket) => {
    it.sendReliable(loginResponse({ success: false, peerId: 0, fastPort: 0 }));
    socket.close(4005, 'session_full');
  });
  await expect(connectTo(server)).rejects.toEqual(
    says({ code: 'connect_refused', closeCode: 4005, closeReason: 'session_full' }),
  );
});

test('a server that closes instead of answering refuses too', async () => {
  const server = await startServer((_it, socket) => socket.close(1013, 'no_capacity'));
  await expect(connectTo(server)).rejects.toEqual(
    says({ code: 'connect_refused', closeCode: 1013, closeReason: 'no_capacity' }),
  );
});

test('a server that refuses and never closes is closed by the client', async () => {
  const server = await startServer(it => {
    it.sendReliable(loginResponse({ success: false, peerId: 0, fastPort: 0 }));
  });
  await expect(connectTo(server, { loginTimeoutMs: 100 })).rejects.toEqual(
    says({ code: 'connect_refused', closeCode: undefined, closeReason: '' }),
  );
  expect((await server.closes.next()).code).toBe(1000);
});

test('a server that breaks off before it answers is a failure, no refusal', async () => {
  const server = await startServer((_it, socket) => socket.terminate());
  await expect(connectTo(server)).rejects.toEqual(says({ code: 'connect_failed', closeCode: 1006 }));
});

test('a server that never answers is given up and closed', async () => {
  const server = await startServer(() => {});
  await expect(connectTo(server, { loginTimeoutMs: 100 })).rejects.toEqual(says({ code: 'connect_timeout' }));
  expect((await server.closes.next()).code).toBe(1000);
});

test('a port where no WebSocket can be opened is a failure', async () => {
  const http = createServer((_request, response) => response.writeHead(500).end());
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  await expect(connect({ endpoint: '127.0.0.1', port })).rejects.toEqual(
    says({ code: 'connect_failed', closeCode: undefined }),
  );
  http.closeAllConnections();
  await new Promise(resolve => http.close(resolve));
  await expect(connect({ endpoint: '127.0.0.1', port })).rejects.toEqual(says({ code: 'connect_failed' }));
});

test('an endpoint that makes no URL is rejected, not thrown', async () => {
  await expect(connect({ endpoint: 'not a host', port: 1 })).rejects.toThrow(
    expect.objectContaining({ name: 'SyntaxError' }),
  );
});

test('aborting rejects with the reason and closes the connection', async () => {
  const abort = new AbortController();
  const server = await startServer(() => abort.abort(new Error('changed my mind')));
  await expect(connectTo(server, { signal: abort.signal })).rejects.toThrow('changed my mind');
  expect((await server.closes.next()).code).toBe(1000);
  await expect(connectTo(server, { signal: abort.signal })).rejects.toThrow('changed my mind');
});
