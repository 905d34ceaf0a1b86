import { isAtLeast } from '../core/spark-version.ts';
import { badStatement, type Dialect, refuse } from './dialect.ts';
import { literal, numberLiteral, readInterval, readTypedLiteral } from './literals.ts';
import { readSpecialCall } from './special-calls.ts';
import { callOf, type Syntax } from './syntax.ts';
import type { TokenCursor } from './token-cursor.ts';
import { readType } from './type-parser.ts';
import { readVariantExtract } from './variant-syntax.ts';

/** Left binding powers of the operators between values; predicates stand at COMPARISON too. */
const POWERS: Readonly<Record<string, number>> = {
  '=': 5,
  '==': 5,
  '<=>': 5,
  '<>': 5,
  '!=': 5,
  '<': 5,
  '<=': 5,
  '>': 5,
  '>=': 5,
  '|': 6,
  '^': 7,
  '&': 8,
  '<<': 9,
  '>>': 9,
  '>>>': 9,
  '+': 10,
  '-': 10,
  '||': 10,
  '*': 11,
  '/': 11,
  '%': 11,
  DIV: 11,
};
const OR = 1;
const AND = 2;
const PREDICATE = 4;
const COMPARISON = 5;
const UNARY = 12;
const MOST_DEPTH = 200;

/** Words that begin a clause, and so end an expression. */
const RESERVED =
  /^(FROM|WHERE|AS|AND|OR|THEN|ELSE|END|WHEN|BETWEEN|IN|LIKE|RLIKE|IS|ON|GROUP|HAVING|ORDER|LIMIT|UNION|SELECT|FOR|ESCAPE|USING)$/;

/** A Pratt parser of Spark's expressions (`SqlBaseParser.g4`). */
export class ExpressionParser {
  readonly cursor: TokenCursor;
  readonly dialect: Dialect;
  #depth = 0;

  constructor(cursor: TokenCursor, dialect: Dialect) {
    this.cursor = cursor;
    this.dialect = dialect;
  }

  read(power = 0): Syntax {
    if (++this.#depth > MOST_DEPTH) throw badStatement(`expressions nested at most ${MOST_DEPTH} deep`, 'deeper');
    let left = this.#readPrefix(power);
    let predicated = false;
    for (;;) {
      const joins = this.cursor.isWord('AND') || this.cursor.isWord('OR');
      // Behind a predicate such as IS NULL only AND and OR go on.
      const infix: Syntax | undefined = predicated && !joins ? undefined : this.#readInfix(left, power);
      const predicate: Syntax | undefined =
        infix === undefined && !predicated && power < PREDICATE ? this.#readPredicate(left) : undefined;
      const next = infix ?? predicate;
      if (next === undefined) break;
      predicated = predicate !== undefined;
      left = next;
    }
    this.#depth--;
    return left;
  }

  #readPrefix(power: number): Syntax {
    const { cursor } = this;
    if (power < COMPARISON && cursor.isWord('NOT')) {
      cursor.take();
      return callOf('not', this.read(AND));
    }
    if (cursor.takeMark('!')) return callOf('not', this.read(power < COMPARISON ? AND : UNARY));
    if (cursor.isMark('-') && cursor.peek(1).kind === 'number') {
      cursor.take();
      return this.#readPostfix(numberLiteral(`-${cursor.take().value}`, this.dialect));
    }
    if (cursor.takeMark('-')) return callOf('unary minus', this.read(UNARY));
    if (cursor.takeMark('+')) return callOf('positive', this.read(UNARY));
    if (cursor.takeMark('~')) return callOf('~', this.read(UNARY));
    return this.#readPostfix(this.#readPrimary());
  }

  #readInfix(left: Syntax, power: number): Syntax | undefined {
    const { cursor } = this;
    const { kind, value } = cursor.token;
    const sign = value.toUpperCase();
    if (kind === 'word' && sign === 'OR' && power < OR) return this.#binary('or', left, OR);
    if (kind === 'word' && sign === 'AND' && power < AND) return this.#binary('and', left, AND);
    if (kind !== 'mark' && !(kind === 'word' && sign === 'DIV')) return undefined;
    const binding = POWERS[sign];
    if (binding === undefined || binding <= power) return undefined;
    const name = sign === '||' ? 'concat' : sign === '==' ? '=' : sign === '!=' ? '<>' : sign.toLowerCase();
    return this.#binary(name, left, binding);
  }

  #binary(name: string, left: Syntax, binding: number): Syntax {
    this.cursor.take();
    const right = this.read(binding);
    // Spark's a <> b is NOT (a = b), and its name says so.
    return name === '<>' ? callOf('not', callOf('=', left, right)) : callOf(name, left, right);
  }

  #readPredicate(left: Syntax): Syntax | undefined {
    const { cursor } = this;
    if (cursor.isWord('IS')) return this.#readIs(left);
    const negated = cursor.isWord('NOT');
    const ahead = negated ? 1 : 0;
    const word = cursor.peek(ahead).kind === 'word' ? cursor.peek(ahead).value.toUpperCase() : '';
    if (!/^(BETWEEN|IN|LIKE|ILIKE|RLIKE|REGEXP)$/.test(word)) return undefined;
    for (let k = 0; k <= ahead; k++) cursor.take();
    const predicate = this.#readNamedPredicate(word, left);
    return negated ? callOf('not', predicate) : predicate;
  }

  #readNamedPredicate(word: string, left: Syntax): Syntax {
    const { cursor } = this;
    switch (word) {
      case 'BETWEEN': {
        const low = this.read(PREDICATE);
        cursor.expectWord('AND');
        return callOf('between', left, low, this.read(PREDICATE));
      }
      case 'IN':
        cursor.expectMark('(');
        if (cursor.isWord('SELECT')) throw refuse('a subquery in IN');
        return callOf('in', left, ...this.readArguments());
      case 'LIKE':
      case 'ILIKE':
        return this.#readLike(word.toLowerCase(), left);
      default:
        return callOf('rlike', left, this.read(PREDICATE));
    }
  }

  #readLike(name: string, left: Syntax): Syntax {
    const { cursor } = this;
    const quantifier = ['ANY', 'SOME', 'ALL'].find((word) => cursor.isWord(word));
    if (quantifier !== undefined) {
      cursor.take();
      cursor.expectMark('(');
      const all = this.readArguments().map((pattern): Syntax => callOf(name, left, pattern));
      const joined = quantifier === 'ALL' ? 'and' : 'or';
      return all.reduce((a, b) => callOf(joined, a, b));
    }
    const pattern = this.read(PREDICATE);
    const escapes = isAtLeast(this.dialect.version, 3, 0);
    return escapes && cursor.takeWord('ESCAPE')
      ? callOf(name, left, pattern, this.read(PREDICATE))
      : callOf(name, left, pattern);
  }

  #readIs(left: Syntax): Syntax {
    const { cursor } = this;
    cursor.take();
    const negated = cursor.takeWord('NOT');
    if (cursor.takeWord('NULL')) return callOf(negated ? 'isnotnull' : 'isnull', left);
    if (!cursor.isWord('DISTINCT') && !isAtLeast(this.dialect.version, 3, 0))
      throw cursor.unexpected('NULL or DISTINCT FROM');
    const distinct = cursor.takeWord('DISTINCT');
    if (distinct) cursor.expectWord('FROM');
    const right = distinct ? this.read(PREDICATE) : this.#readTruth();
    const equal = right === undefined ? callOf('isnull', left) : callOf('<=>', left, right);
    return negated !== distinct ? callOf('not', equal) : equal;
  }

  #readTruth(): Syntax | undefined {
    const { cursor } = this;
    if (cursor.takeWord('UNKNOWN')) return undefined;
    if (cursor.takeWord('TRUE')) return literal('boolean', true);
    if (cursor.takeWord('FALSE')) return literal('boolean', false);
    throw cursor.unexpected('NULL, TRUE, FALSE, UNKNOWN or DISTINCT FROM');
  }

  #readPostfix(start: Syntax): Syntax {
    const { cursor } = this;
    const hasColons = isAtLeast(this.dialect.version, 4, 0);
    let value = start;
    for (;;) {
      if (cursor.isMark('.') && value.kind !== 'column') {
        cursor.take();
        value = { kind: 'field', base: value, name: cursor.expectName() };
      } else if (cursor.takeMark('[')) {
        value = { kind: 'index', base: value, index: this.read() };
        cursor.expectMark(']');
      } else if (hasColons && cursor.takeMark('::'))
        value = { kind: 'cast', value, type: readType(cursor), lenient: false };
      else if (hasColons && cursor.isMark(':') && value.kind !== 'literal') value = readVariantExtract(value, cursor);
      else if (cursor.isWord('OVER') && value.kind === 'call') throw refuse(`the window function ${value.name}`);
      else if (cursor.isWord('COLLATE')) throw refuse('COLLATE');
      else return value;
    }
  }

  #readPrimary(): Syntax {
    const { cursor } = this;
    const { kind, value } = cursor.token;
    if (kind === 'number') return numberLiteral(cursor.take().value, this.dialect);
    if (kind === 'text') return this.#readText();
    if (cursor.takeMark('(')) return this.#readParenthesis();
    if (cursor.isMark('*')) return this.readStar([]);
    if (kind !== 'word' && kind !== 'quoted') throw cursor.unexpected('an expression');
    if (kind === 'word') {
      if (cursor.isMark('->', 1)) return this.#readLambda([cursor.expectName()]);
      const special = this.#readWord(value.toUpperCase());
      if (special !== undefined) return special;
      if (RESERVED.test(value.toUpperCase()) && !cursor.isMark('(', 1)) throw cursor.unexpected('an expression');
    }
    return this.#readColumn();
  }

  #readText(): Syntax {
    let text = '';
    while (this.cursor.token.kind === 'text') text += this.cursor.take().value;
    return literal('string', text);
  }

  #readWord(word: string): Syntax | undefined {
    const { cursor } = this;
    if (word === 'CASE') return this.#readCase();
    if (word === 'INTERVAL') {
      cursor.take();
      const interval = readInterval(cursor, this.dialect);
      return interval ?? { kind: 'column', parts: ['interval'] };
    }
    if (cursor.isMark('(', 1)) return readSpecialCall(this, word) ?? this.#readCall();
    const constants: Readonly<Record<string, Syntax>> = {
      NULL: literal('void', null),
      TRUE: literal('boolean', true),
      FALSE: literal('boolean', false),
    };
    if (constants[word] !== undefined) {
      cursor.take();
      return constants[word];
    }
    if (/^(CURRENT_(DATE|TIMESTAMP|TIME|USER)|USER|SESSION_USER|LOCALTIMESTAMP)$/.test(word)) {
      throw refuse(`${word}, which answers differently at each run`);
    }
    return readTypedLiteral(cursor, this.dialect.timeZone);
  }

  #readParenthesis(): Syntax {
    const { cursor } = this;
    if (cursor.isWord('SELECT')) throw refuse('a subquery in an expression');
    const names = this.#readLambdaNames();
    if (names !== undefined) return this.#readLambda(names);
    const items = cursor.readList(() => this.readNamed());
    cursor.expectMark(')');
    const [only] = items as [Syntax];
    return items.length === 1 ? only : callOf('row constructor', ...items);
  }

  /** The names of `(x, y) ->`, of which the cursor is behind the bracket; undefined where no arrow follows. */
  #readLambdaNames(): string[] | undefined {
    const { cursor } = this;
    let ahead = 0;
    const names: string[] = [];
    for (;;) {
      if (cursor.peek(ahead).kind !== 'word') return undefined;
      names.push(cursor.peek(ahead).value);
      if (cursor.isMark(')', ahead + 1)) break;
      if (!cursor.isMark(',', ahead + 1)) return undefined;
      ahead += 2;
    }
    if (!cursor.isMark('->', ahead + 2)) return undefined;
    for (let k = 0; k < ahead + 2; k++) cursor.take();
    return names;
  }

  #readLambda(parameters: readonly string[]): Syntax {
    this.cursor.expectMark('->');
    return { kind: 'lambda', parameters, body: this.read() };
  }

  #readCase(): Syntax {
    const { cursor } = this;
    cursor.take();
    const subject = cursor.isWord('WHEN') ? undefined : this.read();
    const branches: { when: Syntax; value: Syntax }[] = [];
    while (cursor.takeWord('WHEN')) {
      const when = this.read();
      cursor.expectWord('THEN');
      branches.push({ when: subject === undefined ? when : callOf('=', subject, when), value: this.read() });
    }
    if (branches.length === 0) throw cursor.unexpected('WHEN');
    const otherwise = cursor.takeWord('ELSE') ? this.read() : undefined;
    cursor.expectWord('END');
    return { kind: 'case', branches, otherwise };
  }

  #readCall(): Syntax {
    const { cursor } = this;
    const name = cursor.expectName().toLowerCase();
    cursor.expectMark('(');
    if (cursor.takeWord('DISTINCT')) throw refuse(`the aggregate ${name}(DISTINCT ...)`);
    const args = cursor.takeMark(')') ? [] : this.readArguments();
    if (cursor.isWord('FILTER') && cursor.isMark('(', 1)) throw refuse(`the aggregate ${name}`);
    return callOf(name, ...args);
  }

  /** Comma-separated arguments up to the closing bracket. */
  readArguments(): Syntax[] {
    const args = this.cursor.readList(() => this.readNamed());
    this.cursor.expectMark(')');
    return args;
  }

  /** An expression, with a name where AS follows. */
  readNamed(): Syntax {
    if (this.cursor.isMark('=>', 1)) throw refuse('an argument given by name');
    const value = this.read();
    return this.cursor.takeWord('AS') ? { kind: 'named', value, name: this.cursor.expectName() } : value;
  }

  /** `a`, `a.b.c`, `a.*`. */
  #readColumn(): Syntax {
    const { cursor } = this;
    const parts = [cursor.expectName()];
    while (cursor.isMark('.')) {
      cursor.take();
      if (cursor.isMark('*')) return this.readStar(parts);
      parts.push(cursor.expectName());
    }
    if (cursor.isMark('(')) throw refuse(`the function ${parts.join('.')}`);
    return { kind: 'column', parts };
  }

  readStar(qualifier: readonly string[]): Syntax {
    const { cursor } = this;
    cursor.expectMark('*');
    if (!cursor.isWord('EXCEPT') && !cursor.isWord('EXCLUDE')) return { kind: 'star', qualifier, except: [] };
    cursor.take();
    cursor.expectMark('(');
    const except = cursor.readList(() => {
      const parts = [cursor.expectName()];
      while (cursor.takeMark('.')) parts.push(cursor.expectName());
      return parts;
    });
    cursor.expectMark(')');
    return { kind: 'star', qualifier, except };
  }
}
