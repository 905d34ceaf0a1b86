/** Writes Arrow IPC, types as in pyspark's toArrow: the file form for files, the stream form for streams. */
import type { Row, StructType } from '@tinderbox/scoring';
import * as flechette from '@uwdata/flechette';
import { ArrowFooter } from './arrow-footer.ts';
import { arrowField, bodyTypeOf, bodyValueOf } from './arrow-schema.ts';
import type { Output } from './output-file.ts';
import type { RecordWriter } from './records.ts';
import { RowGroups } from './row-groups.ts';

/** Continuation mark and length zero. */
const END_OF_STREAM = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);
const MAGIC = Buffer.from('ARROW1\0\0');

/** One record batch for 65536 rows or about 4 MiB of memory. */
export async function createArrowWriter(
  output: Output,
  schema: StructType,
  form: 'file' | 'stream',
): Promise<RecordWriter> {
  const fields = schema.fields.map(arrowField);
  const columns = schema.fields.map(({ type }) => ({ type: bodyTypeOf(type), convert: bodyValueOf(type) }));
  const encode = (rows: readonly Row[]): Uint8Array => {
    const built = columns.map(({ type, convert }, k) =>
      flechette.columnFromArray(
        rows.map((row) => convert(row[k])),
        type,
      ),
    );
    const { V5: version } = flechette.Version;
    const { Little: endianness } = flechette.Endianness;
    const table = new flechette.Table({ version, endianness, fields, metadata: null }, built);
    const message = flechette.tableToIPC(table, { format: 'stream' }) as Uint8Array;
    return message.subarray(0, message.length - END_OF_STREAM.length);
  };
  const head = encode([]);
  const footer = form === 'file' ? new ArrowFooter(head) : undefined;
  let offset = (form === 'file' ? MAGIC.length : 0) + head.length;
  await output.write(form === 'file' ? Buffer.concat([MAGIC, head]) : head);
  const groups = new RowGroups(async (rows) => {
    const message = encode(rows).subarray(head.length);
    footer?.addBatch(message, offset);
    offset += message.length;
    await output.write(message);
  });
  return {
    write: (rows) => groups.add(rows),
    async finish() {
      await groups.flush();
      await output.write(END_OF_STREAM);
      if (footer !== undefined) await output.write(footer.toBytes());
      await output.finish();
    },
    abort: () => output.abort(),
  };
}
