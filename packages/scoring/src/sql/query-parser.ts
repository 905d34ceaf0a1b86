import { badStatement, type Dialect, refuse } from './dialect.ts';
import { ExpressionParser } from './expression-parser.ts';
import { spellingOf, tokenize } from './lexer.ts';
import type { Query, SelectItem } from './syntax.ts';
import { TokenCursor } from './token-cursor.ts';
import { checkTypeNames } from './type-parser.ts';

/** Clauses that Spark has and this engine does not, by the word they begin with. */
const REFUSED = [
  'JOIN',
  'INNER',
  'CROSS',
  'LEFT',
  'RIGHT',
  'FULL',
  'NATURAL',
  'SEMI',
  'ANTI',
  'GROUP',
  'HAVING',
  'ORDER',
  'SORT',
  'CLUSTER',
  'DISTRIBUTE',
  'LIMIT',
  'OFFSET',
  'UNION',
  'INTERSECT',
  'EXCEPT',
  'MINUS',
  'LATERAL',
  'WINDOW',
  'TABLESAMPLE',
  'PIVOT',
  'UNPIVOT',
  'QUALIFY',
];
const ENDS_ITEM = new Set(['FROM', 'WHERE', ...REFUSED]);
const MOST_DEPTH = 50;

/** Parses `SELECT ... FROM __THIS__ ...`; refuses by name what is no row-by-row query. */
export function parseQuery(statement: string, dialect: Dialect): Query {
  const cursor = new TokenCursor(tokenize(statement, spellingOf(dialect.version)));
  const query = readQuery(cursor, dialect, 0);
  cursor.takeMark(';');
  if (cursor.token.kind !== 'end') throw cursor.unexpected('the end of the statement');
  checkTypeNames(cursor, dialect.version);
  return query;
}

function readQuery(cursor: TokenCursor, dialect: Dialect, depth: number): Query {
  if (depth > MOST_DEPTH) throw badStatement(`at most ${MOST_DEPTH} selects within selects`, 'more');
  if (cursor.isWord('WITH')) throw refuse('WITH');
  cursor.expectWord('SELECT');
  if (cursor.isWord('DISTINCT')) throw refuse('SELECT DISTINCT');
  if (cursor.isWord('TRANSFORM') && cursor.isMark('(', 1)) refuseTransform(cursor);
  const parser = new ExpressionParser(cursor, dialect);
  const items = cursor.readList(() => readItem(parser));
  if (!cursor.takeWord('FROM')) throw missingFrom(cursor, depth);
  const source = readSource(cursor, dialect, depth);
  const alias = readAlias(cursor);
  refuseClauses(cursor);
  const where = cursor.takeWord('WHERE') ? parser.read() : undefined;
  refuseClauses(cursor);
  return { items, source, alias, where };
}

/** SELECT TRANSFORM(a, b) USING 'script' runs a program; the function of that name takes a lambda. */
function refuseTransform(cursor: TokenCursor): void {
  for (let ahead = 2; cursor.peek(ahead).kind !== 'end'; ahead++) {
    if (cursor.isWord('USING', ahead)) throw refuse('SELECT TRANSFORM ... USING');
  }
}

/** Without FROM the statement has one row, whatever the input; anything but an end or another clause is no SQL. */
function missingFrom(cursor: TokenCursor, depth: number): Error {
  const ends = cursor.token.kind === 'end' || cursor.isMark(';') || (depth > 0 && cursor.isMark(')'));
  const continues = [...ENDS_ITEM].some((word) => cursor.isWord(word));
  return ends || continues ? refuse('a SELECT without FROM __THIS__') : cursor.unexpected('FROM');
}

function readItem(parser: ExpressionParser): SelectItem {
  const { cursor } = parser;
  const value = parser.read();
  if (cursor.takeWord('AS')) return { value, alias: cursor.expectName() };
  const { kind, value: word } = cursor.token;
  const named = kind === 'quoted' || (kind === 'word' && !ENDS_ITEM.has(word.toUpperCase()));
  return { value, alias: named ? cursor.expectName() : undefined };
}

function readSource(cursor: TokenCursor, dialect: Dialect, depth: number): Query | undefined {
  if (cursor.takeMark('(')) {
    const query = readQuery(cursor, dialect, depth + 1);
    cursor.expectMark(')');
    return query;
  }
  const name = cursor.expectName();
  if (name !== '__THIS__') throw refuse(`the table ${name}`);
  if (cursor.isMark('.')) throw refuse(`a table named by ${name}`);
  return undefined;
}

function readAlias(cursor: TokenCursor): string | undefined {
  const explicit = cursor.takeWord('AS');
  const { kind, value } = cursor.token;
  const named = kind === 'quoted' || (kind === 'word' && !ENDS_ITEM.has(value.toUpperCase()));
  if (!explicit && !named) return undefined;
  const alias = cursor.expectName();
  if (cursor.isMark('(')) throw refuse('a table alias with column names');
  return alias;
}

function refuseClauses(cursor: TokenCursor): void {
  const found = REFUSED.find((word) => cursor.isWord(word));
  if (found !== undefined) throw refuse(found);
  if (cursor.isMark(',')) throw refuse('more than one table');
}
