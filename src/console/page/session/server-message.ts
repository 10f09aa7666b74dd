import type { Channel } from '../../../bridge/messages.ts';
import type { SendRequest } from '../../protocol.ts';
import { PAGE_LIMITS } from '../page-limits.ts';
import { bytes } from '../parts/format.ts';
import { base64OfBytes, type PayloadFormat, parsePayload } from '../parts/payload.ts';

export type Target = { kind: 'all' } | { kind: 'player' | 'group'; id: number };

/** A message as it is written into the form. */
export interface MessageFields {
  opCode: string;
  target: Target;
  channel: Channel;
  format: PayloadFormat;
  payload: string;
}

/** @throws {SyntaxError} that says what is wrong with the payload */
export function sendRequest(fields: MessageFields): { request: SendRequest; payloadBytes: number } {
  const { opCode, target, channel } = fields;
  const payload = payloadOf(fields);
  const request = {
    ...{ opCode: Number(opCode), channel, payload: base64OfBytes(payload) },
    ...(target.kind === 'player' ? { targetPeer: target.id } : {}),
    ...(target.kind === 'group' ? { targetGroup: target.id } : {}),
  };
  return { request, payloadBytes: payload.length };
}

function payloadOf({ payload, format }: MessageFields): Uint8Array {
  let content: Uint8Array;
  try {
    content = parsePayload(payload, format);
  } catch (error) {
    throw new SyntaxError(`The payload is no ${format}: ${(error as Error).message}`);
  }
  if (content.length <= PAGE_LIMITS.payloadBytes) return content;
  throw new SyntaxError(`The payload is larger than ${bytes(PAGE_LIMITS.payloadBytes)}.`);
}
