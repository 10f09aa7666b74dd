import { Readable } from 'node:stream';
import { FramePosition } from './frame-position.ts';

/** FIN and the opcode of a binary message (RFC 6455, 5.2). */
const FINAL_BINARY = 0x82;
const MASKED = 0x80;
const LENGTH_IN_16_BITS = 126;
const MASK_BYTES = 4;

export interface FrameShortcutOptions {
  /** Where the library has begun to listen already, and nothing has been read from yet. */
  readonly socket: Readable;
  /** Larger messages are left to the library, which refuses them. */
  readonly maxMessageBytes: number;
  /** False when the library is to see whatever comes. */
  isOpen(): boolean;
  /** So many bytes have come, which are looked at next, here or by the library. */
  onRead(bytes: number): void;
  /** A binary message, unmasked: a view into what was read. */
  onMessage(message: Uint8Array): void;
}

/**
 * Takes what is read from a client straight to its connection where that is nothing but whole binary messages of one
 * frame each, which is what games send. Everything else goes to the WebSocket library, all rules of the protocol with it.
 * The bytes leave the ordinary way before the socket's own stream: that, the library's stream behind it and its many
 * views take a seventh of the host's time for a message to a script.
 */
export class FrameShortcut {
  readonly #options: FrameShortcutOptions;
  readonly #position = new FramePosition();

  constructor(options: FrameShortcutOptions) {
    this.#options = options;
  }

  /** To be called once. */
  open(): void {
    const { socket, onRead } = this.#options;
    // Before the library's own listener, which takes the bytes apart.
    socket.prependListener('data', (chunk: Buffer) => {
      this.#position.pass(chunk);
      onRead(chunk.length);
    });
    socket.push = (chunk: unknown, encoding?: BufferEncoding): boolean =>
      (chunk instanceof Uint8Array && this.#take(chunk)) ||
      Readable.prototype.push.call(socket, chunk, encoding);
  }

  /** @returns false when the bytes are to go the ordinary way */
  #take(chunk: Uint8Array): boolean {
    const { socket, maxMessageBytes, isOpen, onRead } = this.#options;
    // What waits in the stream comes first.
    if (!this.#position.isBetweenMessages || socket.readableLength > 0 || socket.isPaused()) return false;
    if (!isOpen() || !areWholeMessages(chunk, maxMessageBytes)) return false;
    onRead(chunk.length);
    for (let at = 0; at < chunk.length; ) {
      const payloadAt = at + headBytesAt(chunk, at);
      const end = payloadAt + payloadBytesAt(chunk, at);
      this.#options.onMessage(unmask(chunk, payloadAt, end));
      at = end;
    }
    return true;
  }
}

function areWholeMessages(chunk: Uint8Array, maxMessageBytes: number): boolean {
  let at = 0;
  while (at < chunk.length) {
    // A head that is cut off reads as one of no or of wrong length; it ends behind the chunk either way.
    if (chunk[at] !== FINAL_BINARY || (chunk[at + 1]! & MASKED) === 0) return false;
    if ((chunk[at + 1]! & ~MASKED) > LENGTH_IN_16_BITS) return false;
    const payloadBytes = payloadBytesAt(chunk, at);
    if (payloadBytes > maxMessageBytes) return false;
    at += headBytesAt(chunk, at) + payloadBytes;
  }
  return at === chunk.length;
}

/** Of a masked frame with a length of at most 16 bits, the mask included. */
function headBytesAt(chunk: Uint8Array, at: number): number {
  return MASK_BYTES + ((chunk[at + 1]! & ~MASKED) === LENGTH_IN_16_BITS ? 4 : 2);
}

function payloadBytesAt(chunk: Uint8Array, at: number): number {
  const length = chunk[at + 1]! & ~MASKED;
  return length === LENGTH_IN_16_BITS ? (chunk[at + 2]! << 8) | chunk[at + 3]! : length;
}

/** Unmasks a payload where it is; the mask stands before it. */
function unmask(chunk: Uint8Array, start: number, end: number): Uint8Array {
  for (let at = start; at < end; at++) chunk[at]! ^= chunk[start - MASK_BYTES + ((at - start) & 3)]!;
  return new Uint8Array(chunk.buffer, chunk.byteOffset + start, end - start);
}
