import { openLocal, recogniseSpark, ScoringError, structType } from '@tinderbox/scoring';
import type { ScoredRecords, ServedModel, Serving } from '../../../app/serving.ts';
import { createNativeEngine } from '../../../engines/native/native-engine.ts';

/** Serves the bundled example under the name `churn`, version `1`, in this thread. */
export async function serveChurn(path: string): Promise<Serving> {
  const engine = createNativeEngine();
  const artifact = recogniseSpark(await openLocal(path));
  const loaded = await engine.load(await artifact, {});
  const input = structType(loaded.input.required);
  const inspection = await engine.inspect(await artifact, {});
  const own = new Set(input.fields.map(({ name }) => name));
  const output = loaded.compile(input, {}).output.fields.filter(({ name }) => !own.has(name));
  const scorer: ServedModel['scorer'] = (columns) =>
    loaded.compile(input, { columns: columns ?? output.map(({ name }) => name) });
  const model: ServedModel = {
    ...{ name: 'churn', version: '1', path, loadedAt: 0, inspection, input, output: structType(output), scorer },
    score: async (rows, options = {}): Promise<ScoredRecords> => {
      const issues: { index: number; error: ScoringError }[] = [];
      const { score } = scorer(options.columns);
      const scored = rows.map((row, index) => {
        try {
          return score(row as Record<string, unknown>);
        } catch (error) {
          issues.push({ index, error: error as ScoringError });
          return undefined;
        }
      });
      return { rows: scored, issues };
    },
  };
  return {
    models: () => [model],
    model: (name) => {
      if (name === 'churn') return model;
      throw new ScoringError('MODEL_NOT_FOUND', 'expected a model that is served, got another (have: churn)');
    },
  };
}
