import type { Column, LeafValues } from './columns.ts';

/** Rows [start, end) of a column; numbers stay where they are. */
export function sliceColumn(column: Column, start: number, end: number): Column {
  const length = end - start;
  if (length === column.length) return column;
  const validity = column.validity?.subarray(start, end);
  switch (column.kind) {
    case 'leaf': {
      const { values } = column;
      const slice = Array.isArray(values) ? values.slice(start, end) : values.subarray(start, end);
      return { ...column, length, validity, values: slice as LeafValues };
    }
    case 'list':
    case 'map':
      return { ...column, length, validity, offsets: column.offsets.subarray(start, end + 1) };
    case 'struct': {
      const fields = column.fields.map((field) => ({ ...field, column: sliceColumn(field.column, start, end) }));
      return { ...column, length, validity, fields };
    }
  }
}
