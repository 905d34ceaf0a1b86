/**
 * The one error type of the product and the closed table of its codes.
 *
 * A *kind* says whose problem it is; fronts map kinds to exit codes and statuses and know nothing else.
 * A *code* is stable and documented in docs/reference/errors.md, which is generated from this table.
 */

export const KINDS = [
  'invalid_input',
  'invalid_model',
  'unsupported',
  'not_found',
  'conflict',
  'denied',
  'overloaded',
  'unavailable',
  'deadline',
  'canceled',
  'internal',
] as const;

export type ErrorKind = (typeof KINDS)[number];

/** Every code, its kind, and what the reader can do about it. */
export const ERROR_CODES = {
  INPUT_COLUMN_MISSING: ['invalid_input', 'Add the column to the rows, or name it in the schema.'],
  INPUT_COLUMN_TYPE: ['invalid_input', 'Give the column a type the stage accepts.'],
  INPUT_COLUMN_EXISTS: ['invalid_input', 'Rename or drop the input column: the pipeline writes a column of that name.'],
  INPUT_VALUE: ['invalid_input', 'Correct the value of the named column in the named row.'],
  INPUT_VALUE_NULL: ['invalid_input', 'Fill the null, or set handleInvalid before saving the pipeline.'],
  INPUT_VALUE_UNSEEN: [
    'invalid_input',
    'The value was not seen in training: set handleInvalid to keep or skip before saving.',
  ],
  INPUT_FORMAT: ['invalid_input', 'Correct the input file at the named place, or name its format.'],
  INPUT_SCHEMA: [
    'invalid_input',
    'Write the schema as Spark StructType JSON or as DDL such as "age INT, city STRING".',
  ],
  INPUT_LIMIT: ['invalid_input', 'Split the input, or raise the limit where an option allows it.'],
  MODEL_INCOMPLETE: ['invalid_model', 'Copy the whole saved directory, data folders included.'],
  MODEL_METADATA: ['invalid_model', 'Save the model again: its metadata JSON is damaged.'],
  MODEL_DATA: ['invalid_model', 'Save the model again: its data does not fit its metadata.'],
  MODEL_PARAM: ['invalid_model', 'Correct the param before saving: it has the wrong type or value.'],
  MODEL_PARQUET: ['invalid_model', 'Save the model again: the Parquet file is damaged.'],
  MODEL_ARCHIVE: ['invalid_model', 'Pack the saved directory again as zip, tar or tar.gz.'],
  MODEL_LIMIT: ['invalid_model', 'The model is larger or deeper than the limits for loading allow.'],
  MODEL_SCHEMA: ['invalid_model', 'The stages of the pipeline do not fit together.'],
  MODEL_UNRECOGNISED: ['unsupported', 'Give a directory or archive that Spark ML saved.'],
  MODEL_FORMAT: ['unsupported', 'Save the pipeline with PipelineModel.save.'],
  STAGE_UNSUPPORTED: ['unsupported', 'Run the pipeline on a Spark engine, or replace the stage.'],
  STAGE_UNFITTED: ['unsupported', 'Fit the estimator first and save the model that fit returns.'],
  STAGE_PARAM_UNSUPPORTED: ['unsupported', 'Run the pipeline on a Spark engine, or change the param.'],
  PARQUET_UNSUPPORTED: ['unsupported', 'Write the Parquet file without encryption and with a supported codec.'],
  FORMAT_UNSUPPORTED: ['unsupported', 'Use one of the formats the message lists.'],
  MODEL_NOT_FOUND: ['not_found', 'Ask for one of the models and versions that the message lists.'],
  JOB_NOT_FOUND: ['not_found', 'Check the token: jobs are forgotten some time after they end.'],
  JOB_STATE: ['conflict', 'Ask for the status of the job: the message says what it does not allow now.'],
  JOB_STORE: [
    'unavailable',
    'Check the folder or database of the jobs, its disk and who else uses it; then try again.',
  ],
  OVERLOADED: ['overloaded', 'Try again after the time that the answer names.'],
  DEADLINE_EXCEEDED: ['deadline', 'Ask for fewer rows, or give more time.'],
  ACCESS_DENIED: ['denied', 'Send a key or token with the role that the address needs.'],
  FILE_NOT_FOUND: ['not_found', 'Check the path.'],
  FILE_EXISTS: ['conflict', 'Choose another output path.'],
  FILE_DENIED: ['denied', 'Check the permissions of the path.'],
  SPARK_UNAVAILABLE: [
    'unavailable',
    'Give a Python that imports pyspark, or a SPARK_HOME; what Spark said is in the message.',
  ],
  ADDRESS_UNAVAILABLE: ['unavailable', 'Choose another port or host, or stop what listens there.'],
  CANCELED: ['canceled', 'Run the command again; nothing half-written was kept.'],
  INTERNAL: ['internal', 'This is a bug in Tinderbox: please report it.'],
} as const satisfies Record<string, readonly [ErrorKind, string]>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** Where something went wrong, as far as known. `row` counts from 1. */
export interface Where {
  readonly file?: string;
  readonly stage?: string;
  readonly param?: string;
  readonly column?: string;
  readonly row?: number;
}

/** What lies behind a failure. */
export interface Behind {
  readonly cause?: unknown;
  readonly condition?: string | undefined;
}

/** `file x, stage y (uid), param p, column c, row r`, leaving out what is not known. */
export function describeWhere(where: Where): string {
  const parts: string[] = [];
  if (where.file !== undefined) parts.push(where.file);
  if (where.stage !== undefined) parts.push(`stage ${where.stage}`);
  if (where.param !== undefined) parts.push(`param ${where.param}`);
  if (where.column !== undefined) parts.push(`column "${where.column}"`);
  if (where.row !== undefined) parts.push(`row ${where.row}`);
  return parts.join(', ');
}

/**
 * The only error that leaves the library. `message` is one line: where, what was expected, what was found.
 * It holds no value of a user's row.
 */
export class ScoringError extends Error {
  override readonly name = 'ScoringError';
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  readonly where: Where;
  /** The message without the place. */
  readonly detail: string;
  /** Spark's own name for the failure, such as DIVIDE_BY_ZERO; set where a SQL statement fails as in Spark. */
  readonly condition: string | undefined;

  constructor(code: ErrorCode, detail: string, where: Where = {}, { cause, condition }: Behind = {}) {
    const line = oneLine(detail);
    // Names come from files too, and may hold anything.
    const place = oneLine(describeWhere(where));
    super(place === '' ? line : `${place}: ${line}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.kind = ERROR_CODES[code][0];
    this.where = where;
    this.detail = line;
    this.condition = condition;
  }
}

/** The same failure with more known of its place; what is already known wins. */
export function locate(error: unknown, where: Where): ScoringError {
  if (!(error instanceof ScoringError)) return internalError(error, where);
  return new ScoringError(
    error.code,
    error.detail,
    { ...where, ...error.where },
    {
      cause: error.cause ?? error,
      condition: error.condition,
    },
  );
}

/** Wraps what no rule foresaw; a ScoringError passes unchanged. */
export function internalError(cause: unknown, where: Where = {}): ScoringError {
  if (cause instanceof ScoringError) return cause;
  return new ScoringError('INTERNAL', cause instanceof Error ? cause.message : String(cause), where, { cause });
}

/** States what only a bug of ours can break. */
export function invariant(condition: unknown, claim: string): asserts condition {
  if (!condition) throw new ScoringError('INTERNAL', `broken invariant: ${claim}`);
}

/** At most `limit` names, quoted by nothing, for "have: ..." tails. */
export function listNames(names: Iterable<string>, limit = 12): string {
  const all = [...names];
  const shown = all.slice(0, limit).join(', ');
  return all.length > limit ? `${shown}, ... (${all.length} in all)` : shown || 'none';
}

function oneLine(text: string): string {
  const line = text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
  return line.length > 2000 ? `${line.slice(0, 2000)}...` : line;
}
