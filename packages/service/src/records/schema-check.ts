/** Whether the schema that a file carries is the one it should have. */
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

/** Throws INPUT_FORMAT where a part of a folder has other columns than the first. */
export function sameSchema(first: StructType, other: StructType, file: string): void {
  const [expected, got] = [first, other].map((schema) => schema.fields.map((f) => `${f.name} ${describeType(f.type)}`));
  if (listNames(expected ?? [], 1e6) === listNames(got ?? [], 1e6)) return;
  throw new ScoringError(
    'INPUT_FORMAT',
    `expected the columns of the first part (${listNames(expected ?? [])}), got ${listNames(got ?? [])}`,
    { file },
  );
}
