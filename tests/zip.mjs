// Makes zip archives as `zip -r` does, as far as a saved model needs it.

import { crc32, deflateRawSync } from 'node:zlib';

/** The bytes of a zip archive of `{ path, bytes }`, every file deflated. */
export function createZip(files) {
  const locals = [];
  const centrals = [];
  let offset = 0;
  for (const { path, bytes } of files) {
    const name = Buffer.from(path);
    const data = deflateRawSync(bytes);
    const header = commonHeader(name, bytes, data);
    const local = Buffer.concat([signature('PK\x03\x04'), header, name, data]);
    locals.push(local);
    centrals.push(centralRecord(header, name, offset));
    offset += local.length;
  }
  const directory = Buffer.concat(centrals);
  return Buffer.concat([...locals, directory, endRecord(files.length, directory.length, offset)]);
}

function signature(text) {
  return Buffer.from(text, 'latin1');
}

/** What the local header and the record in the directory share: version, flags, method, time, sums, lengths. */
function commonHeader(name, bytes, data) {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(8, 4);
  header.writeUInt32LE(crc32(bytes), 10);
  header.writeUInt32LE(data.length, 14);
  header.writeUInt32LE(bytes.length, 18);
  header.writeUInt16LE(name.length, 22);
  return header;
}

function centralRecord(header, name, offset) {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([signature('PK\x01\x02'), Buffer.from([20, 0]), header, rest, name]);
}

function endRecord(count, size, offset) {
  const record = Buffer.alloc(22);
  signature('PK\x05\x06').copy(record);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(size, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}
