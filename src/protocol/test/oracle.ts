import protobuf from 'protobufjs';
import type { Packet, PacketMessage } from '../packet.ts';
import { SCHEMA } from './schema.ts';

/** The schema in an edition with the rules of proto3, but for strings that are not UTF-8: these are let through. */
const LENIENT_SCHEMA = SCHEMA.replace(
  'syntax = "proto3";',
  `edition = "2023";
   option features.field_presence = IMPLICIT;
   option features.utf8_validation = NONE;`,
);

const PacketType = protobuf.parse(LENIENT_SCHEMA).root.lookupType('com.gamelift.rt.proto.Packet');

type Fields = Record<string, unknown>;

/** What the other codec read, and in what respect the two codecs may differ about these bytes. */
export interface OracleReading {
  readonly packet: Packet;
  /** It passed over a group, a field with the number 0, or a varint of more than ten bytes, which ours refuses. */
  readonly hasRefusedUnknown: boolean;
  /** It keeps every member of the oneof it met, and merges into one that another has replaced since. */
  readonly hasSeveralMessages: boolean;
}

/** Encodes with protobufjs. */
export function oracleEncode(packet: Packet): Uint8Array {
  const { message, ...fields } = packet;
  if (message === undefined) return PacketType.encodeDelimited(PacketType.fromObject(fields)).finish();
  const { kind, ...values } = message;
  return PacketType.encodeDelimited(PacketType.fromObject({ ...fields, [kind]: values })).finish();
}

/** Decodes with protobufjs; undefined where it refuses the bytes. */
export function oracleDecode(frame: Uint8Array): OracleReading | undefined {
  try {
    const reader = protobuf.Reader.create(frame);
    reader.discardUnknown = false;
    const length = reader.size();
    if (reader.pos + length !== reader.len) return undefined;
    const decoded = PacketType.decode(reader, length);
    const { message: kind, ...fields } = PacketType.toObject(decoded, {
      defaults: true,
      oneofs: true,
    }) as Fields;
    const members = PacketType.oneofs.message!.fieldsArray.map(field => field.name);
    const held = members.filter(name => Object.hasOwn(decoded, name));
    const parts = [decoded, ...held.map(name => (decoded as unknown as Fields)[name])] as Unknowns[];
    const packet = Object.fromEntries(Object.entries(fields).filter(([name]) => !members.includes(name)));
    const message = kind === undefined ? undefined : { kind, ...(fields[kind as string] as Fields) };
    return {
      packet: { ...(packet as unknown as Packet), message: message as PacketMessage | undefined },
      hasRefusedUnknown: parts.some(part => part.$unknowns?.some(isRefused) ?? false),
      hasSeveralMessages: held.length > 1,
    };
  } catch {
    return undefined;
  }
}

interface Unknowns {
  readonly $unknowns?: Uint8Array[];
}

/** `raw`: an unknown field, tag first. The wire type is in the tag's low three bits; 3 starts a group. */
function isRefused(raw: Uint8Array): boolean {
  const wireType = raw[0]! & 7;
  const tagBytes = raw.findIndex(byte => byte < 0x80) + 1;
  const isNumberZero = raw
    .subarray(0, tagBytes)
    .every((byte, index) => (byte & (index === 0 ? 0x78 : 0x7f)) === 0);
  return wireType === 3 || isNumberZero || (wireType === 0 && raw.length - tagBytes > 10);
}
