import type { ByteReader } from './byte-reader.ts';
import type { FieldDescription, FieldType, MessageDescription } from './message-table.ts';
import type { PacketMessage } from './packet.ts';
import { tagOf, WireType } from './wire-type.ts';

type FieldValues = Record<string, unknown>;

const NO_BYTES = new Uint8Array(0);

const WIRE_TYPES: Readonly<Record<FieldType, number>> = {
  int32: WireType.VARINT,
  bool: WireType.VARINT,
  string: WireType.LENGTH_DELIMITED,
  bytes: WireType.LENGTH_DELIMITED,
  int32List: WireType.LENGTH_DELIMITED,
};

/**
 * Reads one member of the oneof, its length first. `earlier` is what the packet holds so far: a second message of
 * the same kind is merged into it (in place: it belongs to the packet being decoded), one of another kind replaces it.
 */
export function readMessage(
  reader: ByteReader,
  description: MessageDescription,
  earlier: PacketMessage | undefined,
): PacketMessage {
  const values: FieldValues =
    earlier?.kind === description.kind ? (earlier as unknown as FieldValues) : blank(description);
  const outerEnd = reader.enter(reader.readLength());
  while (reader.remaining > 0) readField(reader, description, values);
  reader.leave(outerEnd);
  return values as unknown as PacketMessage;
}

function readField(reader: ByteReader, description: MessageDescription, values: FieldValues): void {
  const tag = reader.readTag();
  for (const field of description.fields) {
    if (tag === tagOf(field.number, WIRE_TYPES[field.type])) {
      readValue(reader, field, values);
      return;
    }
    if (field.type === 'int32List' && tag === tagOf(field.number, WireType.VARINT)) {
      (values[field.name] as number[]).push(reader.readInt32());
      return;
    }
  }
  reader.skip(tag);
}

function readValue(reader: ByteReader, field: FieldDescription, values: FieldValues): void {
  switch (field.type) {
    case 'int32':
      values[field.name] = reader.readInt32();
      return;
    case 'bool':
      values[field.name] = reader.readBool();
      return;
    case 'string':
      values[field.name] = reader.readString();
      return;
    case 'bytes':
      values[field.name] = reader.readBytes();
      return;
    case 'int32List':
      readPackedInt32s(reader, values[field.name] as number[]);
  }
}

function readPackedInt32s(reader: ByteReader, list: number[]): void {
  const outerEnd = reader.enter(reader.readLength());
  while (reader.remaining > 0) list.push(reader.readInt32());
  reader.leave(outerEnd);
}

function blank(description: MessageDescription): FieldValues {
  const values: FieldValues = { kind: description.kind };
  for (const field of description.fields) values[field.name] = defaultOf(field.type);
  return values;
}

function defaultOf(type: FieldType): unknown {
  switch (type) {
    case 'int32':
      return 0;
    case 'bool':
      return false;
    case 'string':
      return '';
    case 'bytes':
      return NO_BYTES;
    case 'int32List':
      return [];
  }
}
