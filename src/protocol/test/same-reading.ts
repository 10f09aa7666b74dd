import { ClientError } from '../../client-errors.ts';
import { decodePacket } from '../decode.ts';
import type { Packet } from '../packet.ts';
import { toHex } from './hex.ts';
import { oracleDecode } from './oracle.ts';

/** The packet, or undefined where the bytes are refused as they must be; any other error fails the test. */
export function decodeOrRefuse(frame: Uint8Array): Packet | undefined {
  try {
    return decodePacket(frame);
  } catch (error) {
    if (error instanceof ClientError) return undefined;
    throw error;
  }
}

/**
 * What our codec and the other one make of a frame, as texts that have to be equal. Two differences are allowed:
 * ours is stricter about unknown fields, and forgets a message once one of another kind replaces it.
 */
export function bothReadings(frame: Uint8Array): { ours: string; theirs: string } {
  const ours = decodeOrRefuse(frame);
  const theirs = oracleDecode(frame);
  const our = ours === undefined ? 'refused' : canonical(ours);
  if (theirs === undefined) return { ours: our, theirs: 'refused' };
  const mayDiffer = ours === undefined ? theirs.hasRefusedUnknown : theirs.hasSeveralMessages;
  return { ours: our, theirs: mayDiffer ? our : canonical(theirs.packet) };
}

/** One text for equal packets: the codecs order their fields differently, and one gives Buffers. */
export function canonical(packet: Packet): string {
  return JSON.stringify(entries({ ...packet, message: packet.message && entries(packet.message) }));
}

function entries(fields: object): unknown {
  return Object.entries(fields)
    .map(([name, value]) => [name, value instanceof Uint8Array ? toHex(value) : value])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
