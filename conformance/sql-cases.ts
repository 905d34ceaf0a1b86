import {
  compareValues,
  createRowDecoder,
  type DataType,
  describeType,
  parseJson,
  parseSchema,
  type Row,
  ScoringError,
  type StructType,
} from '@tinderbox/scoring';
import { createScorer } from '../packages/scoring/src/native/scorer.ts';
import { sqlTransformer } from '../packages/scoring/src/stages/feature/sql-transformer.ts';
import { decodeStage } from '../packages/scoring/src/testing/run-stage.ts';

/** What real Spark answered for one expression, row by row; or why it refused it. */
export interface SqlAnswer {
  readonly e: string;
  readonly refused?: string;
  readonly name?: string;
  readonly type?: DataType;
  /** The rows are texts of the values. */
  readonly text?: boolean;
  readonly rows?: readonly unknown[];
}

export interface SqlTable {
  readonly schema: StructType;
  readonly rows: readonly Row[];
}

/** What the answers are of. */
export interface SqlSession {
  /** `X.Y` */
  readonly spark: string;
  readonly timeZone: string;
}

export function readTable(schema: string, lines: readonly string[]): SqlTable {
  const parsed = parseSchema(schema);
  const decode = createRowDecoder(parsed);
  return { schema: parsed, rows: lines.map((line, i) => decode(parseJson(line), i + 1)) };
}

/** Values of doubles may differ by so many units in the last place: those of the engine's own sines and kin. */
const TOLERANCE = { ulps: 2, abs: 0, unordered: false };

/** How this engine's answer differs from Spark's; undefined where it does not. Kinds: `refused`, `name`, `type`, `value`, `error`. */
export async function compareAnswer(
  answer: SqlAnswer,
  table: SqlTable,
  session: SqlSession,
): Promise<string | undefined> {
  const run = await prepare(answer.e, table.schema, session).catch(asScoringError);
  if (run instanceof ScoringError) return compareRefusal(run, answer, session);
  if (answer.refused !== undefined) return `accepted: ${describeType(run.type)} where Spark says ${answer.refused}`;
  const type = answer.type as DataType;
  if (run.name !== answer.name && !isRandom(answer, session)) return `name: ${run.name} instead of ${answer.name}`;
  if (describeType(run.type) !== describeType(type))
    return `type: ${describeType(run.type)} instead of ${describeType(type)}`;
  const text = textForm(answer);
  const shown = text === undefined ? run : await prepare(text, table.schema, session);
  const decode = createRowDecoder({
    type: 'struct',
    fields: [{ name: 'c', type: text === undefined ? decodable(type) : 'string', nullable: true, metadata: {} }],
  });
  return firstDifference(answer, table, {
    evaluate: shown.evaluate,
    decode: (value) => decode({ c: value }, 1)[0],
    agree: sameCondition(session),
  });
}

/**
 * Failures to which Spark gives no name: before Spark 4 some are plain exceptions of Java, and a failure of its own code
 * (here a null that it cannot show in the message) is an INTERNAL_ERROR where its optimizer computes the row.
 */
const NAMELESS: Readonly<Record<string, string>> = {
  'INVALID_PARAMETER_VALUE.START': 'org.apache.spark.SparkRuntimeException',
  'INVALID_PARAMETER_VALUE.LENGTH': 'org.apache.spark.SparkRuntimeException',
  'INVALID_PARAMETER_VALUE.BIT_POSITION_RANGE': 'java.lang.IllegalArgumentException',
  'INVALID_DATETIME_PATTERN.ILLEGAL_CHARACTER': 'java.lang.IllegalArgumentException',
  USER_RAISED_EXCEPTION: 'java.lang.RuntimeException',
  COMPARATOR_RETURNS_NULL: 'INTERNAL_ERROR',
};

type Agree = (ours: string | undefined, theirs: string) => boolean;

/** Spark has names for failures since 3.2, and for most of them since 3.4: those of older ones are not compared. */
function sameCondition({ spark }: SqlSession): Agree {
  if (spark < '3.4') return () => true;
  return (ours, theirs) => ours !== undefined && (ours === theirs || NAMELESS[ours] === theirs);
}

/**
 * Refusals agree where they are of one kind: whatever the function says of the argument that it does not take. What is
 * no SQL of this engine, such as values of TIME, is refused without a word on why Spark does too.
 */
function compareRefusal(
  { code, condition, message }: ScoringError,
  { refused }: SqlAnswer,
  { spark }: SqlSession,
): string | undefined {
  if (refused === undefined) return `refused: ${message}`;
  if (spark < '3.4' || code === 'STAGE_PARAM_UNSUPPORTED') return undefined;
  return condition !== undefined && kindOf(condition) === kindOf(refused)
    ? undefined
    : `class: refused with ${condition} instead of ${refused} (${message})`;
}

function kindOf(condition: string): string {
  return condition.endsWith('NON_FOLDABLE_INPUT') ? condition : (condition.split('.')[0] as string);
}

const REPLACED = /\b(nvl2?|ifnull|nullif|left|right|to_date|to_timestamp|date_part|extract)\(/i;

/**
 * Before Spark 3.3 the names of some functions hold their arguments as written, with the name of the view that
 * SQLTransformer makes up at each run: they are not compared.
 */
function isRandom({ e }: SqlAnswer, { spark }: SqlSession): boolean {
  return (spark === '2.4' || spark === '3.0') && REPLACED.test(e);
}

/** Values that JSON cannot tell apart are compared as text: an array keeps the quotes of a variant. */
function textForm({ e, type, text = false }: SqlAnswer): string | undefined {
  const [expression, described] = [e.replace(/\s+AS\s+\w+\s*$/, ''), JSON.stringify(type)];
  if (described.includes('variant')) return `CAST(array(${expression}) AS STRING)`;
  return text || described.includes('interval') ? `CAST(${expression} AS STRING)` : undefined;
}

/** JSON holds no value of type void but null. */
function decodable(type: DataType): DataType {
  return JSON.parse(JSON.stringify(type).replaceAll('"void"', '"string"')) as DataType;
}

function firstDifference(
  { rows = [] }: SqlAnswer,
  table: SqlTable,
  { evaluate, decode, agree }: { evaluate: (row: Row) => unknown; decode: (value: unknown) => unknown; agree: Agree },
): string | undefined {
  for (const [i, expected] of rows.entries()) {
    const actual = attempt(() => evaluate(table.rows[i] as Row));
    const failure =
      typeof expected === 'object' && expected !== null && '!' in expected ? String(expected['!']) : undefined;
    if (actual instanceof ScoringError) {
      if (failure === undefined)
        return `error: row ${i + 1} fails (${actual.message}) instead of ${JSON.stringify(expected)}`;
      if (actual.code === 'INTERNAL') return `bug: ${actual.message}`;
      if (!agree(actual.condition, failure))
        return `class: row ${i + 1} fails with ${actual.condition} instead of ${failure} (${actual.message})`;
      continue;
    }
    if (failure !== undefined) return `error: row ${i + 1} gives ${show(actual)} instead of ${failure}`;
    const { difference } = compareValues(decode(expected), actual, TOLERANCE);
    if (difference !== undefined) return `value: row ${i + 1}: ${difference}`;
  }
  return undefined;
}

function show(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner));
}

interface Prepared {
  readonly name: string;
  readonly type: DataType;
  readonly evaluate: (row: Row) => unknown;
}

async function prepare(expression: string, schema: StructType, { spark, timeZone }: SqlSession): Promise<Prepared> {
  const statement = `SELECT ${expression} FROM __THIS__`;
  const stage = await decodeStage(sqlTransformer, { params: { statement }, savedBy: spark, timeZone });
  const { output, scoreRow } = createScorer(stage, schema);
  const [field] = output.fields as [StructType['fields'][number]];
  return { name: field.name, type: field.type, evaluate: (row) => (scoreRow(row) as Row)[0] };
}

function attempt<T>(run: () => T): T | ScoringError {
  try {
    return run();
  } catch (error) {
    return asScoringError(error);
  }
}

function asScoringError(error: unknown): ScoringError {
  return error instanceof ScoringError ? error : new ScoringError('INTERNAL', String(error));
}
