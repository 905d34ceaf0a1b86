/** Vectors written as lists of all their elements, for readers that know no VectorUDT. */
import {
  arrayType,
  type ColumnData,
  createField,
  type DataType,
  isVector,
  isVectorValue,
  type Row,
  type StructType,
  structType,
  type Value,
  type Vector,
} from '@tinderbox/scoring';
import type { RecordWriter, WriterOptions } from './records.ts';

/** So many elements are held as lists at once: a sparse vector may grow by any factor. */
const PIECE_ELEMENTS = 2 ** 19;

/** A type without vectors, and how values become values of it. */
interface ListForm {
  readonly type: DataType;
  readonly convert: (value: Value) => Value;
}

interface ListColumn extends ListForm {
  readonly place: number;
}

/** The writer that `open` makes for the schema with an array of doubles in place of every vector. */
export async function openListWriter(
  options: WriterOptions,
  open: (options: WriterOptions) => Promise<RecordWriter>,
): Promise<RecordWriter> {
  const forms = options.schema.fields.map(({ type }) => listForm(type));
  const fields = options.schema.fields.map((field, k) =>
    forms[k] === undefined ? field : createField(field.name, forms[k].type, field.nullable),
  );
  const lists = forms.flatMap((form, place): ListColumn[] => (form === undefined ? [] : [{ ...form, place }]));
  const writer = await open({ ...options, schema: structType(fields), vectors: 'struct' });
  const { writeColumns } = writer;
  return {
    ...writer,
    async write(rows) {
      for (const [start, end] of pieces(rows.length, (i) => elementsIn(lists.map(({ place }) => rows[i]?.[place])))) {
        await writer.write(rows.slice(start, end).map((row) => withListValues(row, lists)));
      }
    },
    ...(writeColumns && {
      async writeColumns({ columns, length }) {
        const wide = lists.map(({ place }) => columns[place] as ColumnData);
        for (const [start, end] of pieces(length, (i) => elementsIn(wide.map(({ valueAt }) => valueAt(i))))) {
          await writeColumns({ columns: withListColumns(columns, lists, start), length: end - start });
        }
      },
    }),
  };
}

const DOUBLES = arrayType('double', false);
/** Those of a dense vector as they stand, which saves a copy. */
const denseValues = orNull((vector: Vector) =>
  vector.type === 1 ? vector.values : Float64Array.from(vector.toArray()),
);

/** Undefined for a type without vectors. */
function listForm(type: DataType): ListForm | undefined {
  if (isVector(type)) return { type: DOUBLES, convert: orNull((vector: Vector) => vector.toArray()) };
  if (typeof type === 'string' || type.type === 'udt') return undefined;
  switch (type.type) {
    case 'array': {
      const element = listForm(type.elementType);
      if (element === undefined) return undefined;
      return {
        type: { ...type, elementType: element.type },
        convert: orNull((values: readonly Value[]) => values.map(element.convert)),
      };
    }
    case 'map': {
      const item = listForm(type.valueType);
      if (item === undefined) return undefined;
      return {
        type: { ...type, valueType: item.type },
        convert: orNull(
          (map: Map<Value, Value>) => new Map(Array.from(map, ([key, value]) => [key, item.convert(value)])),
        ),
      };
    }
    case 'struct':
      return structForm(type);
  }
}

function structForm(type: StructType): ListForm | undefined {
  const forms = type.fields.map((field) => listForm(field.type));
  if (forms.every((form) => form === undefined)) return undefined;
  const fields = type.fields.map((field, k) => ({ ...field, type: forms[k]?.type ?? field.type }));
  const convert = orNull((struct: Readonly<Record<string, Value>>) =>
    Object.fromEntries(
      fields.map(({ name }, k) => {
        const value = Object.hasOwn(struct, name) ? struct[name] : null;
        return [name, forms[k]?.convert(value) ?? value];
      }),
    ),
  );
  return { type: structType(fields), convert };
}

function orNull<T>(convert: (value: T) => Value): (value: Value) => Value {
  return (value) => (value === null || value === undefined ? null : convert(value as T));
}

type Range = readonly [start: number, end: number];

function* pieces(length: number, sizeOf: (index: number) => number): Generator<Range, void, void> {
  let start = 0;
  let size = 0;
  for (let index = 0; index < length; index++) {
    size += sizeOf(index);
    if (size < PIECE_ELEMENTS && index < length - 1) continue;
    yield [start, index + 1];
    start = index + 1;
    size = 0;
  }
}

/** Of all vectors in a value. */
function elementsIn(value: Value): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (isVectorValue(value)) return value.size;
  const inner: Iterable<Value> = value instanceof Map ? value.values() : Object.values(value);
  let sum = 0;
  for (const one of inner) sum += elementsIn(one);
  return sum;
}

function withListValues(row: Row, lists: readonly ListColumn[]): Row {
  const changed = [...row];
  for (const { place, convert } of lists) changed[place] = convert(row[place]);
  return changed;
}

/** The slots from `start` on. */
function withListColumns(columns: readonly ColumnData[], lists: readonly ListColumn[], start: number): ColumnData[] {
  const changed = columns.map(
    ({ validity, values, valueAt }): ColumnData => ({
      validity: validity?.subarray(start),
      values: Array.isArray(values) ? values.slice(start) : (values as Float64Array | undefined)?.subarray(start),
      valueAt: (index: number) => valueAt(start + index),
    }),
  );
  for (const { place, type, convert } of lists) {
    const { valueAt, ...column } = changed[place] as ColumnData;
    const listAt = type === DOUBLES ? denseValues : convert;
    changed[place] = { ...column, valueAt: (index) => listAt(valueAt(index)) };
  }
  return changed;
}
