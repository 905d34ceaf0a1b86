/** Joins Parquet files of one schema as they are: their row groups are copied, only the footer is made anew. */
import { type FileHandle, open } from 'node:fs/promises';
import { ScoringError } from '@tinderbox/scoring';
import { type FileMetaData, parquetMetadata, type RowGroup } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';

/** Behind the footer stand its length and the magic number; before the first row group the magic number alone. */
const TAIL_BYTES = 8;
const HEAD_BYTES = 4;
const CHUNK_BYTES = 4 * 1024 * 1024;

/** One file of the row groups of files that were written here. */
export class ParquetJoin {
  readonly #file: FileHandle;
  /** That of the first part, with the row groups of all. */
  #footer: ParquetWriter | undefined;
  /** Where the last row group ends. */
  #end = HEAD_BYTES;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(target: string): Promise<ParquetJoin> {
    return new ParquetJoin(await open(target, 'w'));
  }

  async add(path: string): Promise<void> {
    const part = await open(path, 'r');
    try {
      const { metadata, start } = await readFooter(part);
      this.#footer ??= newFooter(metadata);
      const length = await copyBytes({ from: part, start: HEAD_BYTES, end: start }, { to: this.#file, at: this.#end });
      const by = BigInt(this.#end - HEAD_BYTES);
      this.#footer.row_groups.push(...metadata.row_groups.map((group) => moved(group, by)));
      this.#footer.num_rows += metadata.num_rows;
      this.#end += length;
    } finally {
      await part.close();
    }
  }

  async finish(): Promise<void> {
    await writeAll(this.#file, Buffer.from('PAR1'), 0);
    if (this.#footer !== undefined) await writeAll(this.#file, footerBytes(this.#footer), this.#end);
    await this.close();
  }

  close(): Promise<void> {
    return this.#file.close();
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

/** As yet of no rows. */
function newFooter({ schema, key_value_metadata, created_by }: FileMetaData): ParquetWriter {
  return new ParquetWriter({
    writer: new ByteWriter(),
    schema,
    ...(key_value_metadata === undefined ? {} : { kvMetadata: key_value_metadata }),
    ...(created_by === undefined ? {} : { createdBy: created_by }),
  });
}

interface Copied {
  readonly from: FileHandle;
  readonly start: number;
  readonly end: number;
}

/** Gives how many there were. */
async function copyBytes({ from, start, end }: Copied, { to, at }: { to: FileHandle; at: number }): Promise<number> {
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, end - start));
  for (let done = start; done < end; ) {
    const { bytesRead } = await from.read(buffer, 0, Math.min(buffer.length, end - done), done);
    if (bytesRead === 0)
      throw new ScoringError('INTERNAL', 'expected a part as it was written, got one that is shorter');
    await writeAll(to, buffer.subarray(0, bytesRead), at + done - start);
    done += bytesRead;
  }
  return end - start;
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
