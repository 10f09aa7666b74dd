import { type ByteWriter, utf8Bytes } from './byte-writer.ts';
import { type FieldDescription, type MessageDescription, messageByKind } from './message-table.ts';
import type { PacketMessage } from './packet.ts';
import { int32Bytes, uint32Bytes } from './varint.ts';
import { tagOf, WireType } from './wire-type.ts';

type FieldValues = Readonly<Record<string, unknown>>;

/** How many bytes the oneof member takes in its packet, tag and length included. */
export function messageFieldBytes(message: PacketMessage): number {
  const description = messageByKind(message.kind);
  const bytes = bodyBytes(description, message as unknown as FieldValues);
  return uint32Bytes(tagOf(description.number, WireType.LENGTH_DELIMITED)) + uint32Bytes(bytes) + bytes;
}

/** Writes the oneof member with tag and length; an empty one too, because its presence says something. */
export function writeMessageField(writer: ByteWriter, message: PacketMessage): void {
  const description = messageByKind(message.kind);
  const values = message as unknown as FieldValues;
  writer.writeUint32(tagOf(description.number, WireType.LENGTH_DELIMITED));
  writer.writeUint32(bodyBytes(description, values));
  for (const field of description.fields) writeField(writer, field, values[field.name]);
}

function bodyBytes(description: MessageDescription, values: FieldValues): number {
  let bytes = 0;
  for (const field of description.fields) bytes += fieldBytes(field, values[field.name]);
  return bytes;
}

// The field numbers inside a message are all below 16: one byte of tag.
function fieldBytes(field: FieldDescription, value: unknown): number {
  switch (field.type) {
    case 'int32': {
      const number = (value as number) | 0;
      return number === 0 ? 0 : 1 + int32Bytes(number);
    }
    case 'bool':
      return value ? 2 : 0;
    case 'string':
      return delimitedBytes(utf8Bytes(value as string));
    case 'bytes':
      return delimitedBytes((value as Uint8Array).length);
    case 'int32List':
      return delimitedBytes(packedBytes(value as readonly number[]));
  }
}

function delimitedBytes(length: number): number {
  return length === 0 ? 0 : 1 + uint32Bytes(length) + length;
}

function packedBytes(list: readonly number[]): number {
  let bytes = 0;
  for (const number of list) bytes += int32Bytes(number | 0);
  return bytes;
}

function writeField(writer: ByteWriter, field: FieldDescription, value: unknown): void {
  if (fieldBytes(field, value) === 0) return;
  switch (field.type) {
    case 'int32':
      writer.writeUint32(tagOf(field.number, WireType.VARINT));
      writer.writeInt32((value as number) | 0);
      return;
    case 'bool':
      writer.writeUint32(tagOf(field.number, WireType.VARINT));
      writer.writeUint32(1);
      return;
    default:
      writer.writeUint32(tagOf(field.number, WireType.LENGTH_DELIMITED));
      writeDelimited(writer, value as string | Uint8Array | readonly number[]);
  }
}

function writeDelimited(writer: ByteWriter, value: string | Uint8Array | readonly number[]): void {
  if (typeof value === 'string') {
    const bytes = utf8Bytes(value);
    writer.writeUint32(bytes);
    writer.writeString(value, bytes);
  } else if (value instanceof Uint8Array) {
    writer.writeUint32(value.length);
    writer.writeRaw(value);
  } else {
    writer.writeUint32(packedBytes(value));
    for (const number of value) writer.writeInt32(number | 0);
  }
}
