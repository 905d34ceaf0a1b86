/** Inflating with a cap that holds while inflating. */

/** Small enough that the output of one slice is bounded: a browser inflates a whole chunk before it can be read. */
const SLICE = 1 << 16;

/**
 * The inflated bytes, 'damaged' where `bytes` are not a whole stream of that format, or 'over' where more than
 * `cap` bytes would come out. Memory is bounded by the cap and one slice, whatever the input claims.
 */
export async function inflate(
  bytes: Uint8Array,
  format: 'deflate-raw' | 'deflate' | 'gzip',
  cap: number,
): Promise<Uint8Array | 'damaged' | 'over'> {
  const stream = new DecompressionStream(format);
  const feeding = feed(stream.writable.getWriter(), bytes);
  const reader = stream.readable.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      length += value.length;
      if (length > cap) {
        await reader.cancel();
        return 'over';
      }
    }
  } catch {
    return 'damaged';
  } finally {
    await feeding;
  }
  return concatenate(chunks, length);
}

/** Never rejects: a failure of the stream reaches its reader. */
async function feed(writer: WritableStreamDefaultWriter<BufferSource>, bytes: Uint8Array): Promise<void> {
  const ignore = () => {};
  writer.closed.catch(ignore);
  try {
    for (let start = 0; start < bytes.length; start += SLICE) {
      await writer.ready;
      writer.write(bytes.slice(start, start + SLICE)).catch(ignore);
    }
    await writer.close();
  } catch {
    // The reader has seen the same failure.
  }
}

function concatenate(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [first] = chunks;
  if (chunks.length === 1 && first !== undefined) return first;
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.length;
  }
  return whole;
}
