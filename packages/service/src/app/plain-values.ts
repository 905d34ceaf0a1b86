import {
  type DataType,
  formatTimestampNtz,
  isVector,
  type PlainRow,
  type Row,
  type StructType,
  setOwn,
  type Value,
} from '@tinderbox/scoring';

type Convert = (value: Value) => unknown;

/** What makes plain objects, as record scorers take them, of the rows of a file: of the wanted columns, default all. */
export function createPlainRows(schema: StructType, wanted?: ReadonlySet<string>): (row: Row) => PlainRow {
  const fields = schema.fields.flatMap(({ name, type }, k) =>
    wanted?.has(name) === false ? [] : [{ name, k, convert: converterOf(type) }],
  );
  return (row) => {
    const plain: Record<string, unknown> = {};
    fields.forEach(({ name, k, convert }) => {
      const value = row[k] ?? null;
      setOwn(plain, name, value === null || convert === undefined ? value : convert(value));
    });
    return plain;
  };
}

/** Undefined where a value stands as it is: all but dates and timestamps, and what holds them. */
function converterOf(type: DataType): Convert | undefined {
  if (typeof type === 'object') return isVector(type) ? undefined : nestedConverterOf(type);
  switch (type) {
    case 'date':
      return (value) => new Date((value as number) * 86_400_000);
    case 'timestamp':
      return (value) => `${microsecondText(value as bigint)}Z`;
    case 'timestamp_ntz':
      return (value) => microsecondText(value as bigint);
    default:
      return undefined;
  }
}

/** `2020-01-02T03:04:05.678901`. */
function microsecondText(value: bigint): string {
  const rest = Number(((value % 1000n) + 1000n) % 1000n);
  return `${formatTimestampNtz(value)}${String(rest).padStart(3, '0')}`;
}

const same: Convert = (value) => value;
const orNull =
  (convert: Convert): Convert =>
  (value) =>
    value === null || value === undefined ? null : convert(value);

function nestedConverterOf(type: Exclude<DataType, string>): Convert | undefined {
  switch (type.type) {
    case 'udt':
      return converterOf(type.sqlType);
    case 'array': {
      const element = converterOf(type.elementType);
      return element === undefined ? undefined : (value) => (value as readonly Value[]).map(orNull(element));
    }
    case 'map': {
      const [key, element] = [converterOf(type.keyType) ?? same, converterOf(type.valueType) ?? same].map(orNull) as [
        Convert,
        Convert,
      ];
      return (value) => new Map(Array.from(value as Map<Value, Value>, ([k, v]) => [key(k), element(v)]));
    }
    case 'struct': {
      const convert = createPlainRows(type);
      const names = type.fields.map(({ name }) => name);
      return (value) => convert(names.map((name) => (value as Record<string, Value>)[name]));
    }
  }
}
