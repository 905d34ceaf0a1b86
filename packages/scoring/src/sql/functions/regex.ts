import { ScoringError } from '../../core/errors.ts';
import { isAtLeast } from '../../core/spark-version.ts';
import { arrayType } from '../../core/types.ts';
import type { Value } from '../../core/values.ts';
import { type JavaMatch, JavaPattern } from '../../regex/java-pattern.ts';
import { characterCount } from '../characters.ts';
import { failRow } from '../dialect.ts';
import { type Call, coerce, expectCount, type SqlFunction, simple, special } from '../function.ts';
import { likeTest } from '../like.ts';
import { apply, listSql, literalNode, type Node } from '../node.ts';
import { remember } from '../remember.ts';

const patterns = (failure = 'INVALID_PARAMETER_VALUE.PATTERN') =>
  remember((pattern: string) => compile(pattern, failure));

function compile(pattern: string, failure: string): JavaPattern {
  try {
    return new JavaPattern(pattern);
  } catch (error) {
    if (error instanceof ScoringError && error.code === 'MODEL_PARAM') throw failRow(failure, error.message);
    throw error;
  }
}

function like(call: Call): Node {
  expectCount(call, 2, 3);
  const args = call.args.slice(0, 2).map((arg) => coerce(arg, 'string', call)) as [Node, Node];
  const escaping = String(call.args[2]?.literal?.value ?? '\\');
  const isShown = call.name === 'like' && escaping !== '\\' && isAtLeast(call.dialect.version, 4, 0);
  const tail = !isShown ? '' : ` ESCAPE '${escaping}'`;
  const sql = call.name === 'like' ? `${args[0].sql} LIKE ${args[1].sql}${tail}` : `ilike(${listSql(args)})`;
  const make = () => {
    const testOf = remember((pattern: string) => likeTest(pattern, escaping, call.name === 'ilike'));
    return (text: string, pattern: string) => testOf(pattern)(text);
  };
  return apply({ type: 'boolean', sql, args, make });
}

const matches = (names: string) =>
  simple({
    names,
    takes: ['string', 'string'],
    gives: 'boolean',
    sql: (args, { name, dialect }) =>
      !isAtLeast(dialect.version, 3, 2)
        ? `${(args[0] as Node).sql} RLIKE ${(args[1] as Node).sql}`
        : name === 'rlike'
          ? `RLIKE(${listSql(args)})`
          : `${name.toUpperCase()}(${listSql(args)})`,
    make: () => {
      const patternOf = patterns();
      return (text: string, pattern: string) => patternOf(pattern).find(text);
    },
  });

function groupOf(span: JavaMatch, index: number): string {
  return span.groups[index] ?? '';
}

function checkGroup(pattern: JavaPattern, index: number): void {
  if (index >= 0 && index <= pattern.groupCount) return;
  throw failRow(
    'INVALID_PARAMETER_VALUE.REGEX_GROUP_INDEX',
    `expected a group from 0 to ${pattern.groupCount}, got another`,
  );
}

function extract(call: Call, pick: (spans: readonly JavaMatch[], index: number) => Value): Node {
  expectCount(call, 2, 3);
  const args = [
    ...call.args.slice(0, 2).map((arg) => coerce(arg, 'string', call)),
    call.args[2] === undefined ? literalNode('integer', 1, '1') : coerce(call.args[2], 'integer', call),
  ];
  const make = () => {
    const patternOf = patterns();
    return (text: string, pattern: string, index: number) => {
      const compiled = patternOf(pattern);
      const spans = compiled.findMatches(text);
      if (spans.length > 0) checkGroup(compiled, index);
      return pick(spans, index);
    };
  };
  const type = call.name === 'regexp_extract' ? 'string' : arrayType('string');
  return apply({ type, sql: `${call.name}(${listSql(args)})`, args, make });
}

function replace(call: Call): Node {
  expectCount(call, 3, isAtLeast(call.dialect.version, 3, 1) ? 4 : 3);
  const args = [
    ...call.args.slice(0, 3).map((arg) => coerce(arg, 'string', call)),
    call.args[3] === undefined ? literalNode('integer', 1, '1') : coerce(call.args[3], 'integer', call),
  ];
  // Before Spark 3.1 there is no position.
  const shown = isAtLeast(call.dialect.version, 3, 1) ? args : args.slice(0, 3);
  const make = () => {
    const patternOf = patterns();
    return (text: string, pattern: string, replacement: string, position: number) => {
      const start = position - 1;
      if (position < 1)
        throw failRow('DATATYPE_MISMATCH.VALUE_OUT_OF_RANGE', 'expected a position from 1 on, got another');
      if (start !== 0 && start >= text.length) return text;
      return text.slice(0, start) + patternOf(pattern).replaceAll(text.slice(start), replacement);
    };
  };
  return apply({ type: 'string', sql: `regexp_replace(${listSql(shown)})`, args, make });
}

/** An empty pattern splits into characters; those beyond the limit go. */
function splitCharacters(text: string, limit: number): string[] {
  const characters = Array.from(text);
  if (limit <= 0 || characters.length <= limit) return characters;
  return [...characters.slice(0, limit - 1), characters[limit - 1] as string];
}

function splitCall(call: Call): Node {
  const takesLimit = isAtLeast(call.dialect.version, 3, 0);
  expectCount(call, 2, takesLimit ? 3 : 2);
  const args = [
    ...call.args.slice(0, 2).map((arg) => coerce(arg, 'string', call)),
    call.args[2] === undefined ? literalNode('integer', -1, '-1') : coerce(call.args[2], 'integer', call),
  ];
  const shown = takesLimit ? args : args.slice(0, 2);
  const make = () => {
    const patternOf = patterns('java.util.regex.PatternSyntaxException');
    const splitsCharacters = isAtLeast(call.dialect.version, 3, 4);
    return (text: string, pattern: string, limit: number) =>
      splitsCharacters && pattern === '' && text !== ''
        ? splitCharacters(text, limit)
        : patternOf(pattern).split(text, limit === 0 ? -1 : limit);
  };
  return apply({ type: arrayType('string', false), sql: `split(${listSql(shown)})`, args, make });
}

const found = (name: string, pick: (spans: readonly JavaMatch[], text: string) => Value, gives: 'integer' | 'string') =>
  simple({
    names: name,
    takes: ['string', 'string', 'integer?'],
    gives,
    since: [3, 4],
    sql: (args) => `${name}(${listSql(args)}${name === 'regexp_instr' && args.length === 2 ? ', 0' : ''})`,
    make: () => {
      const patternOf = patterns();
      return (text: string, pattern: string) => pick(patternOf(pattern).findMatches(text), text);
    },
  });

export const REGULAR_EXPRESSIONS: readonly SqlFunction[] = [
  special('like', like),
  special('ilike', like, [3, 3]),
  matches('rlike regexp regexp_like'),
  special('regexp_extract', (call) =>
    extract(call, ([first], index) => (first === undefined ? '' : groupOf(first, index))),
  ),
  special(
    'regexp_extract_all',
    (call) => extract(call, (spans, index) => spans.map((span) => groupOf(span, index))),
    [3, 1],
  ),
  special('regexp_replace', replace),
  special('split', splitCall),
  found('regexp_count', (spans) => spans.length, 'integer'),
  found('regexp_substr', ([first]) => first?.groups[0] ?? null, 'string'),
  found(
    'regexp_instr',
    ([first], text) => (first === undefined ? 0 : characterCount(text.slice(0, first.start)) + 1),
    'integer',
  ),
];
