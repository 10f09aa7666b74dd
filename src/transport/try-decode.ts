import { ClientError } from '../client-errors.ts';
import { decodePacket } from '../protocol/decode.ts';
import type { Packet } from '../protocol/packet.ts';

/** The packet in a received frame; undefined when the frame is malformed. Its payload is a view into `frame`. */
export function tryDecode(frame: Uint8Array): Packet | undefined {
  // Sockets deliver Buffers, whose `slice` does not copy; whoever gets the payload is to have the plain type.
  const bytes = new Uint8Array(frame.buffer, frame.byteOffset, frame.length);
  try {
    return decodePacket(bytes);
  } catch (error) {
    if (error instanceof ClientError) return undefined;
    throw error;
  }
}
