import type { Readable } from 'node:stream';
import type { RecordFormat } from '../../records/records.ts';

/** The format of rows on a pipe, told from their first bytes, which stay to be read. */
export async function sniffFormat(stream: Readable): Promise<RecordFormat> {
  const first = await firstChunk(stream);
  if (first === undefined) return 'json';
  const head = first
    .toString('latin1', 0, 64)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart();
  if (head.startsWith('PAR1')) return 'parquet';
  if (head.startsWith('ARROW1') || head.startsWith('\xff\xff\xff\xff')) return 'arrow';
  return head.startsWith('{') ? 'json' : 'csv';
}

/** The first bytes, put back; undefined where there are none. */
function firstChunk(stream: Readable): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      stream.off('readable', onReadable).off('end', onEnd).off('error', onError);
      act();
    };
    const onReadable = () => {
      const chunk: Buffer | null = stream.read();
      if (chunk === null) return;
      // At once: a stream that is read empty ends before the promise is heard of.
      stream.unshift(chunk);
      settle(() => resolve(chunk));
    };
    const onEnd = () => settle(() => resolve(undefined));
    const onError = (error: Error) => settle(() => reject(error));
    stream.on('readable', onReadable).on('end', onEnd).on('error', onError);
  });
}
