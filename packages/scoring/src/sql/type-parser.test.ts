import { describe, expect, it } from 'vitest';
import { parseSparkVersion, type SparkVersion } from '../core/spark-version.ts';
import { describeType } from '../core/types.ts';
import { parseSchemaArgument } from './type-parser.ts';

const version = (text: string) => parseSparkVersion(text) as SparkVersion;

// Answers of Spark 3.5.9.
describe('schemas before VARIANT', () => {
  it.each([
    ['variant', 'UNSUPPORTED_DATATYPE'],
    ['struct<a: variant>', 'UNSUPPORTED_DATATYPE'],
    ['map<string, variant>', 'UNSUPPORTED_DATATYPE'],
    ['a variant', 'PARSE_SYNTAX_ERROR'],
    ['a INT, b array<variant>', 'PARSE_SYNTAX_ERROR'],
  ])('%s fails with %s', (schema, condition) => {
    expect(() => parseSchemaArgument(schema, version('3.5.9'))).toThrow(expect.objectContaining({ condition }));
  });

  it('have columns of that name', () => {
    expect(describeType(parseSchemaArgument('variant INT', version('3.5.9')))).toBe('STRUCT<variant: INT>');
  });
});

it('has VARIANT since Spark 4.0', () => {
  expect(parseSchemaArgument('variant', version('4.0.0'))).toBe('variant');
});
