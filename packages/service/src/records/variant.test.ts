import { ScoringError, Variant } from '@tinderbox/scoring';
import { expect, it } from 'vitest';
import { arrowField } from './arrow-schema.ts';
import { createCellParser } from './csv-value.ts';
import { createJsonEncoder, textOf } from './json-text.ts';
import { parquetSchema } from './parquet-schema.ts';

const text = new Variant({ kind: 'scalar', type: 'string', value: 'a"b' });
const object = new Variant({ kind: 'object', fields: new Map([['k', text]]) });
const field = { name: 'v', type: 'variant', nullable: true, metadata: {} } as const;

it('is JSON within JSON, and JSON text in a CSV cell', () => {
  // Real Spark 4.3: to_json(struct(parse_json('{"k":"a\\"b"}') AS v)).
  expect(`{"v":${createJsonEncoder('variant')(object)}}`).toBe('{"v":{"k":"a\\"b"}}');
  expect(createJsonEncoder('variant')(null)).toBe('null');
  expect(textOf('variant')(object)).toBe('{"k":"a\\"b"}');
});

it.each([
  ['Parquet', () => parquetSchema({ type: 'struct', fields: [field] })],
  ['Arrow', () => arrowField(field)],
  ['CSV', () => createCellParser('variant')],
])('%s refuses it', (_, use) => {
  expect(use).toThrow(ScoringError);
  expect(use).toThrow(/VARIANT/);
});
