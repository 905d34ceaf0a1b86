import { PipelineModel, type ScoredRow, ScoringError, type StructType } from '@tinderbox/scoring';

const model: PipelineModel = await PipelineModel.load('model', { semantics: '3.5' });
const schema: StructType = model.inputSchema;
const rows: ScoredRow[] = model.transform([{ plan: 'team', seats: 3 }], { schema, columns: ['prediction'] });
const lazily: Generator<ScoredRow> = model.transform(new Set([{ plan: 'team' }]));
// @ts-expect-error A model has no such option.
await PipelineModel.load('model', { semantic: '3.5' });
// @ts-expect-error Rows have names.
model.transform([1]);

export const codes: string[] = rows.map((row) => (row.prediction instanceof ScoringError ? row.prediction.code : ''));
export { lazily };
