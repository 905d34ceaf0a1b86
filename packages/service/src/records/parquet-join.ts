/** Joins Parquet files of one schema as they are: their row groups are copied, only the footer is made anew. */
import { type FileHandle, open } from 'node:fs/promises';
import { type FileMetaData, parquetMetadata, type RowGroup } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';

/** Behind the footer stand its length and the magic number; before the first row group the magic number alone. */
const TAIL_BYTES = 8;
const HEAD_BYTES = 4;
const CHUNK_BYTES = 4 * 1024 * 1024;

/** Adds the row groups of files that were written here to the end of another. */
export async function appendParquet(target: string, parts: readonly string[]): Promise<void> {
  const file = await open(target, 'r+');
  try {
    const first = await readFooter(file);
    const footer = newFooter(first.metadata);
    let end = first.start;
    for (const path of parts) end = await appendPart(path, { file, end, footer });
    await file.truncate(end);
    await writeAll(file, footerBytes(footer), end);
  } finally {
    await file.close();
  }
}

interface Footer {
  readonly metadata: FileMetaData;
  /** Where the footer begins, which is where the last row group ends. */
  readonly start: number;
}

async function readFooter(file: FileHandle): Promise<Footer> {
  const { size } = await file.stat();
  const tail = await readAt(file, size - TAIL_BYTES, TAIL_BYTES);
  const length = tail.readUInt32LE(0) + TAIL_BYTES;
  return { metadata: parquetMetadata(await readAt(file, size - length, length)), start: size - length };
}

function newFooter({ schema, key_value_metadata, created_by, row_groups, num_rows }: FileMetaData): ParquetWriter {
  const footer = new ParquetWriter({
    writer: new ByteWriter(),
    schema,
    ...(key_value_metadata === undefined ? {} : { kvMetadata: key_value_metadata }),
    ...(created_by === undefined ? {} : { createdBy: created_by }),
  });
  footer.row_groups.push(...row_groups);
  footer.num_rows = num_rows;
  return footer;
}

interface Joined {
  readonly file: FileHandle;
  /** Where its last row group ends. */
  readonly end: number;
  readonly footer: ParquetWriter;
}

/** Gives where the last row group now ends. */
async function appendPart(path: string, { file, end, footer }: Joined): Promise<number> {
  const part = await open(path, 'r');
  try {
    const { metadata, start } = await readFooter(part);
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    for (let at = HEAD_BYTES; at < start; ) {
      const { bytesRead } = await part.read(buffer, 0, Math.min(CHUNK_BYTES, start - at), at);
      await writeAll(file, buffer.subarray(0, bytesRead), end + at - HEAD_BYTES);
      at += bytesRead;
    }
    const by = BigInt(end - HEAD_BYTES);
    footer.row_groups.push(...metadata.row_groups.map((group) => moved(group, by)));
    footer.num_rows += metadata.num_rows;
    return end + start - HEAD_BYTES;
  } finally {
    await part.close();
  }
}

/** What is written here has neither dictionaries nor indexes beside its pages. */
function moved(group: RowGroup, by: bigint): RowGroup {
  const columns = group.columns.map(({ file_offset, meta_data, ...column }) => ({
    ...column,
    file_offset: file_offset + by,
    ...(meta_data === undefined
      ? {}
      : { meta_data: { ...meta_data, data_page_offset: meta_data.data_page_offset + by } }),
  }));
  return { ...group, columns };
}

function footerBytes(footer: ParquetWriter): Uint8Array {
  const writer = footer.writer as ByteWriter;
  footer.finish();
  return writer.getBytes().subarray(HEAD_BYTES);
}

async function readAt(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  await file.read(buffer, 0, length, start);
  return buffer;
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
