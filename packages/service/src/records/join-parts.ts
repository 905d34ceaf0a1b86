/** Makes one file of parts that are files of one format and one schema. */
import { createReadStream, createWriteStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openReader, openWriter } from './open.ts';
import type { RecordReader, RecordWriter, WriterOptions } from './records.ts';

type Form = Pick<WriterOptions, 'format' | 'compression'>;

/** The path of the whole, which may be that of the only part. CSV parts but the first must have no header line. */
export async function joinParts(parts: readonly string[], form: Form): Promise<string> {
  const [first, ...rest] = parts as [string, ...string[]];
  if (rest.length === 0) return first;
  if (form.format === 'csv' || form.format === 'json') {
    for (const part of rest) await pipeline(createReadStream(part), createWriteStream(first, { flags: 'a' }));
    return first;
  }
  const whole = join(dirname(first), 'whole');
  await rewrite(parts, whole, form);
  return whole;
}

async function rewrite(parts: readonly string[], target: string, form: Form): Promise<void> {
  const open = (source: string) => openReader({ source, format: form.format });
  const first = await open(parts[0] as string);
  const writer = await openWriter({ ...form, target, schema: first.schema });
  for (const [k, part] of parts.entries()) {
    const reader = k === 0 ? first : await open(part);
    await copyRows(reader, writer);
    await reader.close();
  }
  await writer.finish();
}

/** In columns where both sides can, which takes a fraction of the time that rows take. */
async function copyRows(reader: RecordReader, writer: RecordWriter): Promise<void> {
  if (reader.columns === undefined || writer.writeColumns === undefined) {
    for await (const rows of reader.batches()) await writer.write(rows);
    return;
  }
  for await (const columns of reader.columns()) await writer.writeColumns(columns);
}
