import type { OutgoingPacket } from '../protocol/outgoing-packet.ts';

/** FIN and the opcode of a binary message (RFC 6455, 5.2). */
const FINAL_BINARY = 0x82;
const MAX_7_BIT_LENGTH = 125;
const MAX_16_BIT_LENGTH = 0xffff;
const NO_FRAME = new Uint8Array(0);

/** One unfragmented, unmasked binary message as a server sends it (RFC 6455, 5.2): a copy of `payload` behind its header. */
export function frameBinaryMessage(payload: Uint8Array): Uint8Array {
  const headerBytes = payload.length <= MAX_7_BIT_LENGTH ? 2 : payload.length <= MAX_16_BIT_LENGTH ? 4 : 10;
  const frame = new Uint8Array(headerBytes + payload.length);
  const view = new DataView(frame.buffer);
  view.setUint8(0, FINAL_BINARY);
  if (headerBytes === 2) {
    view.setUint8(1, payload.length);
  } else if (headerBytes === 4) {
    view.setUint8(1, 126);
    view.setUint16(2, payload.length);
  } else {
    view.setUint8(1, 127);
    view.setBigUint64(2, BigInt(payload.length));
  }
  frame.set(payload, headerBytes);
  return frame;
}

/** Frames each packet once, however many sockets it goes to one after the other. */
export class FrameCache {
  #packet: OutgoingPacket | undefined;
  #frame: Uint8Array = NO_FRAME;

  frame(packet: OutgoingPacket): Uint8Array {
    if (packet !== this.#packet) {
      this.#packet = packet;
      this.#frame = frameBinaryMessage(packet.frame);
    }
    return this.#frame;
  }
}
