import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSchema, requireSums, type StructType, type SumsProfile } from '@tinderbox/scoring';

/** What real Spark answered for one saved model: a folder of corpus/. */
export interface Case {
  /** `<class>/<case>`, the path below corpus/. */
  readonly name: string;
  readonly folder: string;
  readonly class: string;
  /** The Spark that saved the model and answered. */
  readonly spark: string;
  /** The order in which it summed dense products. */
  readonly sums: SumsProfile;
  /** The columns in expected.jsonl. */
  readonly columns: readonly string[];
  readonly outputSchema: StructType | undefined;
  readonly schema: StructType;
  readonly input: readonly string[];
  /** The answer, a line a row; undefined where Spark fails. */
  readonly expected: readonly string[] | undefined;
}

export const CORPUS = join(dirname(fileURLToPath(import.meta.url)), '..', 'corpus');

/** Every case, sorted by name. */
export function listCases(): readonly string[] {
  return readdirSync(CORPUS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(CORPUS, name)).map((inner) => `${name}/${inner}`))
    .filter((name) => existsSync(join(CORPUS, name, 'case.json')))
    .sort();
}

export function readCase(name: string): Case {
  const folder = join(CORPUS, name);
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const info = JSON.parse(read('case.json'));
  const { outputSchema } = info;
  return {
    name,
    folder,
    class: info.class,
    spark: info.spark,
    sums: requireSums(info.sums),
    columns: info.columns,
    outputSchema: outputSchema === undefined ? undefined : parseSchema(JSON.stringify(outputSchema)),
    schema: parseSchema(read('schema.json')),
    input: lines(read('input.jsonl')),
    expected: existsSync(join(folder, 'error.json')) ? undefined : lines(read('expected.jsonl')),
  };
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** Known differences: `<case>  # reason`, a line each. A listed case that passes fails the run. */
export function readKnownFailing(): ReadonlyMap<string, string> {
  const text = readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'known-failing.txt'), 'utf8');
  const entries = lines(text).filter((line) => !line.startsWith('#'));
  return new Map(entries.map((line) => line.split(/\s+#\s+/, 2) as [string, string]));
}
