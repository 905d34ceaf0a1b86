import {
  type DataType,
  formatDate,
  formatTimestamp,
  formatTimestampNtz,
  isVector,
  type PlainRow,
  type Row,
  type StructType,
  setOwn,
  type Value,
} from '@tinderbox/scoring';

type Convert = (value: Value) => unknown;

/** What makes plain objects, as record scorers take them, of the rows of a file. */
export function createPlainRows(schema: StructType): (row: Row) => PlainRow {
  const fields = schema.fields.map(({ name, type }) => ({ name, convert: converterOf(type) }));
  return (row) => {
    const plain: Record<string, unknown> = {};
    fields.forEach(({ name, convert }, k) => {
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
      return (value) => formatDate(value as number);
    case 'timestamp':
      return (value) => formatTimestamp(value as bigint);
    case 'timestamp_ntz':
      return (value) => formatTimestampNtz(value as bigint);
    default:
      return undefined;
  }
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
