import { ScoringError } from '../core/errors.ts';
import { decimalType, PRIMITIVE_NAMES } from '../core/schema-checks.ts';
import { isAtLeast, type SparkVersion } from '../core/spark-version.ts';
import { arrayType, createField, type DataType, type Field, structType } from '../core/types.ts';
import { badStatement, refuse } from './dialect.ts';
import { tokenize } from './lexer.ts';
import { TokenCursor } from './token-cursor.ts';

const MOST_DEPTH = 50;

/** A data type as CAST and the schemas of functions write it. */
export function readType(cursor: TokenCursor, depth = 0): DataType {
  if (depth > MOST_DEPTH) throw badStatement(`at most ${MOST_DEPTH} types within types`, 'more');
  const word = cursor.expectName().toUpperCase();
  cursor.typeNames.add(word);
  const named = PRIMITIVE_NAMES[word];
  if (named !== undefined) return named;
  switch (word) {
    case 'DECIMAL':
    case 'DEC':
    case 'NUMERIC':
      return readDecimal(cursor);
    case 'ARRAY':
      return inAngles(cursor, () => arrayType(readType(cursor, depth + 1)));
    case 'MAP':
      return inAngles(cursor, () => readMap(cursor, depth));
    case 'STRUCT':
      return readStruct(cursor, depth);
    case 'INTERVAL':
      return readInterval(cursor);
    default:
      throw refuse(`the type ${word}`);
  }
}

/** Fails where a type was read that the version does not have: Spark parses the whole text before it tells. */
export function checkTypeNames({ typeNames }: TokenCursor, version: SparkVersion): void {
  if (typeNames.has('VARIANT') && !isAtLeast(version, 4, 0))
    throw badStatement('a type of Spark before 4.0', 'VARIANT', 'UNSUPPORTED_DATATYPE');
}

/** The schema argument of functions such as from_json: a type, or columns as in `a INT, b STRING`. */
export function parseSchemaArgument(text: string, version: SparkVersion): DataType {
  const attempt = (read: (cursor: TokenCursor) => DataType) => {
    const cursor = new TokenCursor(tokenize(text, { doubled: true, floats: true }));
    const type = read(cursor);
    if (cursor.token.kind !== 'end') throw cursor.unexpected('the end of the schema');
    checkTypeNames(cursor, version);
    return type;
  };
  try {
    return attempt((cursor) => readType(cursor));
  } catch (asType) {
    try {
      return attempt((cursor) => structType(readFields(cursor, 0)));
    } catch (asColumns) {
      if (isOfLater(asType)) throw asType;
      throw isOfLater(asColumns) ? badStatement('types of that Spark in a schema', 'others') : asColumns;
    }
  }
}

function isOfLater(error: unknown): boolean {
  return error instanceof ScoringError && error.condition === 'UNSUPPORTED_DATATYPE';
}

function readDecimal(cursor: TokenCursor): DataType {
  if (!cursor.takeMark('(')) return 'decimal(10,0)';
  const precision = cursor.expectInteger();
  const scale = cursor.takeMark(',') ? cursor.expectInteger() : 0;
  cursor.expectMark(')');
  const type = decimalType(precision, scale);
  if (type === undefined) throw badStatement('a precision of at most 38 that is not below the scale', 'others');
  return type;
}

function readMap(cursor: TokenCursor, depth: number): DataType {
  const keyType = readType(cursor, depth + 1);
  cursor.expectMark(',');
  return { type: 'map', keyType, valueType: readType(cursor, depth + 1), valueContainsNull: true };
}

function readStruct(cursor: TokenCursor, depth: number): DataType {
  if (cursor.takeMark('<>')) return structType([]);
  return inAngles(cursor, () => structType(cursor.isMark('>') ? [] : readFields(cursor, depth)));
}

function readFields(cursor: TokenCursor, depth: number): Field[] {
  return cursor.readList(() => {
    const name = cursor.expectName();
    cursor.takeMark(':');
    const type = readType(cursor, depth + 1);
    const nullable = !cursor.takeWord('NOT');
    if (!nullable) cursor.expectWord('NULL');
    return createField(name, type, nullable);
  });
}

function readInterval(cursor: TokenCursor): DataType {
  const unit = cursor.token.kind === 'word' ? cursor.token.value.toLowerCase() : '';
  if (!/^(year|month|day|hour|minute|second)$/.test(unit)) return 'interval';
  cursor.take();
  return cursor.takeWord('TO') ? `interval ${unit} to ${cursor.expectName().toLowerCase()}` : `interval ${unit}`;
}

function inAngles<T>(cursor: TokenCursor, read: () => T): T {
  cursor.expectMark('<');
  const result = read();
  cursor.expectAngle();
  return result;
}
