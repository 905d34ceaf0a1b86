import { describeJson, ScoringError } from '@tinderbox/scoring';
import { type RecordList, readRecordList } from '../../app/record-list.ts';
import type { ScoreOptions } from '../../app/serving.ts';
import { queryValue } from '../../http/query-value.ts';
import type { PlainRecord } from '../dialect/wire-model.ts';

/** What a request for predictions asks for. */
export interface PredictRequest extends Pick<RecordList, 'form' | 'rows'> {
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
    on_error: queryValue(query, 'on_error'),
    missing: queryValue(query, 'missing'),
  });
}

const NO_OPTIONS: Options = { columns: undefined, onError: 'fail', missing: 'error' };

/** The request in a body of JSON: the rows, and beside `records` or `data` the options of the address. */
export function readJsonRequest(body: unknown, options: Options, inputs: ReadonlySet<string>): PredictRequest {
  const { form, rows, others } = readRecordList(body, inputs);
  const { columns, onError, missing } = form === 'records' || form === 'data' ? mergeOptions(others, options) : options;
  return { form, rows, columns, onError, missing };
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

function invalid(expected: string, got: string): ScoringError {
  return new ScoringError('INPUT_FORMAT', `expected ${expected}, got ${got}`);
}
