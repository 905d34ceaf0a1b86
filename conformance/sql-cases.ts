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
  readonly rows?: readonly unknown[];
}

export interface SqlTable {
  readonly schema: StructType;
  readonly rows: readonly Row[];
}

export function readTable(schema: string, lines: readonly string[]): SqlTable {
  const parsed = parseSchema(schema);
  const decode = createRowDecoder(parsed);
  return { schema: parsed, rows: lines.map((line, i) => decode(parseJson(line), i + 1)) };
}

/** Values of doubles may differ by so many units in the last place: those of the engine's own sines and kin. */
const TOLERANCE = { ulps: 2, abs: 0, unordered: false };

/** How this engine's answer differs from Spark's; undefined where it does not. Kinds: `refused`, `name`, `type`, `value`, `error`. */
export async function compareAnswer(answer: SqlAnswer, table: SqlTable, spark: string): Promise<string | undefined> {
  const run = await prepare(answer.e, table.schema, spark).catch(asScoringError);
  if (run instanceof ScoringError) return answer.refused === undefined ? `refused: ${run.message}` : undefined;
  if (answer.refused !== undefined) return `accepted: ${describeType(run.type)} where Spark says ${answer.refused}`;
  const type = answer.type as DataType;
  if (run.name !== answer.name) return `name: ${run.name} instead of ${answer.name}`;
  if (describeType(run.type) !== describeType(type))
    return `type: ${describeType(run.type)} instead of ${describeType(type)}`;
  const text = textForm(answer.e.replace(/\s+AS\s+\w+\s*$/, ''), JSON.stringify(type));
  const shown = text === undefined ? run : await prepare(text, table.schema, spark);
  const decode = createRowDecoder({
    type: 'struct',
    fields: [{ name: 'c', type: text === undefined ? decodable(type) : 'string', nullable: true, metadata: {} }],
  });
  return firstDifference(answer, table, { evaluate: shown.evaluate, decode: (value) => decode({ c: value }, 1)[0] });
}

/** Values that JSON cannot tell apart are compared as text: an array keeps the quotes of a variant. */
function textForm(expression: string, type: string): string | undefined {
  if (type.includes('variant')) return `CAST(array(${expression}) AS STRING)`;
  return type.includes('interval') ? `CAST(${expression} AS STRING)` : undefined;
}

/** JSON holds no value of type void but null. */
function decodable(type: DataType): DataType {
  return JSON.parse(JSON.stringify(type).replaceAll('"void"', '"string"')) as DataType;
}

function firstDifference(
  { rows = [] }: SqlAnswer,
  table: SqlTable,
  { evaluate, decode }: { evaluate: (row: Row) => unknown; decode: (value: unknown) => unknown },
): string | undefined {
  for (const [i, expected] of rows.entries()) {
    const actual = attempt(() => evaluate(table.rows[i] as Row));
    const failure =
      typeof expected === 'object' && expected !== null && '!' in expected ? String(expected['!']) : undefined;
    if (actual instanceof ScoringError) {
      if (failure === undefined)
        return `error: row ${i + 1} fails (${actual.message}) instead of ${JSON.stringify(expected)}`;
      if (actual.code === 'INTERNAL') return `bug: ${actual.message}`;
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

async function prepare(expression: string, schema: StructType, spark: string): Promise<Prepared> {
  const statement = `SELECT ${expression} FROM __THIS__`;
  const stage = await decodeStage(sqlTransformer, { params: { statement }, savedBy: spark });
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
