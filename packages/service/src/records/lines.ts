/** Lines of a source's bytes. */
import { ScoringError } from '@tinderbox/scoring';
import type { SourcePart } from './source.ts';

const LINE_FEED = 10;
const MAX_LINE_BYTES = 64 * 1024 * 1024;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * The lines of a part in lists, without their ends (LF or CRLF) and without a byte order mark at the file's start. Bytes that are not
 * UTF-8 become U+FFFD, as in Spark. Throws INPUT_LIMIT for a line over 64 MiB.
 */
export async function* readLines(part: SourcePart): AsyncGenerator<string[], void, void> {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let atStart = part.start === 0;
  const toLines = (bytes: Buffer): string[] => {
    const text = bytes.toString('utf8');
    const lines = (atStart && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text).split('\n');
    atStart = false;
    return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
  };
  for await (const chunk of part.chunks()) {
    const end = chunk.lastIndexOf(LINE_FEED);
    if (end >= 0) {
      yield toLines(Buffer.concat([...pending, chunk.subarray(0, end)]));
      pending = [];
      pendingBytes = 0;
    }
    const rest = chunk.subarray(end + 1);
    pending.push(rest);
    pendingBytes += rest.length;
    if (pendingBytes > MAX_LINE_BYTES) {
      throw new ScoringError('INPUT_LIMIT', 'expected lines of at most 64 MiB, got a longer one', { file: part.name });
    }
  }
  if (pendingBytes > 0) yield toLines(Buffer.concat(pending));
}
