// Thrift's compact protocol as a tree that can be changed and written again. For sound bytes only: bad ones throw.
// A value is { type, value }: booleans (1), integers as bigint (3 to 6), doubles and strings as bytes (7, 8),
// lists { item, items } (9), structs as a Map from id (12).

/** The struct at `at` and where it ends. */
export function readStruct(bytes, at = 0) {
  const cursor = { bytes, at };
  const value = readFields(cursor);
  return { struct: { type: 12, value }, end: cursor.at };
}

function readFields(cursor) {
  const fields = new Map();
  let id = 0;
  for (;;) {
    const header = cursor.bytes[cursor.at++];
    if (header === undefined) throw new Error('expected more Thrift bytes, got the end');
    if (header === 0) return fields;
    const delta = header >> 4;
    id = delta === 0 ? Number(unzigzag(readVarint(cursor))) : id + delta;
    const type = header & 15;
    fields.set(id, type <= 2 ? { type: 1, value: type === 1 } : readValue(cursor, type));
  }
}

function readValue(cursor, type) {
  switch (type) {
    case 1:
    case 2:
      return { type: 1, value: cursor.bytes[cursor.at++] === 1 };
    case 3:
      return { type, value: BigInt(cursor.bytes.readInt8(cursor.at++)) };
    case 4:
    case 5:
    case 6:
      return { type, value: unzigzag(readVarint(cursor)) };
    case 7:
      return { type, value: takeBytes(cursor, 8) };
    case 8:
      return { type, value: takeBytes(cursor, Number(readVarint(cursor))) };
    case 9: {
      const header = cursor.bytes[cursor.at++];
      const count = header >> 4 === 15 ? Number(readVarint(cursor)) : header >> 4;
      const item = header & 15;
      return { type, value: { item, items: Array.from({ length: count }, () => readValue(cursor, item)) } };
    }
    case 12:
      return { type, value: readFields(cursor) };
    default:
      throw new Error(`expected a Thrift type that Parquet uses, got ${type}`);
  }
}

function takeBytes(cursor, length) {
  cursor.at += length;
  return Buffer.from(cursor.bytes.subarray(cursor.at - length, cursor.at));
}

function readVarint(cursor) {
  let value = 0n;
  for (let shift = 0n; ; shift += 7n) {
    const byte = cursor.bytes[cursor.at++];
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return value;
  }
}

function unzigzag(value) {
  return value & 1n ? -(value + 1n) / 2n : value / 2n;
}

/** The bytes of a struct. */
export function writeStruct(struct) {
  const parts = [];
  writeValue(parts, struct, false);
  return Buffer.concat(parts);
}

function writeValue(parts, { type, value }, inStruct) {
  if (type === 1) parts.push(...(inStruct ? [] : [Buffer.from([value ? 1 : 2])]));
  else if (type === 3) parts.push(Buffer.from([Number(BigInt.asUintN(8, value))]));
  else if (type <= 6) parts.push(varint(zigzag(value)));
  else if (type === 7) parts.push(value);
  else if (type === 8) parts.push(varint(BigInt(value.length)), value);
  else if (type === 9) writeList(parts, value);
  else writeFields(parts, value);
}

function writeList(parts, { item, items, count = items.length }) {
  if (count < 15) parts.push(Buffer.from([(count << 4) | item]));
  else parts.push(Buffer.from([0xf0 | item]), varint(BigInt(count)));
  for (const each of items) writeValue(parts, each, false);
}

function writeFields(parts, fields) {
  let last = 0;
  for (const [id, field] of fields) {
    const type = field.type === 1 ? (field.value ? 1 : 2) : field.type;
    const delta = id - last;
    if (delta > 0 && delta < 16) parts.push(Buffer.from([(delta << 4) | type]));
    else parts.push(Buffer.from([type]), varint(zigzag(BigInt(id))));
    writeValue(parts, field, true);
    last = id;
  }
  parts.push(Buffer.from([0]));
}

function zigzag(value) {
  return BigInt.asUintN(64, value < 0n ? -value * 2n - 1n : value * 2n);
}

function varint(value) {
  const bytes = [];
  for (let left = value; ; left >>= 7n) {
    if (left < 128n) return Buffer.from([...bytes, Number(left)]);
    bytes.push(Number(left & 127n) | 128);
  }
}

/** Every value below a struct, with what puts another in its place and what removes it. */
export function valuesIn(struct) {
  const found = [];
  const visit = (field, replace, remove, repeat) => {
    found.push({ field, replace, remove, repeat });
    if (field.type === 12) visitFields(field.value);
    if (field.type === 9) {
      const { items } = field.value;
      items.forEach((item, i) => {
        visit(
          item,
          (other) => (items[i] = other),
          () => items.splice(i, 1),
          () => items.splice(i, 0, item),
        );
      });
    }
  };
  const visitFields = (fields) => {
    for (const [id, field] of fields) {
      visit(
        field,
        (other) => fields.set(id, other),
        () => fields.delete(id),
        () => fields.set(id + 1, field),
      );
    }
  };
  visitFields(struct.value);
  return found;
}

// biome-ignore format: a table
const INTEGERS = [
  0n, 1n, -1n, 2n, 3n, 7n, 8n, 127n, 1000n, 65_536n,
  2n ** 31n - 1n, 2n ** 31n, 2n ** 32n, -(2n ** 31n),
];
const LARGE = [2n ** 40n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n)];

/** Changes one value of the tree in place. */
export function mutateStruct(random, struct) {
  const found = valuesIn(struct);
  if (found.length === 0) return;
  const { field, replace, remove, repeat } = random.pick(found);
  random.weighted([
    [6, () => replace(changed(random, field))],
    [2, remove],
    [1, repeat],
    [1, () => replace(structuredClone(random.pick(found).field))],
  ])();
}

function changed(random, { type, value }) {
  if (type === 1) return { type, value: !value };
  if (type <= 6) return { type, value: changedInteger(random, value) };
  if (type === 8)
    return { type, value: random.pick([Buffer.alloc(0), value.subarray(1), Buffer.concat([value, value])]) };
  if (type === 9) return { type, value: { ...value, count: random.pick([0, 1, 14, 15, 1000, 2 ** 31 - 1]) } };
  return random.pick([
    { type: 5, value: random.pick(INTEGERS) },
    { type: 8, value: Buffer.from('x') },
    { type: 12, value: new Map() },
  ]);
}

function changedInteger(random, value) {
  return random.weighted([
    [3, value + random.pick([-1n, 1n, 2n, -2n, 8n])],
    [3, random.pick(INTEGERS)],
    [1, random.pick(LARGE)],
    [1, -value],
  ]);
}
