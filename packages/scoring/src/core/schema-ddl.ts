/** Schemas in Spark's DDL (`age INT, city STRING`); mirrors colTypeList of Spark's SqlBaseParser.g4. */

import { listNames, ScoringError } from './errors.ts';
import {
  checkSchemaLength,
  createStruct,
  decimalType,
  joinPlace,
  MAX_SCHEMA_DEPTH,
  PRIMITIVE_NAMES,
} from './schema-checks.ts';
import { type DdlToken, readDdlTokens } from './schema-ddl-tokens.ts';
import {
  arrayType,
  createField,
  type DataType,
  type Field,
  type PrimitiveType,
  type StructType,
  VECTOR,
} from './types.ts';

const MAX_LENGTH = 2 ** 20;

const NAMED: Readonly<Record<string, DataType>> = { ...PRIMITIVE_NAMES, VECTOR };

const DECIMALS = ['DECIMAL', 'DEC', 'NUMERIC'];
const CHARACTERS = ['CHAR', 'CHARACTER', 'VARCHAR'];
const KNOWN = [...Object.keys(NAMED), ...DECIMALS, ...CHARACTERS, 'ARRAY', 'MAP', 'STRUCT'];

/** Spark reads these as numbers, so a name of that form needs backquotes. */
const NUMBER = /^\d+(e\d+)?(l|s|y|f|d|bd)?$/i;

/**
 * The columns of a DDL text, as Spark's `StructType.fromDDL`; beyond it, VECTOR is Spark ML's VectorUDT and a `:`
 * may stand after every name. CHAR(n) and VARCHAR(n) become string. Throws INPUT_SCHEMA that names the position.
 */
export function parseSchemaDdl(text: string): StructType {
  checkSchemaLength(text, MAX_LENGTH);
  const parser = new DdlParser(readDdlTokens(text));
  const schema = parser.readFields('', 0);
  parser.expectEnd();
  return schema;
}

/** A cursor over the tokens. `place` is the column around (`a.b`), `depth` the number of types around. */
class DdlParser {
  readonly #tokens: readonly DdlToken[];
  #next = 0;

  constructor(tokens: readonly DdlToken[]) {
    this.#tokens = tokens;
  }

  /** One or more fields. */
  readFields(place: string, depth: number): StructType {
    const fields: Field[] = [];
    do fields.push(this.#readField(place, depth));
    while (this.#takeMark(','));
    return createStruct(fields, place);
  }

  expectEnd(): void {
    if (this.#token.kind !== 'end') throw this.#refuse('"," or the end');
  }

  #readField(place: string, depth: number): Field {
    const name = this.#readName();
    this.#takeMark(':');
    const type = this.#readType(joinPlace(place, name), depth + 1);
    const nullable = !this.#takeWord('NOT');
    if (!nullable && !this.#takeWord('NULL')) throw this.#refuse('NULL after NOT');
    const metadata = this.#takeWord('COMMENT') ? { comment: this.#readText() } : {};
    return createField(name, type, nullable, metadata);
  }

  #readName(): string {
    const { kind, value } = this.#token;
    const isName = kind === 'name' || (kind === 'word' && !NUMBER.test(value));
    if (!isName) throw this.#refuse('a column name');
    this.#next++;
    return value;
  }

  #readText(): string {
    const { kind, value } = this.#token;
    if (kind !== 'text') throw this.#refuse('a quoted comment');
    this.#next++;
    return value;
  }

  #readType(place: string, depth: number): DataType {
    if (depth > MAX_SCHEMA_DEPTH) throw this.#refuse(`at most ${MAX_SCHEMA_DEPTH} types within types`);
    const { kind, value } = this.#token;
    const word = kind === 'word' ? value.toUpperCase() : '';
    if (!KNOWN.includes(word)) throw this.#refuse('a type', `; have: ${listNames(KNOWN, KNOWN.length)}`);
    this.#next++;
    if (DECIMALS.includes(word)) return this.#readDecimal();
    if (CHARACTERS.includes(word)) return this.#readCharacters();
    switch (word) {
      case 'ARRAY':
        return arrayType(this.#inAngles(() => this.#readType(joinPlace(place, 'element'), depth + 1)));
      case 'MAP':
        return this.#inAngles(() => this.#readMap(place, depth));
      case 'STRUCT':
        return this.#inAngles(() => (this.#isMark('>') ? createStruct([], place) : this.readFields(place, depth)));
    }
    return NAMED[word] as DataType;
  }

  #readMap(place: string, depth: number): DataType {
    const keyType = this.#readType(joinPlace(place, 'key'), depth + 1);
    this.#expectMark(',');
    const valueType = this.#readType(joinPlace(place, 'value'), depth + 1);
    return { type: 'map', keyType, valueType, valueContainsNull: true };
  }

  /** As in Spark, DECIMAL is DECIMAL(10, 0) and DECIMAL(p) is DECIMAL(p, 0). */
  #readDecimal(): PrimitiveType {
    if (!this.#isMark('(')) return 'decimal(10,0)';
    this.#expectMark('(');
    const at = this.#next;
    const precision = this.#readInteger();
    const scale = this.#takeMark(',') ? this.#readInteger() : 0;
    const type = decimalType(precision, scale);
    if (type === undefined) {
      this.#next = at;
      throw this.#refuse('a precision of at most 38 and a scale of at most the precision');
    }
    this.#expectMark(')');
    return type;
  }

  #readCharacters(): PrimitiveType {
    this.#expectMark('(');
    this.#readInteger();
    this.#expectMark(')');
    return 'string';
  }

  #readInteger(): number {
    const { kind, value } = this.#token;
    if (kind !== 'word' || !/^\d{1,9}$/.test(value)) throw this.#refuse('a whole number');
    this.#next++;
    return Number(value);
  }

  #inAngles<T>(read: () => T): T {
    this.#expectMark('<');
    const result = read();
    this.#expectMark('>');
    return result;
  }

  get #token(): DdlToken {
    return this.#tokens[this.#next] as DdlToken;
  }

  #isMark(mark: string): boolean {
    return this.#token.kind === 'mark' && this.#token.value === mark;
  }

  #takeMark(mark: string): boolean {
    const found = this.#isMark(mark);
    if (found) this.#next++;
    return found;
  }

  #expectMark(mark: string): void {
    if (!this.#takeMark(mark)) throw this.#refuse(`"${mark}"`);
  }

  #takeWord(word: string): boolean {
    const found = this.#token.kind === 'word' && this.#token.value.toUpperCase() === word;
    if (found) this.#next++;
    return found;
  }

  #refuse(expected: string, tail = ''): ScoringError {
    const { kind, value, position } = this.#token;
    const got = kind === 'end' ? 'the end' : `"${value}"`;
    return new ScoringError('INPUT_SCHEMA', `expected ${expected} at position ${position}, got ${got}${tail}`);
  }
}
