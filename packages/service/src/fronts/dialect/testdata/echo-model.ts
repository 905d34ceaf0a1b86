import {
  createField,
  createRowDecoder,
  type DataType,
  type Inspection,
  locate,
  ScoringError,
  structType,
  type Zone,
} from '@tinderbox/scoring';
import type { ServedModel, Serving } from '../../../app/serving.ts';

/** A model `echo` that adds nothing: what it reads is what it answers, checked as every model checks it. */
export function serveEcho(types: { readonly [column: string]: DataType }, zone: Zone): Serving {
  const schema = structType(Object.entries(types).map(([name, type]) => createField(name, type)));
  const decode = createRowDecoder(schema, zone);
  const score = (row: Record<string, unknown>) => {
    const values = decode(row);
    return Object.fromEntries(schema.fields.map(({ name }, k) => [name, values[k]]));
  };
  const scorer = (columns?: readonly string[]) => {
    const output = structType(schema.fields.filter(({ name }) => columns?.includes(name) ?? true));
    return { input: schema, output, score };
  };
  const model: ServedModel = {
    ...{ name: 'echo', version: '1', path: '', loadedAt: 0, inspection: {} as Inspection },
    ...{ input: schema, output: schema, scorer },
    score: async (rows) => ({
      rows: rows.map((row, index) => {
        try {
          return score(row as Record<string, unknown>);
        } catch (error) {
          throw locate(error, { row: index + 1 });
        }
      }),
      issues: [],
    }),
  };
  return {
    models: () => [model],
    model: (name, version = '1') => {
      if (name === 'echo' && version === '1') return model;
      throw new ScoringError('MODEL_NOT_FOUND', 'expected a model that is served, got another (have: echo)');
    },
  };
}
