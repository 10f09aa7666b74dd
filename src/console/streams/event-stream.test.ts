import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import fastify from 'fastify';
import { afterEach, expect, test, vi } from 'vitest';
import { resolveLimits } from '../../limits/limits.ts';
import { OPEN_CONSOLE } from '../access/console-access.ts';
import { EventStream } from './event-stream.ts';
import { OpenStreams } from './open-streams.ts';

const app = { close: async () => {} };
afterEach(() => app.close());

/** The stream, and its response, of which nothing is read. */
async function answered(stream: EventStream): Promise<IncomingMessage> {
  const server = fastify();
  app.close = () => server.close();
  server.get('/', (_request, reply) => stream.answer(reply));
  await server.listen({ host: '127.0.0.1', port: 0 });
  const request = get({
    ...{ host: '127.0.0.1', port: (server.server.address() as AddressInfo).port, agent: false },
  });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

test('what a browser does not read is left out beyond the bound, and the rest arrives whole', async () => {
  const stream = new EventStream(64 * 1024);
  const response = await answered(stream);
  const event = { text: 'x'.repeat(1024) };
  let sent = 0;
  // The sockets' own buffers fill first.
  while (stream.send('fill', event)) sent++;
  expect(stream.isRead).toBe(false);
  expect(stream.send('more', event)).toBe(false);
  let text = '';
  response.setEncoding('utf8').on('data', chunk => {
    text += chunk;
  });
  await vi.waitFor(() => expect(stream.isRead).toBe(true));
  expect(stream.send('last', {})).toBe(true);
  stream.end();
  await once(response, 'end');
  const names = [...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name);
  expect(names).toEqual([...Array.from({ length: sent }, () => 'fill'), 'last']);
});

test('a browser that goes ends the stream, and nothing is kept for it', async () => {
  const stream = new EventStream(1024);
  const closed = vi.fn();
  stream.onClose(closed);
  const response = await answered(stream);
  response.destroy();
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  expect(stream.isOver).toBe(true);
  expect(stream.send('late', {})).toBe(false);
});

test('streams of those who are not welcome any more end with the next beat; others get a sign of life', async () => {
  const welcome = new Set(['a', 'b']);
  const streams = new OpenStreams(resolveLimits({ consoleBeatMs: 5 }), {
    isGood: ({ id }) => welcome.has(id),
  });
  const [a, b] = ['a', 'b'].map(id => streams.open({ id, permissions: ['read'] })) as [
    EventStream,
    EventStream,
  ];
  const response = await answered(a);
  let text = '';
  response.setEncoding('utf8').on('data', chunk => {
    text += chunk;
  });
  welcome.delete('b');
  await vi.waitFor(() => expect(b.isOver).toBe(true));
  await vi.waitFor(() => expect(text.match(/^:$/gm)!.length).toBeGreaterThan(2));
  expect(a.isOver).toBe(false);
  streams.close();
  await once(response, 'end');
});

test('a browser that reads nothing more is cut off after a while', async () => {
  const stream = new EventStream(1024);
  const closed = vi.fn();
  stream.onClose(closed);
  const response = await answered(stream);
  while (stream.send('fill', { text: 'x'.repeat(1024) }));
  for (let beats = 0; beats < 3; beats++) stream.beat();
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  response.destroy();
});

test('one user has so many streams, and another one has as many', () => {
  const streams = new OpenStreams(resolveLimits({ consoleStreamsPerUser: 1 }), OPEN_CONSOLE);
  const [one, other] = [
    { id: 'one', permissions: [] },
    { id: 'other', permissions: [] },
  ];
  const first = streams.open(one);
  expect(() => streams.open(one)).toThrow(expect.objectContaining({ code: 'console_busy' }));
  streams.open(other);
  first.abandon();
  return vi.waitFor(() => streams.open(one));
});
