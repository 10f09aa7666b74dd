/** What a message carries; text is sent as UTF-8. */
export type Payload = string | Uint8Array;

const utf8Encoder = new TextEncoder();

export function payloadBytes(payload: Payload): Uint8Array {
  return typeof payload === 'string' ? utf8Encoder.encode(payload) : payload;
}
