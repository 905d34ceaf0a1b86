/** Vectors written as lists of all their elements, for readers that know no VectorUDT. */
import {
  arrayType,
  type ColumnData,
  columnOf,
  createField,
  type DataType,
  isVector,
  type Row,
  type StructType,
  structType,
  type Value,
  type Vector,
} from '@tinderbox/scoring';
import type { RecordWriter, WriterOptions } from './records.ts';
import { sizeOf } from './value-size.ts';

/** So many bytes are held as lists at once: a sparse vector may grow by any factor. */
const PIECE_BYTES = 4 * 1024 * 1024;

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
  const { fields } = options.schema;
  const lists = fields.flatMap(({ type }, place): ListColumn[] => {
    const form = listForm(type);
    return form === undefined ? [] : [{ ...form, place }];
  });
  const writer = await open({ ...options, schema: withLists(options.schema, lists), vectors: 'struct' });
  const { writeColumns } = writer;
  return {
    ...writer,
    async write(rows) {
      for (const { start, values } of pieces(rows.length, lists, (place, i) => rows[i]?.[place])) {
        await writer.write(values.map((own, i) => withValues(rows[start + i] as Row, lists, own)));
      }
    },
    ...(writeColumns && {
      async writeColumns({ columns, length }) {
        for (const { start, values } of pieces(length, lists, (place, i) => columns[place]?.valueAt(i))) {
          const slices = columns.map((column) => sliceFrom(column, start));
          lists.forEach(({ place, type }, k) => {
            slices[place] = columnOf(type, values.length, (i) => values[i]?.[k]);
          });
          await writeColumns({ columns: slices, length: values.length });
        }
      },
    }),
  };
}

function withLists({ fields }: StructType, lists: readonly ListColumn[]): StructType {
  const types = new Map(lists.map(({ place, type }) => [place, type]));
  return structType(
    fields.map((field, k) => {
      const type = types.get(k);
      return type === undefined ? field : createField(field.name, type, field.nullable);
    }),
  );
}

/** Undefined for a type without vectors. */
function listForm(type: DataType): ListForm | undefined {
  if (isVector(type))
    return { type: arrayType('double', false), convert: orNull((vector: Vector) => vector.toArray()) };
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
      fields.map(({ name }, k) => [name, forms[k] === undefined ? struct[name] : forms[k].convert(struct[name])]),
    ),
  );
  return { type: structType(fields), convert };
}

function orNull<T>(convert: (value: T) => Value): (value: Value) => Value {
  return (value) => (value === null || value === undefined ? null : convert(value as T));
}

/** Rows from `start` on: what the columns of lists hold in each. */
interface Piece {
  readonly start: number;
  readonly values: readonly (readonly Value[])[];
}

function* pieces(
  length: number,
  lists: readonly ListColumn[],
  valueAt: (place: number, row: number) => Value,
): Generator<Piece, void, void> {
  let values: Value[][] = [];
  let bytes = 0;
  for (let row = 0; row < length; row++) {
    const own = lists.map(({ place, convert }) => convert(valueAt(place, row)));
    values.push(own);
    bytes += sizeOf(own);
    if (bytes < PIECE_BYTES && row < length - 1) continue;
    yield { start: row + 1 - values.length, values };
    values = [];
    bytes = 0;
  }
}

function withValues(row: Row, lists: readonly ListColumn[], values: readonly Value[]): Row {
  const changed = [...row];
  lists.forEach(({ place }, k) => {
    changed[place] = values[k];
  });
  return changed;
}

/** The slots from `start` on. */
function sliceFrom({ validity, values, valueAt }: ColumnData, start: number): ColumnData {
  return {
    validity: validity?.subarray(start),
    values: Array.isArray(values) ? values.slice(start) : (values as Float64Array | undefined)?.subarray(start),
    valueAt: (index) => valueAt(start + index),
  };
}
