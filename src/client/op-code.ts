import { LAST_INT32 } from './ids.ts';
import { type Payload, payloadBytes } from './payload.ts';

/** How the values of one op code are written into a payload, and read from it. */
export interface PayloadCodec<T> {
  encode(value: T): Payload;
  /** May throw: the message is then told by the `undecodable` event, and by `message` as always. */
  decode(payload: Uint8Array): T;
}

/** One of the game's op codes, with what its payloads hold. */
export interface TypedOpCode<T> {
  readonly opCode: number;
  readonly codec: PayloadCodec<T>;
}

/**
 * A row of the game's table of op codes: `const Op = { MOVE: opCode(1, bytes), ROSTER: opCode(11, json<Roster>()) }`.
 *
 * @throws RangeError where the number is no integer from 1 to 2,147,483,647.
 */
export function opCode<T>(number: number, codec: PayloadCodec<T>): TypedOpCode<T> {
  return { opCode: requireOpCode(number), codec };
}

export const bytes: PayloadCodec<Uint8Array> = { encode: value => value, decode: payload => payload };

const utf8Decoder = new TextDecoder();

/** UTF-8; wrong bytes are read as U+FFFD. */
export const text: PayloadCodec<string> = {
  encode: value => value,
  decode: payload => utf8Decoder.decode(payload),
};

/** JSON in UTF-8. What comes is taken for a `T` and not looked at: check what other players send. */
export function json<T>(): PayloadCodec<T> {
  return {
    encode: value => JSON.stringify(value),
    decode: payload => JSON.parse(utf8Decoder.decode(payload)) as T,
  };
}

/** The number and the bytes of a message, whether its op code has a codec or not. */
export function encodeMessage<T>(
  opCode: number | TypedOpCode<T>,
  value: unknown,
): { opCode: number; payload: Uint8Array } {
  if (typeof opCode === 'number') {
    return { opCode: requireOpCode(opCode), payload: payloadBytes((value ?? '') as Payload) };
  }
  return { opCode: opCode.opCode, payload: payloadBytes(opCode.codec.encode(value as T)) };
}

function requireOpCode(number: number): number {
  if (Number.isInteger(number) && number >= 1 && number <= LAST_INT32) return number;
  throw new RangeError(`op code ${number} is not an integer from 1 to ${LAST_INT32}`);
}
