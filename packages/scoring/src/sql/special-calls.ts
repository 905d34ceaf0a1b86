import { isAtLeast } from '../core/spark-version.ts';
import { badStatement, type Dialect, refuse } from './dialect.ts';
import { literal } from './literals.ts';
import { callOf, type Syntax } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';
import { readType } from './type-parser.ts';

/** What the parser of expressions lends. */
interface Expressions {
  readonly cursor: TokenCursor;
  readonly dialect: Dialect;
  /** An expression of operators that bind stronger than `power`. */
  read(power?: number): Syntax;
  /** Comma-separated arguments up to the closing bracket. */
  readArguments(): Syntax[];
}

type SpecialReader = (parser: Expressions) => Syntax;

/** Functions whose arguments are not just a list. The cursor stands behind the opening bracket. */
const SPECIAL: Readonly<Record<string, SpecialReader>> = {
  CAST: (parser) => readCast(parser, false),
  TRY_CAST: (parser) => readCast(parser, true),
  EXTRACT: readExtract,
  TRIM: readTrim,
  SUBSTRING: (parser) => readPhrases(parser, 'substring', ['FROM', 'FOR']),
  SUBSTR: (parser) => readPhrases(parser, 'substr', ['FROM', 'FOR'], 'substring'),
  OVERLAY: (parser) => readPhrases(parser, 'overlay', ['PLACING', 'FROM', 'FOR']),
  POSITION: readPosition,
  CEIL: readRounding('ceil'),
  FLOOR: readRounding('floor'),
  TIMESTAMPADD: readUnitCall('timestampadd'),
  DATEADD: readUnitCall('timestampadd'),
  DATE_ADD: readUnitCall('timestampadd'),
  TIMESTAMPDIFF: readUnitCall('timestampdiff'),
  DATEDIFF: readUnitCall('timestampdiff'),
  DATE_DIFF: readUnitCall('timestampdiff'),
};

/** A call of such a function, or undefined where the word is none. */
export function readSpecialCall(parser: Expressions, word: string): Syntax | undefined {
  const read = SPECIAL[word];
  if (read === undefined) return word === 'EXISTS' && parser.cursor.isWord('SELECT', 2) ? refuseSubquery() : undefined;
  const { cursor } = parser;
  cursor.take();
  cursor.expectMark('(');
  return read(parser);
}

function refuseSubquery(): never {
  throw refuse('a subquery in EXISTS');
}

function readCast(parser: Expressions, lenient: boolean): Syntax {
  const value = parser.read();
  parser.cursor.expectWord('AS');
  const type = readType(parser.cursor);
  parser.cursor.expectMark(')');
  return { kind: 'cast', value, type, lenient };
}

/** Spark 2.4 has a function for each part. */
const OLD_PARTS: Readonly<Record<string, string>> = {
  YEAR: 'year',
  QUARTER: 'quarter',
  MONTH: 'month',
  WEEK: 'weekofyear',
  DAY: 'dayofmonth',
  DAYOFWEEK: 'dayofweek',
  HOUR: 'hour',
  MINUTE: 'minute',
  SECOND: 'second',
};

function readExtract(parser: Expressions): Syntax {
  const { cursor } = parser;
  const field = cursor.take().value;
  cursor.expectWord('FROM');
  const source = parser.read();
  cursor.expectMark(')');
  if (isAtLeast(parser.dialect.version, 3, 0)) return callOf('extract', literal('string', field), source);
  const name = OLD_PARTS[field.toUpperCase()];
  if (name === undefined) throw badStatement(`one of ${Object.keys(OLD_PARTS).join(', ')} to extract`, field);
  return callOf(name, source);
}

/** `TRIM([BOTH | LEADING | TRAILING] [characters] FROM text)` or a plain list. */
function readTrim(parser: Expressions): Syntax {
  const { cursor } = parser;
  const side = ['BOTH', 'LEADING', 'TRAILING'].find(
    (word) => cursor.isWord(word) && !cursor.isMark(',', 1) && !cursor.isMark(')', 1),
  );
  if (side !== undefined) cursor.take();
  const name = side === 'LEADING' ? 'ltrim' : side === 'TRAILING' ? 'rtrim' : 'trim';
  if (side !== undefined && cursor.takeWord('FROM')) return callOf(name, ...parser.readArguments());
  const first = parser.read();
  if (cursor.takeWord('FROM')) {
    const text = parser.read();
    cursor.expectMark(')');
    return callOf(`${name} from`, first, text);
  }
  if (cursor.takeMark(',')) return callOf('trim', first, ...parser.readArguments());
  cursor.expectMark(')');
  return callOf('trim', first);
}

/** Arguments between which words may stand in the place of commas. */
function readPhrases(parser: Expressions, name: string, words: readonly string[], phrased = name): Syntax {
  const { cursor } = parser;
  const args = [parser.read()];
  let named = name;
  while (cursor.takeMark(',') || words.some((word) => cursor.takeWord(word))) {
    if (!cursor.isMark(',', -1)) named = phrased;
    args.push(parser.read());
  }
  cursor.expectMark(')');
  return callOf(named, ...args);
}

function readPosition(parser: Expressions): Syntax {
  const { cursor } = parser;
  const part = parser.read(5);
  if (!cursor.takeWord('IN')) {
    const rest = cursor.takeMark(',') ? cursor.readList(() => parser.read()) : [];
    cursor.expectMark(')');
    return callOf('position', part, ...rest);
  }
  const text = parser.read(5);
  cursor.expectMark(')');
  return callOf('locate', part, text);
}

function readRounding(name: string): SpecialReader {
  return (parser) => {
    const value = parser.read();
    if (parser.cursor.takeWord('TO')) throw refuse(`${name}(... TO ...)`);
    const rest = parser.cursor.takeMark(',') ? parser.cursor.readList(() => parser.read()) : [];
    parser.cursor.expectMark(')');
    return callOf(name, value, ...rest);
  };
}

const UNITS = /^(YEAR|QUARTER|MONTH|WEEK|DAY|DAYOFYEAR|HOUR|MINUTE|SECOND|MILLISECOND|MICROSECOND)$/i;

/** With a unit first, three arguments; else the function of that name with a plain list. */
function readUnitCall(name: string): SpecialReader {
  return (parser) => {
    const { cursor } = parser;
    const called = cursor.peek(-2).value.toLowerCase();
    const unit = cursor.token;
    if (unit.kind === 'word' && UNITS.test(unit.value) && cursor.isMark(',', 1)) {
      cursor.take();
      cursor.take();
      return callOf(name, literal('string', unit.value.toUpperCase()), ...parser.readArguments());
    }
    return callOf(called, ...parser.readArguments());
  };
}
