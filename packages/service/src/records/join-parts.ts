/** Makes one file of parts that are files of one format and one schema. */
import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openReader, openWriter } from './open.ts';
import { appendParquet } from './parquet-join.ts';
import type { WriterOptions } from './records.ts';

type Form = Pick<WriterOptions, 'format' | 'compression'>;

/**
 * The path of the whole, which may be that of the only part; the parts stay as they are, for a run that is interrupted
 * here. CSV parts but the first must have no header line.
 */
export async function joinParts(parts: readonly string[], form: Form): Promise<string> {
  const [first, ...rest] = parts as [string, ...string[]];
  if (rest.length === 0) return first;
  const whole = join(dirname(first), 'whole');
  if (form.format === 'arrow') {
    await rewrite(parts, whole, form);
    return whole;
  }
  await copyFile(first, whole);
  if (form.format === 'parquet') await appendParquet(whole, rest);
  else for (const part of rest) await pipeline(createReadStream(part), createWriteStream(whole, { flags: 'a' }));
  return whole;
}

async function rewrite(parts: readonly string[], target: string, form: Form): Promise<void> {
  const open = (source: string) => openReader({ source, format: form.format });
  const first = await open(parts[0] as string);
  const writer = await openWriter({ ...form, target, schema: first.schema });
  for (const [k, part] of parts.entries()) {
    const reader = k === 0 ? first : await open(part);
    for await (const rows of reader.batches()) await writer.write(rows);
    await reader.close();
  }
  await writer.finish();
}
