import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { columnOf } from '../core/column-sink.ts';
import { DECIMAL_DIGITS, parseJson } from '../core/json-parse.ts';
import { createRowDecoder } from '../core/json-value.ts';
import { parseSchema } from '../core/schema.ts';
import type { Row } from '../core/values.ts';
import { decodeArtifact } from '../formats/spark/decode.ts';
import { recogniseSpark } from '../formats/spark/recognise.ts';
import { openLocal } from '../node/open-local.ts';
import { STAGES } from '../stages/index.ts';
import { createColumnScorer } from './column-scorer.ts';
import { createScorer } from './scorer.ts';

const CORPUS = 'corpus';
const CASES = readdirSync(CORPUS).flatMap((name) =>
  readdirSync(join(CORPUS, name), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(CORPUS, name, entry.name))
    .filter((folder) => existsSync(join(folder, 'schema.json')) && existsSync(join(folder, 'expected.jsonl')))
    .slice(0, 2),
);
const stages = new Map(STAGES.map((stage) => [stage.spark, stage]));

describe('createColumnScorer', () => {
  it('has cases', () => expect(CASES.length).toBeGreaterThan(100));

  it.each(CASES)('answers as the row program: %s', async (folder) => {
    const schema = parseSchema(readFileSync(join(folder, 'schema.json'), 'utf8'));
    const lines = readFileSync(join(folder, 'input.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    const decode = createRowDecoder(schema);
    const rows = lines.map((line, k) => decode(parseJson(line, DECIMAL_DIGITS), k + 1));
    const stage = await decodeArtifact(await recogniseSpark(await openLocal(join(folder, 'model'))), { stages });
    const scorer = createScorer(stage, schema);
    const expected = rows.map((row) => outcome(() => scorer.scoreRow([...row])));
    for (const codegen of [true, false]) {
      const columns = createColumnScorer(stage, schema, { codegen });
      // The nulls of some rows must not show in others: once all rows, then each alone.
      for (const batch of [rows, ...rows.slice(0, 20).map((row) => [row])]) {
        const {
          length,
          columns: scored,
          issues,
        } = columns.score({
          length: batch.length,
          columns: schema.fields.map(({ type }, k) =>
            columnOf(type, batch.length, (i) => (batch[i] as Row)[k] ?? null),
          ),
        });
        const wanted = batch === rows ? expected : [expected[rows.indexOf(batch[0] as Row)]];
        const kept = Array.from({ length }, (_, i) => scored.map(({ valueAt }) => valueAt(i)));
        expect(kept).toEqual(wanted.filter((row) => Array.isArray(row)));
        expect(issues.map(({ error }) => error.message)).toEqual(wanted.filter((row) => typeof row === 'string'));
      }
    }
  });
});

/** The scored row, undefined where it is dropped, the message where it cannot be scored. */
function outcome(score: () => Row | undefined): Row | string | undefined {
  try {
    return score();
  } catch (error) {
    return (error as Error).message;
  }
}
