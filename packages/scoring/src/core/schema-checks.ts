/** What both notations of a schema must obey. */

import { ScoringError } from './errors.ts';
import { type Field, type PrimitiveType, type StructType, structType } from './types.ts';

/** Types within types; real schemas stay below ten. */
export const MAX_SCHEMA_DEPTH = 100;

/** The types without parameters, by the names that DDL and CAST know them by. */
export const PRIMITIVE_NAMES: Readonly<Record<string, PrimitiveType>> = {
  BOOLEAN: 'boolean',
  TINYINT: 'byte',
  BYTE: 'byte',
  SMALLINT: 'short',
  SHORT: 'short',
  INT: 'integer',
  INTEGER: 'integer',
  BIGINT: 'long',
  LONG: 'long',
  FLOAT: 'float',
  REAL: 'float',
  DOUBLE: 'double',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  TIMESTAMP_LTZ: 'timestamp',
  TIMESTAMP_NTZ: 'timestamp_ntz',
  STRING: 'string',
  BINARY: 'binary',
  VOID: 'void',
  VARIANT: 'variant',
};

/** Refuses more characters than `limit` and tells the units. */
export function checkSchemaLength(text: string, limit: number): void {
  if (text.length > limit) {
    throw new ScoringError('INPUT_SCHEMA', `expected at most ${limit} characters, got ${text.length}`);
  }
}

/** A struct whose field names all differ (upper and lower case count). `place` is the column around, or ''. */
export function createStruct(fields: readonly Field[], place: string): StructType {
  const names = new Set<string>();
  for (const { name } of fields) {
    if (names.has(name)) {
      throw new ScoringError('INPUT_SCHEMA', 'expected each name once, got it twice', {
        column: joinPlace(place, name),
      });
    }
    names.add(name);
  }
  return structType(fields);
}

/** `outer.inner` */
export function joinPlace(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}

/** Undefined where Spark has no such decimal: 0 <= scale <= precision <= 38. */
export function decimalType(precision: number, scale: number): PrimitiveType | undefined {
  return scale >= 0 && scale <= precision && precision <= 38 ? `decimal(${precision},${scale})` : undefined;
}
