import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameShortcut } from './frame-shortcut.ts';

const PING = 9;
const TEXT = 1;
const CONTINUATION = 0;
const MAX_MESSAGE_BYTES = 300;

/** A stream that a shortcut is taken from: what its connection was given, and what the library behind it. */
async function shortcutOf() {
  const socket = new Readable({ read() {} });
  const state = { isOpen: true, readBytes: 0, messages: [] as string[], library: '' };
  socket.on('data', (chunk: Buffer) => {
    state.library += chunk.toString('hex');
  });
  new FrameShortcut({
    socket,
    maxMessageBytes: MAX_MESSAGE_BYTES,
    isOpen: () => state.isOpen,
    onRead: bytes => {
      state.readBytes += bytes;
    },
    onMessage: message => state.messages.push(Buffer.from(message).toString()),
  }).open();
  // The stream flows from the next turn on.
  await nextTurn();
  return { socket, state };
}

/** A client's frame (RFC 6455, 5.2), with a length of 7 or 16 bits. */
function masked(payload: Uint8Array, { fin = true, opCode = 2 } = {}): Buffer {
  const mask = [0x11, 0x00, 0xf2, 0x83];
  const isShort = payload.length < 126;
  const length = isShort ? [payload.length] : [126, payload.length >> 8, payload.length & 0xff];
  const head = [(fin ? 0x80 : 0) | opCode, length[0]! | 0x80, ...length.slice(1), ...mask];
  return Buffer.concat([Buffer.from(head), payload.map((byte, at) => byte ^ mask[at & 3]!)]);
}

const hello = masked(Buffer.from('hello'));

test.each([
  ['one', [hello], ['hello']],
  ['several that came in one read', [Buffer.concat([hello, masked(Buffer.from('you')), hello])], 3],
  ['an empty one', [masked(Buffer.alloc(0))], ['']],
  ['one with a length of 16 bits', [masked(Buffer.alloc(200, 'x'))], ['x'.repeat(200)]],
])('of whole binary messages the library sees nothing: %s', async (_what, reads, expected) => {
  const { socket, state } = await shortcutOf();
  for (const read of reads) socket.push(Buffer.from(read));
  expect(state.library).toBe('');
  expect(state.readBytes).toBe(Buffer.concat(reads).length);
  if (typeof expected === 'number') expect(state.messages).toHaveLength(expected);
  else expect(state.messages).toEqual(expected);
});

const unmasked = Buffer.from([0x82, 1, 0]);
const reserved = Buffer.from(hello);
reserved[0]! |= 0x40;

test.each([
  ['a text message', masked(hello, { opCode: TEXT })],
  ['a ping', masked(Buffer.alloc(0), { opCode: PING })],
  ['a fragment', masked(Buffer.from('hel'), { fin: false })],
  ['a continuation', masked(Buffer.from('lo'), { opCode: CONTINUATION })],
  ['a message over the size limit', masked(Buffer.alloc(MAX_MESSAGE_BYTES + 1))],
  ['a frame without a mask', unmasked],
  ['a frame with a reserved bit', reserved],
  ['a message and a part of another', Buffer.concat([hello, hello.subarray(0, 3)])],
  ['a message and a ping', Buffer.concat([hello, masked(Buffer.alloc(0), { opCode: PING })])],
])('the library sees all of a read that has anything else in it: %s', async (_what, read) => {
  const { socket, state } = await shortcutOf();
  socket.push(read);
  expect(state).toMatchObject({ messages: [], library: read.toString('hex'), readBytes: read.length });
});

test.each([
  [
    'in the payload of a frame',
    Buffer.concat([Buffer.from([0x82, 0xfe, 0, 200, 0, 0, 0, 0]), Buffer.alloc(9)]),
  ],
  ['in the head of a frame', Buffer.from([0x82, 0xfe])],
  ['between the fragments of a message', masked(Buffer.from('hel'), { fin: false })],
])('what looks like a message is none %s', async (_where, before) => {
  const { socket, state } = await shortcutOf();
  socket.push(before);
  socket.push(hello);
  expect(state).toMatchObject({ messages: [], library: Buffer.concat([before, hello]).toString('hex') });
});

test('while the connection is closing, the library sees whatever comes', async () => {
  const { socket, state } = await shortcutOf();
  state.isOpen = false;
  socket.push(hello);
  expect(state).toMatchObject({ messages: [], library: hello.toString('hex') });
});

test('what waits in a paused stream is not overtaken', async () => {
  const { socket, state } = await shortcutOf();
  socket.pause();
  socket.push(Buffer.from(hello));
  expect(state).toMatchObject({ messages: [], library: '', readBytes: 0 });
  socket.resume();
  socket.push(Buffer.from(hello));
  await nextTurn();
  expect(state).toMatchObject({ messages: [], library: Buffer.concat([hello, hello]).toString('hex') });
  socket.push(Buffer.from(hello));
  expect(state.messages).toEqual(['hello']);
});

test('whatever comes, in whatever pieces, comes once and in order, and between messages alone is anything taken', async () => {
  const text = fc.string({ maxLength: 200 });
  /** The frames of a message, or a control frame. */
  const frames = fc.oneof(
    { arbitrary: text.map(payload => [masked(Buffer.from(payload))]), weight: 3 },
    text.map(payload => [
      masked(Buffer.from(payload), { fin: false }),
      masked(Buffer.alloc(0), { opCode: PING }),
      masked(Buffer.from(payload), { opCode: CONTINUATION }),
    ]),
    fc.constant([masked(Buffer.from('pong'), { opCode: 10 })]),
  );
  const cuts = fc.array(fc.integer({ min: 1, max: 250 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(frames, { maxLength: 12 }), cuts, async (messages, sizes) => {
      const { socket, state } = await shortcutOf();
      const sent = Buffer.concat(messages.flat());
      const ends = new Set([0]);
      for (const message of messages) ends.add([...ends].at(-1)! + Buffer.concat(message).length);
      let reached = '';
      for (let at = 0, piece = 0; at < sent.length; piece++) {
        const size = sizes[piece % sizes.length]!;
        const read = sent.subarray(at, at + size);
        socket.push(Buffer.from(read));
        if (state.library !== '') reached += state.library;
        else expect([ends.has(at), ends.has(at + read.length)]).toEqual([true, true]);
        if (state.library === '') reached += read.toString('hex');
        state.library = '';
        at += size;
      }
      expect(reached).toBe(sent.toString('hex'));
    }),
  );
});
