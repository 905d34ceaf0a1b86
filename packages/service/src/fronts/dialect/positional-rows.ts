import { createField, describeJson, listNames, ScoringError, type StructType, setOwn } from '@tinderbox/scoring';
import type { PlainRecord } from './wire-model.ts';

/** Rows from lists of values in the order of `names`. Throws INPUT_FORMAT for a list of another length. */
export function rowsByPosition(lists: readonly unknown[], names: readonly string[]): readonly PlainRecord[] {
  const distinct = new Set(names);
  if (distinct.size < names.length) {
    throw new ScoringError('INPUT_FORMAT', 'expected distinct column names, got one twice');
  }
  return lists.map((list, index) => {
    if (!Array.isArray(list) || list.length !== names.length) {
      const got = Array.isArray(list) ? `${list.length}` : describeJson(list);
      const expected = `${names.length} values (${listNames(names)})`;
      throw new ScoringError('INPUT_FORMAT', `expected ${expected}, got ${got}`, { row: index + 1 });
    }
    const row: PlainRecord = {};
    names.forEach((name, k) => {
      setOwn(row, name, list[k]);
    });
    return row;
  });
}

export function namesOf(schema: StructType): readonly string[] {
  return schema.fields.map(({ name }) => name);
}

/** The fields of these names, as strings where the schema does not know them. */
export function fieldsOf(names: readonly string[], schema: StructType) {
  const known = new Map(schema.fields.map((field) => [field.name, field]));
  return names.map((name) => known.get(name) ?? createField(name, 'string'));
}
