const [LINE_FEED, COMMA] = [10, 44];

/** JSON lines as one JSON array: line feeds, which JSON has only between its values, become commas. */
export async function* arrayOfLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
  yield Buffer.from('[');
  let pending = false;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    if (pending) yield Buffer.from(',');
    // A line feed at the end of a chunk may be the last.
    pending = chunk[chunk.length - 1] === LINE_FEED;
    const bytes = pending ? chunk.slice(0, -1) : chunk.slice();
    for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) bytes[at] = COMMA;
    yield bytes;
  }
  yield Buffer.from(']');
}
