import { locate, ScoringError } from '@tinderbox/scoring';
import type { HttpRequest } from '../../http/route.ts';
import { readJsonObject, requireList, requireObject } from '../dialect/body.ts';
import { fieldsOf, rowsByPosition } from '../dialect/positional-rows.ts';
import type { PlainRecord, WireModel } from '../dialect/wire-model.ts';
import { readLeapValue } from './leap-frame.ts';

/**
 * The rows of a LeapFrame, found by the names of its fields; the types are the model's. Throws INPUT_FORMAT for what is
 * no frame.
 */
export function readLeapFrame(request: HttpRequest, wire: WireModel): readonly PlainRecord[] {
  const { schema, rows } = readJsonObject(request, wire);
  const { fields } = requireObject(schema, 'an object in "schema"');
  const names = requireList(fields, 'a list of fields in "schema"').map(fieldName);
  const records = rowsByPosition(requireList(rows, 'a list of rows in "rows"'), names);
  for (const { name, type } of fieldsOf(names, wire.model.input)) {
    records.forEach((record, index) => {
      try {
        const value = readLeapValue(record[name], type);
        if (value !== record[name]) record[name] = value;
      } catch (error) {
        throw locate(error, { column: name, row: index + 1 });
      }
    });
  }
  return records;
}

function fieldName(field: unknown): string {
  const { name } = requireObject(field, 'a field with a name');
  if (typeof name === 'string') return name;
  throw new ScoringError('INPUT_FORMAT', 'expected a field with a name, got none');
}
