import { describeJson, isObject, type PlainRow, ScoringError, setOwn, type Where } from '@tinderbox/scoring';

/** The rows of a JSON body, and how they came: one object, a list, or an object around rows or columns. */
export interface RecordList {
  readonly form: 'record' | 'list' | 'records' | 'data';
  /** Not yet known to be objects. */
  readonly rows: readonly PlainRow[];
  /** What stands beside `records` or `data`. */
  readonly others: PlainRow;
}

const NOTHING: PlainRow = {};

/**
 * The rows of a JSON body: a list of records; an object with `records`, a list, or `data`, lists of values by column; or
 * one record, which an object also is where the model reads a column of that name. Throws INPUT_FORMAT.
 */
export function readRecordList(body: unknown, inputs: ReadonlySet<string>): RecordList {
  if (Array.isArray(body)) return { form: 'list', rows: body, others: NOTHING };
  if (!isObject(body)) {
    throw invalid('a record, a list of records, or an object with records or data', describeJson(body));
  }
  if (isAround(body, 'records', inputs)) {
    const { records, ...others } = body;
    if (!Array.isArray(records)) throw invalid('a list of records in "records"', describeJson(records));
    return { form: 'records', rows: records, others };
  }
  if (isAround(body, 'data', inputs)) {
    const { data, ...others } = body;
    if (!isObject(data)) throw invalid('an object of columns in "data"', describeJson(data));
    return { form: 'data', rows: rowsByColumn(data), others };
  }
  return { form: 'record', rows: [body], others: NOTHING };
}

function isAround(body: PlainRow, key: 'records' | 'data', inputs: ReadonlySet<string>): boolean {
  return body[key] !== undefined && !inputs.has(key);
}

/** Rows from lists of values by column, which have one length. Throws INPUT_FORMAT. */
export function rowsByColumn(columns: PlainRow): readonly Record<string, unknown>[] {
  const entries = Object.entries(columns);
  const first = entries[0]?.[1];
  const length = Array.isArray(first) ? first.length : 0;
  const rows: Record<string, unknown>[] = Array.from({ length }, () => ({}));
  for (const [column, values] of entries) {
    if (!Array.isArray(values)) throw invalid('a list of values', describeJson(values), { column });
    if (values.length !== length)
      throw invalid(`${length} values, as in the first column`, `${values.length}`, { column });
    rows.forEach((row, k) => {
      setOwn(row, column, values[k]);
    });
  }
  return rows;
}

function invalid(expected: string, got: string, where: Where = {}): ScoringError {
  return new ScoringError('INPUT_FORMAT', `expected ${expected}, got ${got}`, where);
}
