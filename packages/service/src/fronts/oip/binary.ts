/** Elements of tensors as the bytes of the binary tensor extension: little-endian, BYTES with a length before each. */
import { listNames, ScoringError } from '@tinderbox/scoring';
import { DATATYPES, type Tensor, type TensorNumbers } from './tensors.ts';

type NumbersOf = (buffer: ArrayBuffer) => TensorNumbers;

const READERS: ReadonlyMap<string, readonly [size: number, read: NumbersOf]> = new Map<
  string,
  readonly [number, NumbersOf]
>([
  ['BOOL', [1, (buffer) => new Uint8Array(buffer)]],
  ['UINT8', [1, (buffer) => new Uint8Array(buffer)]],
  ['UINT16', [2, (buffer) => new Uint16Array(buffer)]],
  ['UINT32', [4, (buffer) => new Uint32Array(buffer)]],
  ['UINT64', [8, (buffer) => new BigUint64Array(buffer)]],
  ['INT8', [1, (buffer) => new Int8Array(buffer)]],
  ['INT16', [2, (buffer) => new Int16Array(buffer)]],
  ['INT32', [4, (buffer) => new Int32Array(buffer)]],
  ['INT64', [8, (buffer) => new BigInt64Array(buffer)]],
  ['FP32', [4, (buffer) => new Float32Array(buffer)]],
  ['FP64', [8, (buffer) => new Float64Array(buffer)]],
]);

/** Throws INPUT_FORMAT for a datatype that is none of DATATYPES. */
export function requireDatatype(datatype: unknown, column: string): string {
  const known = DATATYPES.find((name) => name === datatype);
  if (known !== undefined) return known;
  throw new ScoringError(
    'INPUT_FORMAT',
    `expected a datatype that is known, got another (have: ${listNames(DATATYPES)})`,
    {
      column,
    },
  );
}

/** Throws INPUT_FORMAT where the bytes are not whole elements. */
export function decodeElements(datatype: string, bytes: Uint8Array, column: string): Tensor['data'] {
  const reader = READERS.get(datatype);
  if (reader === undefined) return decodeByteStrings(bytes, column);
  const [size, read] = reader;
  if (bytes.length % size !== 0) throw wrong(`whole elements of ${size} bytes`, `${bytes.length} bytes`, column);
  // A copy of its own starts where its numbers may be read.
  return read(Uint8Array.from(bytes).buffer);
}

function decodeByteStrings(bytes: Uint8Array, column: string): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const elements: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = at + 4;
    const end = start <= bytes.length ? start + view.getUint32(at, true) : start;
    if (end > bytes.length) throw wrong('elements of BYTES with their lengths before them', 'bytes cut off', column);
    elements.push(bytes.subarray(start, end));
    at = end;
  }
  return elements;
}

export function encodeElements({ data, datatype }: Tensor): Uint8Array {
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (datatype === 'BOOL') return Uint8Array.from(data, (element) => (element === true ? 1 : 0));
  return Buffer.concat(
    data.flatMap((element) => {
      const bytes = typeof element === 'string' ? Buffer.from(element) : (element as Uint8Array);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
}

function wrong(expected: string, got: string, column: string): ScoringError {
  return new ScoringError('INPUT_FORMAT', `expected ${expected}, got ${got}`, { column });
}
