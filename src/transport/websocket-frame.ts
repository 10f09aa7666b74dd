import type { OutgoingPacket } from '../protocol/outgoing-packet.ts';

/** FIN and the opcode of a binary message (RFC 6455, 5.2). */
const FINAL_BINARY = 0x82;
const MAX_7_BIT_LENGTH = 125;
const MAX_16_BIT_LENGTH = 0xffff;
const NO_FRAME = new Uint8Array(0);

/** One unfragmented, unmasked binary message as a server sends it (RFC 6455, 5.2): the packet behind its header. */
export function frameBinaryMessage(packet: Pick<OutgoingPacket, 'frameBytes' | 'frameBehind'>): Buffer {
  const bytes = packet.frameBytes;
  const headerBytes = bytes <= MAX_7_BIT_LENGTH ? 2 : bytes <= MAX_16_BIT_LENGTH ? 4 : 10;
  const { buffer, byteOffset, length } = packet.frameBehind(headerBytes);
  // A Buffer, because a socket makes one of any other array.
  const frame = Buffer.from(buffer, byteOffset, length);
  frame[0] = FINAL_BINARY;
  if (headerBytes === 2) {
    frame[1] = bytes;
  } else if (headerBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(bytes, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(bytes), 2);
  }
  return frame;
}

/** Frames each packet once, however many sockets it goes to one after the other. */
export class FrameCache {
  #packet: OutgoingPacket | undefined;
  #frame: Uint8Array = NO_FRAME;

  frame(packet: OutgoingPacket): Uint8Array {
    if (packet !== this.#packet) {
      this.#packet = packet;
      this.#frame = frameBinaryMessage(packet);
    }
    return this.#frame;
  }
}
