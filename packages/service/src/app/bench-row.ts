import {
  type PlainRow,
  parseSchema,
  requireTimeZone,
  ScoringError,
  type StructType,
  structType,
} from '@tinderbox/scoring';
import type { RecordReader, Source } from '../records/records.ts';
import { checkAnswers, scoreAt } from './answer-check.ts';
import { requireJudged, toleranceIn } from './column-match.ts';
import type { LoadedModel } from './engine.ts';
import type { BenchRowRequest, BenchRowResult } from './operations.ts';
import type { PredictPorts } from './predict.ts';
import { timeRows } from './row-timing.ts';

export interface BenchPorts extends PredictPorts {
  /** The objects of JSON lines, all in memory. */
  readObjects(source: Source): Promise<readonly PlainRow[]>;
}

/**
 * Compares the answers for some rows with the expected ones, then times one call a row. Differences are a result.
 * Fails as predict does where a row cannot be scored.
 */
export async function benchRow(ports: BenchPorts, request: BenchRowRequest): Promise<BenchRowResult> {
  const rows = await ports.readObjects(request.input);
  const loading = performance.now();
  const model = await ports.engine.load(await ports.openModel(request.model), request);
  const loaded = performance.now();
  const wired = await wire(model, rows, request.schema);
  const expected = request.expected && (await openExpected(ports, request, wired));
  try {
    const columns = wantedColumns(wired, request, expected);
    const compiling = performance.now();
    const scorer = model.compile(wired.input, { columns, codegen: request.codegen });
    const compiled = performance.now();
    scoreAt(scorer.score, wired.first, 1);
    const called = performance.now();
    const allowed = (name: string) => toleranceIn(wired.origins, name);
    const check = await checkAnswers(expected, { scorer, rows, allowed });
    const times = await timeRows(scorer.score, rows, {
      ...request,
      onCalls: (calls) => request.onProgress?.({ rows: calls, bytes: 0 }),
    });
    return {
      engine: ports.engine.name,
      columns,
      times,
      loadMilliseconds: loaded - loading + (compiled - compiling),
      firstCallMilliseconds: called - compiled,
      residentMegabytes: process.memoryUsage.rss() / 2 ** 20,
      check,
    };
  } finally {
    await expected?.close();
  }
}

type Wired = Awaited<ReturnType<typeof wire>>;

/**
 * The columns that the pipeline needs, and of what it can do without those that the first row has; of the given types,
 * where no schema is given of those that the pipeline takes them for.
 */
async function wire(model: LoadedModel, [first]: readonly PlainRow[], schema: string | undefined) {
  if (first === undefined) throw new ScoringError('INPUT_VALUE', 'expected rows, got none');
  const { required, optional } = model.input;
  const given = schema === undefined ? [] : parseSchema(schema).fields;
  const read = [...required, ...optional.filter(({ name }) => Object.hasOwn(first, name))];
  const input = structType(read.map((field) => given.find(({ name }) => name === field.name) ?? field));
  const { output } = await model.prepare(input);
  return { first, input, output, origins: model.origins(input) };
}

async function openExpected(ports: BenchPorts, request: BenchRowRequest, { output }: Wired): Promise<RecordReader> {
  const { expected, timeZone = 'UTC' } = request;
  const { source, format, csv = {} } = expected as NonNullable<typeof expected>;
  return ports.openReader({ source, format, csv, expected: output, zone: requireTimeZone(timeZone) });
}

/** All columns that the pipeline computes, where there is an expectation those that it has. */
function wantedColumns({ output, origins }: Wired, { columns }: BenchRowRequest, expected: RecordReader | undefined) {
  const isComputed = (column: string) => origins.some(({ name }) => name === column);
  if (expected === undefined) return columns ?? namesOf(output).filter(isComputed);
  const judged = requireJudged({ expected: expected.schema, actual: output, origins }, columns);
  return columns ?? judged.filter(isComputed);
}

function namesOf({ fields }: StructType): readonly string[] {
  return fields.map(({ name }) => name);
}
