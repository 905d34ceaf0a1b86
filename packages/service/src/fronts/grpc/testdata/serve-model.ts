import { type Inspection, PipelineModel, type RecordScorer, ScoringError, structType } from '@tinderbox/scoring';
import type { ServedModel, Serving } from '../../../app/serving.ts';

/** One version of a saved model, scored in this process. */
export async function serveModel(path: string): Promise<Serving> {
  const pipeline = await PipelineModel.load(path);
  const input = pipeline.inputSchema;
  const added = pipeline.transformSchema(input).fields.filter(({ name }) => !input.fields.some((f) => f.name === name));
  const output = structType(added);
  const scorers = new Map<string, RecordScorer>();
  const scorer = (columns: readonly string[] = added.map(({ name }) => name)) => {
    const key = columns.join();
    const made = scorers.get(key) ?? pipeline.compile({ columns });
    scorers.set(key, made);
    return made;
  };
  const model: ServedModel = {
    name: 'churn',
    version: '1',
    path: '',
    loadedAt: 0,
    inspection: {} as Inspection,
    input,
    output,
    scorer,
    async score(rows, { columns, signal } = {}) {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted) throw new ScoringError('CANCELED', 'expected a caller, got none');
      const { score } = scorer(columns);
      return { rows: rows.map((row) => score(row as Record<string, unknown>)), issues: [] };
    },
  };
  return {
    models: () => [model],
    model(name, version = 'latest') {
      if (name === model.name && ['1', 'latest'].includes(version)) return model;
      throw new ScoringError('MODEL_NOT_FOUND', `expected a model that is served, got another, have: ${model.name}`);
    },
  };
}
