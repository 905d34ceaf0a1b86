/** From `start` to before `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The bytes that a Range header asks for: all where there is none, where it is not understood or asks for several ranges
 * (RFC 9110 lets a server ignore it); undefined where nothing of the range is there.
 */
export function readRange(header: string | undefined, size: number): ByteRange | 'all' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return 'all';
  if (first === '')
    return Number(last) === 0 || size === 0 ? undefined : { start: Math.max(0, size - Number(last)), end: size };
  const start = Number(first);
  if (last !== '' && Number(last) < start) return 'all';
  if (start >= size) return undefined;
  return { start, end: last === '' ? size : Math.min(size, Number(last) + 1) };
}
