import { isObject, type PlainRow, parseJson, ScoringError, setOwn } from '@tinderbox/scoring';

/**
 * The rows of a JSON body: an array of records; an object with `records`, an array, or `data`, lists of values by column; or
 * one record, which an object also is where the model reads a column of that name. Throws INPUT_FORMAT.
 */
export function parseRecords(body: Uint8Array, inputs: readonly string[]): readonly PlainRow[] {
  const value = parseJson(new TextDecoder().decode(body));
  if (!isObject(value)) return checkRecords(value);
  if (value.records !== undefined && !inputs.includes('records')) return checkRecords(value.records);
  if (value.data !== undefined && !inputs.includes('data')) return transpose(value.data);
  return [value];
}

function checkRecords(value: unknown): readonly PlainRow[] {
  if (Array.isArray(value) && value.every(isObject)) return value;
  throw new ScoringError(
    'INPUT_FORMAT',
    'expected an array of records, or an object with "records" or "data"; got another',
  );
}

function transpose(data: unknown): readonly PlainRow[] {
  const columns = isObject(data) ? Object.entries(data) : [];
  const [[, first] = ['', undefined]] = columns;
  const isTable = columns.every(
    ([, values]) => Array.isArray(values) && Array.isArray(first) && values.length === first.length,
  );
  if (!isTable || !Array.isArray(first)) {
    throw new ScoringError(
      'INPUT_FORMAT',
      'expected "data" with lists of values, all of one length, by column; got another',
    );
  }
  return first.map((_, row) => {
    const record: Record<string, unknown> = {};
    for (const [name, values] of columns) setOwn(record, name, (values as readonly unknown[])[row]);
    return record;
  });
}
