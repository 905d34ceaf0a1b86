/** A stream read to its end, for formats whose directory stands there. */
import { ScoringError } from '@tinderbox/scoring';
import type { SourcePart } from './source.ts';

const MAX_BYTES = 1024 * 1024 * 1024;

/** Throws INPUT_LIMIT for more than 1 GiB. */
export async function readWhole(part: SourcePart): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of part.chunks()) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) {
      throw new ScoringError('INPUT_LIMIT', 'expected at most 1 GiB of this format at once, got more', {
        file: part.name,
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
