import { crc32, deflateRawSync } from 'node:zlib';

/** One file of an archive; the rest of it is what archives that lie about themselves are made with. */
export interface ZipEntry {
  name: string;
  contents: string | Buffer;
  /** What the archive says the contents have; default: what they have. */
  claimedBytes?: number;
  /** Unix mode and type in the upper half; a symbolic link's, for example. */
  attributes?: number;
  isEncrypted?: true;
}

/** A zip file with these entries in this order, deflated. */
export function zip(entries: readonly (ZipEntry | [name: string, contents: string | Buffer])[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const given of entries) {
    const entry: ZipEntry = 'name' in given ? given : { name: given[0], contents: given[1] };
    const contents = Buffer.from(entry.contents);
    const data = deflateRawSync(contents);
    const name = Buffer.from(entry.name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(entry.isEncrypted ? 0x801 : 0x800, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(contents), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(entry.claimedBytes ?? contents.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE((entry.attributes ?? 0) >>> 0, 6);
    place.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, data]);
    // Made by a Unix system, so that the attributes mean something.
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), fields, place, name);
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, central, Buffer.from('PK\x05\x06'), end]);
}
