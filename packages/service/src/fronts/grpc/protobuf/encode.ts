import {
  type Draft,
  type FieldShape,
  type FieldType,
  type MessageType,
  mapEntry,
  type Place,
  type ScalarType,
} from './message.ts';
import { DELIMITED, isPacked, wireTypeOf } from './wire.ts';

/** The bytes of a message, fields in the order of their declaration, defaults left out. */
export function encodeMessage<M extends MessageType>(type: M, draft: Draft<M>): Buffer {
  const writer = new BackwardWriter();
  writeFields(writer, type, draft);
  return writer.finish();
}

/** Writes from the end to the start: by the time a length is written, what it counts is there. */
class BackwardWriter {
  #bytes = Buffer.allocUnsafe(512);
  /** Where the bytes written so far begin. */
  #start = 512;

  /** Bytes written so far. */
  get length(): number {
    return this.#bytes.length - this.#start;
  }

  finish(): Buffer {
    return this.#bytes.subarray(this.#start);
  }

  varint(value: number): void {
    let size = 1;
    for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++;
    let at = this.#reserve(size);
    let rest = value;
    while (rest >= 128) {
      this.#bytes[at++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[at] = rest;
  }

  /** Negative ones in ten bytes, as their two's complement of 64 bits. */
  integer(value: number | bigint): void {
    if (typeof value === 'number' && value >= 0) this.varint(value);
    else this.#bigInteger(BigInt.asUintN(64, BigInt(value)));
  }

  #bigInteger(value: bigint): void {
    const septets: number[] = [];
    let rest = value;
    do {
      septets.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    } while (rest !== 0n);
    septets[septets.length - 1] = (septets.at(-1) as number) & 127;
    this.bytes(Uint8Array.from(septets));
  }

  float(value: number): void {
    const at = this.#reserve(4);
    this.#bytes.writeFloatLE(value, at);
  }

  double(value: number): void {
    const at = this.#reserve(8);
    this.#bytes.writeDoubleLE(value, at);
  }

  text(value: string): void {
    const size = Buffer.byteLength(value);
    const at = this.#reserve(size);
    this.#bytes.write(value, at);
  }

  bytes(value: Uint8Array): void {
    const at = this.#reserve(value.length);
    this.#bytes.set(value, at);
  }

  /** Room for so many bytes before the others; answers where it begins. */
  #reserve(size: number): number {
    if (size > this.#start) {
      const { length } = this;
      const larger = Buffer.allocUnsafe((length + size) * 2);
      this.#bytes.copy(larger, larger.length - length, this.#start);
      this.#start = larger.length - length;
      this.#bytes = larger;
    }
    this.#start -= size;
    return this.#start;
  }
}

function writeFields(
  writer: BackwardWriter,
  { places }: MessageType,
  draft: { readonly [name: string]: unknown },
): void {
  for (let k = places.length - 1; k >= 0; k--) {
    const { name, shape } = places[k] as Place;
    const value = draft[name];
    if (value !== undefined) writeField(writer, shape, value);
  }
}

function writeField(writer: BackwardWriter, shape: FieldShape, value: unknown): void {
  if (shape.label === 'map') writeMap(writer, shape, value as ReadonlyMap<string, unknown>);
  else if (shape.label === 'many') writeMany(writer, shape, value as ArrayLike<unknown>);
  else if (shape.label === 'choice' || !isDefault(value)) writeTagged(writer, shape, value);
}

/** Negative zero is none: it has a bit that is set. */
function isDefault(value: unknown): boolean {
  if (value instanceof Uint8Array) return value.length === 0;
  return value === '' || value === false || value === 0n || Object.is(value, 0);
}

function writeMap(writer: BackwardWriter, { number, type }: FieldShape, map: ReadonlyMap<string, unknown>): void {
  for (const [key, value] of [...map].reverse()) {
    writeTagged(writer, { number, type: mapEntry(type), label: 'one' }, { key, value });
  }
}

function writeMany(writer: BackwardWriter, shape: FieldShape, values: ArrayLike<unknown>): void {
  if (!isPacked(shape)) {
    for (let k = values.length - 1; k >= 0; k--) writeTagged(writer, shape, values[k]);
  } else if (values.length > 0) {
    const before = writer.length;
    for (let k = values.length - 1; k >= 0; k--) writeValue(writer, shape.type, values[k]);
    writer.varint(writer.length - before);
    writer.varint(shape.number * 8 + DELIMITED);
  }
}

function writeTagged(writer: BackwardWriter, { number, type }: FieldShape, value: unknown): void {
  const before = writer.length;
  writeValue(writer, type, value);
  const wireType = wireTypeOf(type);
  if (wireType === DELIMITED) writer.varint(writer.length - before);
  writer.varint(number * 8 + wireType);
}

function writeValue(writer: BackwardWriter, type: FieldType, value: unknown): void {
  if (typeof type === 'string') writeScalar(writer, type, value);
  else if (type.kind === 'enum') writer.varint(value as number);
  else writeFields(writer, type, value as { readonly [name: string]: unknown });
}

function writeScalar(writer: BackwardWriter, type: ScalarType, value: unknown): void {
  switch (type) {
    case 'bool':
      writer.varint(value ? 1 : 0);
      break;
    case 'float':
      writer.float(value as number);
      break;
    case 'double':
      writer.double(value as number);
      break;
    case 'string':
      writer.text(value as string);
      break;
    case 'bytes':
      writer.bytes(value as Uint8Array);
      break;
    default:
      writer.integer(value as number | bigint);
  }
}
