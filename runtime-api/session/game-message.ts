import { copyBytes, lengthOf } from '../../src/bridge/captured.ts';
import type { BridgeMessage } from '../../src/bridge/messages.ts';
import {
  construct,
  defineProperty,
  isArrayBufferView,
  NativeArrayBuffer,
  NativeError,
  NativeUint8Array,
  toText,
} from '../kernel/primordials.ts';
import { Buffer } from '../modules/buffer.ts';
import { decodeUtf8, utf8ByteLength, writeUtf8 } from '../modules/utf8.ts';
import { toInt32 } from './coercion.ts';

export const SERVER_PEER_ID = -1;

/**
 * Stands for `Buffer` where one is constructed: scripts may replace what they find there; what makes one is its prototype.
 * To give an array another prototype once it is there would be a call into V8's runtime for each message.
 */
function BufferMaker(): never {
  throw new NativeError('this only lends its prototype');
}
defineProperty(BufferMaker, 'prototype', { value: Buffer.prototype });

function newBuffer(length: number): Uint8Array {
  return construct(NativeUint8Array, [length], BufferMaker as unknown as typeof Buffer) as Uint8Array;
}

/** Bytes of their own, as the `Buffer` scripts expect: what a script keeps does not hold the batch. */
export function toOwnBuffer(bytes: Uint8Array): Uint8Array {
  const own = newBuffer(lengthOf(bytes));
  copyBytes(own, bytes, 0);
  return own;
}

function encodeText(text: string): Uint8Array {
  const own = newBuffer(utf8ByteLength(text));
  writeUtf8(text, own, 0);
  return own;
}

/** A message as scripts see and make it: a client's, or one from `newTextGameMessage` and its sister. */
export class GameMessage {
  opCode: number;
  sender: number;
  payload: Uint8Array;
  reliable: boolean;
  targetPlayer: number;
  targetGroup: number;

  constructor(fields: Omit<GameMessage, 'getPayloadAsText'>) {
    this.opCode = fields.opCode;
    this.sender = fields.sender;
    this.payload = fields.payload;
    this.reliable = fields.reliable;
    this.targetPlayer = fields.targetPlayer;
    this.targetGroup = fields.targetGroup;
  }

  /** The payload as UTF-8 text; always a string. */
  getPayloadAsText(): string {
    return payloadAsText(this.payload);
  }
}

export function payloadAsText(payload: unknown): string {
  if (payload instanceof NativeUint8Array) return decodeUtf8(payload);
  return payload === undefined || payload === null ? '' : toText(payload);
}

/** A client's message, for the callbacks. */
export function receivedMessage(message: BridgeMessage): GameMessage {
  return new GameMessage({
    opCode: message.opCode,
    sender: message.sender,
    payload: toOwnBuffer(message.payload),
    reliable: message.channel === 'reliable',
    targetPlayer: message.targetPlayer,
    targetGroup: message.targetGroup,
  });
}

/** 0 for what is no number: such a message is never sent, and the log says so when it is tried. */
export function toOpCode(given: unknown): number {
  return toInt32(given) ?? 0;
}

/** The server, where a script names nobody. */
export function toSender(given: unknown): number {
  return toInt32(given) ?? SERVER_PEER_ID;
}

/** `new*GameMessage`: whatever a script gives as op code, sender and content becomes a message. */
export function newGameMessage(opCode: unknown, sender: unknown, content: unknown): GameMessage {
  return new GameMessage({
    opCode: toOpCode(opCode),
    sender: toSender(sender),
    payload: ownPayload(content),
    reliable: true,
    targetPlayer: 0,
    targetGroup: 0,
  });
}

function ownPayload(content: unknown): Uint8Array {
  const bytes = payloadBytes(content);
  return bytes === content ? toOwnBuffer(bytes) : bytes;
}

/** What a script gives as a payload, as bytes; an array of bytes is returned as it is. */
export function payloadBytes(content: unknown): Uint8Array {
  if (typeof content === 'string') return encodeText(content);
  if (isArrayBufferView(content)) {
    if (content instanceof NativeUint8Array) return content;
    return toOwnBuffer(new NativeUint8Array(content.buffer, content.byteOffset, content.byteLength));
  }
  if (content instanceof NativeArrayBuffer) return toOwnBuffer(new NativeUint8Array(content));
  return encodeText(textOf(content));
}

/** `String(x)`, for values that refuse it as well. */
export function textOf(value: unknown): string {
  try {
    return toText(value);
  } catch {
    return '';
  }
}
