import { decodePacket } from '../protocol/decode.ts';
import type { Packet } from '../protocol/packet.ts';

/** The packet, or undefined where the bytes are none. */
export function tryDecode(frame: Uint8Array): Packet | undefined {
  try {
    return decodePacket(frame);
  } catch {
    return undefined;
  }
}
