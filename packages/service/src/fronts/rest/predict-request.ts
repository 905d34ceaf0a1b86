import { describeJson, isObject, listNames, ScoringError } from '@tinderbox/scoring';
import type { ScoreOptions } from '../../app/serving.ts';
import type { PlainRecord } from './rest-model.ts';

/** What a request for predictions asks for. */
export interface PredictRequest {
  /** How the rows came, and are to go: one object, a list, or an object around rows or columns. */
  readonly form: 'record' | 'list' | 'records' | 'data';
  readonly rows: readonly PlainRecord[];
  readonly columns: readonly string[] | undefined;
  readonly onError: NonNullable<ScoreOptions['onError']>;
  /** A column that a row does not have is null. */
  readonly missing: 'error' | 'null';
}

type Options = Pick<PredictRequest, 'columns' | 'onError' | 'missing'>;

const ON_ERROR = ['fail', 'report'] as const;
const MISSING = ['error', 'null'] as const;
const OPTIONS = ['columns', 'on_error', 'missing'] as const;

export function readQuery(query: URLSearchParams): Options {
  if (query.size === 0) return NO_OPTIONS;
  const unknown = [...query.keys()].find((key) => !OPTIONS.some((option) => option === key));
  if (unknown !== undefined) throw invalid(`the parameters ${OPTIONS.join(', ')} in the address`, 'another');
  const columns = query.getAll('columns').flatMap((names) => names.split(','));
  return readOptions({
    columns: columns.length === 0 ? undefined : columns,
    on_error: query.get('on_error') ?? undefined,
    missing: query.get('missing') ?? undefined,
  });
}

const NO_OPTIONS: Options = { columns: undefined, onError: 'fail', missing: 'error' };

/**
 * The request in a body of JSON: a record; a list of records; or an object with `records`, a list, or `data`, lists of values by
 * column, and beside it the options of the address. An object is a record where the model reads a column of that name.
 */
export function readJsonRequest(body: unknown, options: Options, inputs: ReadonlySet<string>): PredictRequest {
  if (Array.isArray(body)) return { ...options, form: 'list', rows: body };
  if (!isObject(body))
    throw invalid('a record, a list of records, or an object with records or data', describeJson(body));
  if (isRequest(body, 'records', inputs)) {
    const { records, ...others } = body;
    if (!Array.isArray(records)) throw invalid('a list of records in "records"', describeJson(records));
    return { ...mergeOptions(others, options), form: 'records', rows: records };
  }
  if (isRequest(body, 'data', inputs)) {
    const { data, ...others } = body;
    return { ...mergeOptions(others, options), form: 'data', rows: transpose(data) };
  }
  // The way of single rows: a spread object would cost as much as a model.
  const { columns, onError, missing } = options;
  return { form: 'record', rows: [body], columns, onError, missing };
}

function isRequest(body: PlainRecord, key: 'records' | 'data', inputs: ReadonlySet<string>): boolean {
  return body[key] !== undefined && !inputs.has(key);
}

function mergeOptions(given: PlainRecord, options: Options): Options {
  const unknown = Object.keys(given).find((key) => !OPTIONS.some((option) => option === key));
  if (unknown !== undefined) throw invalid(`${OPTIONS.join(', ')} beside the rows`, `"${unknown.slice(0, 100)}"`);
  const { columns, onError, missing } = options;
  return readOptions({ columns, on_error: onError, missing, ...given });
}

function readOptions({ columns, on_error: onError = 'fail', missing = 'error' }: PlainRecord): Options {
  return {
    columns: readColumns(columns),
    onError: oneOf(ON_ERROR, onError, 'on_error'),
    missing: oneOf(MISSING, missing, 'missing'),
  };
}

function readColumns(columns: unknown): readonly string[] | undefined {
  if (columns === undefined) return undefined;
  const isList = Array.isArray(columns) && columns.every((name) => typeof name === 'string' && name !== '');
  if (!isList || columns.length === 0) throw invalid('the names of columns in "columns"', describeJson(columns));
  return [...new Set(columns as string[])];
}

function oneOf<T extends string>(words: readonly T[], given: unknown, name: string): T {
  const found = words.find((word) => word === given);
  if (found !== undefined) return found;
  throw invalid(`${name} as one of ${words.join(', ')}`, typeof given === 'string' ? 'another' : describeJson(given));
}

/** Rows from lists of values by column, which have one length. */
function transpose(data: unknown): readonly PlainRecord[] {
  if (!isObject(data)) throw invalid('an object of columns in "data"', describeJson(data));
  const columns = Object.entries(data);
  const length = Array.isArray(columns[0]?.[1]) ? columns[0][1].length : 0;
  const rows: PlainRecord[] = Array.from({ length }, () => ({}));
  for (const [column, values] of columns) {
    if (!Array.isArray(values)) throw invalid('a list of values', describeJson(values), column);
    if (values.length !== length) {
      throw invalid(
        `${length} values, as in the first column (${listNames([columns[0]?.[0] ?? ''])})`,
        `${values.length}`,
        column,
      );
    }
    for (let row = 0; row < length; row++) Object.defineProperty(rows[row], column, own(values[row]));
  }
  return rows;
}

/** As an assignment, for the name __proto__ too. */
function own(value: unknown): PropertyDescriptor {
  return { value, enumerable: true, configurable: true, writable: true };
}

function invalid(expected: string, got: string, column?: string): ScoringError {
  return new ScoringError('INPUT_FORMAT', `expected ${expected}, got ${got}`, column === undefined ? {} : { column });
}
