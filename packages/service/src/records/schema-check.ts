/** Whether the columns of a file are those that it should have. */
import { describeType, listNames, ScoringError, type StructType } from '@tinderbox/scoring';

/** Throws INPUT_COLUMN_MISSING or INPUT_COLUMN_TYPE where a column of `wanted` is not in the file, or of another type. */
export function checkSchema(wanted: StructType, found: StructType, file: string): void {
  const types = new Map(found.fields.map((field) => [field.name, describeType(field.type)]));
  for (const { name, type } of wanted.fields) {
    const where = { file, column: name };
    const other = types.get(name);
    if (other === undefined) {
      const have = listNames(types.keys());
      throw new ScoringError('INPUT_COLUMN_MISSING', `expected a column of this name, have: ${have}`, where);
    }
    if (other !== describeType(type)) {
      throw new ScoringError('INPUT_COLUMN_TYPE', `expected ${describeType(type)}, got ${other}`, where);
    }
  }
}

/** Throws INPUT_FORMAT where a file of a table has other columns than the first. */
export function sameSchema(first: StructType, other: StructType, file: string): void {
  sameNames('columns', [describeColumns(first), describeColumns(other)], file);
}

/** Throws INPUT_FORMAT where a file has other names than the first; `what` says of what. */
export function sameNames(
  what: string,
  [first, other]: readonly [first: readonly string[], other: readonly string[]],
  file: string,
): void {
  if (first.length === other.length && first.every((name, k) => name === other[k])) return;
  const detail = `expected the ${what} of the first file (${listNames(first)}), got ${listNames(other)}`;
  throw new ScoringError('INPUT_FORMAT', detail, { file });
}

function describeColumns({ fields }: StructType): string[] {
  return fields.map(({ name, type }) => `${name} ${describeType(type)}`);
}
