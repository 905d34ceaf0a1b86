import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ScoringError } from './errors.ts';
import { parseSchemaDdl } from './schema-ddl.ts';
import { formatSchemaJson, parseSchemaJson } from './schema-json.ts';
import { VECTOR } from './types.ts';

const truth: { ddl: [string, string | null][] } = JSON.parse(
  readFileSync(new URL('./testdata/schemas.json', import.meta.url), 'utf8'),
);

/** Where this parser says more or less than Spark 3.5, on purpose. */
const DIFFERENT: Readonly<Record<string, string | null>> = {
  'a: int, b: string': 'a int, b string',
  'a:int': 'a int',
  'a :int': 'a int',
  'a : int': 'a int',
  'struct<a:int,b:string>': null,
  'a \u00a0int': 'a int',
  'a int, a int': null,
  'a struct<x int, x int>': null,
  'a INTERVAL': null,
  'a VARIANT': 'a variant',
  'a INTERVAL DAY TO SECOND': null,
  'a interval year': null,
  'a interval year to month, b interval month, c interval second, d interval hour to minute': null,
  "a int comment 'it''s'": 'a int comment "it\'s"',
};

const REFUSED = expect.objectContaining({ name: 'ScoringError', code: 'INPUT_SCHEMA' });

/** Spark keeps char(n) in a schema text but reads such columns as strings. */
const withoutCharacters = (json: string) => json.replace(/"(var)?char\(\d+\)"/g, '"string"');

describe('parseSchemaDdl', () => {
  const same = truth.ddl.filter(([ddl, json]) => ddl !== 'a vector' && !(ddl in DIFFERENT) && json !== null);
  it.each(same)('reads %j as Spark does', (ddl, json) => {
    expect(formatSchemaJson(parseSchemaDdl(ddl))).toBe(withoutCharacters(json as string));
  });

  const refused = truth.ddl.filter(([ddl, json]) => ddl !== 'a vector' && !(ddl in DIFFERENT) && json === null);
  it.each(refused)('refuses %j as Spark does', (ddl) => {
    expect(() => parseSchemaDdl(ddl)).toThrow(REFUSED);
  });

  it.each(Object.entries(DIFFERENT))('reads %j as %j', (ddl, same) => {
    if (same === null) expect(() => parseSchemaDdl(ddl)).toThrow(REFUSED);
    else expect(parseSchemaDdl(ddl)).toEqual(parseSchemaDdl(same));
  });

  it('reads VECTOR, also inside', () => {
    expect(parseSchemaDdl('v vector NOT NULL, a ARRAY<VECTOR>')).toMatchObject({
      fields: [
        { name: 'v', type: VECTOR, nullable: false },
        { name: 'a', type: { elementType: VECTOR } },
      ],
    });
  });

  it.each([
    ['a INT, b FOO', 'expected a type at position 10, got "FOO"; have: BOOLEAN, '],
    ['a', 'expected a type at position 2, got the end'],
    ['a int b int', 'expected "," or the end at position 7, got "b"'],
    ['a array<int', 'expected ">" at position 12, got the end'],
    ['12 int', 'expected a column name at position 1, got "12"'],
    ['a decimal(39, 2)', 'expected a precision of at most 38 and a scale of at most the precision at position 11'],
    ['größe int', 'expected a name or a type at position 3, got "ö": put such names in backquotes'],
    ["a int comment 'x", 'expected a name or a type at position 15, got a quote without its end'],
    ['a int, s struct<x int, x int>', 'column "s.x": expected each name once'],
  ])('names the place in %j', (ddl, message) => {
    expect(() => parseSchemaDdl(ddl)).toThrow(message);
  });

  it.each([
    `a ${'array<'.repeat(100_000)}`,
    `a ${'struct<a '.repeat(100_000)}`,
    `a int comment '${"''".repeat(500_000)}`,
    `\`${'``'.repeat(500_000)}`,
    '/*'.repeat(500_000),
    ' -- x\n'.repeat(150_000),
    '/**/'.repeat(250_000),
    'a'.repeat(1_048_576),
    'a'.repeat(1_048_577),
  ])('refuses a huge text in time (%#)', (ddl) => {
    expect(() => parseSchemaDdl(ddl)).toThrow(REFUSED);
  });

  it('reads nesting up to the limit', () => {
    const nested = (depth: number) => `a ${'array<'.repeat(depth)}int${'>'.repeat(depth)}`;
    expect(parseSchemaDdl(nested(99)).fields.length).toBe(1);
    expect(() => parseSchemaDdl(nested(100))).toThrow(REFUSED);
  });

  it('gives a schema or a ScoringError for mutated texts', () => {
    const random = createRandom(1);
    const pool = 'abz019_`\'"<>(),: \n\\-/*éINTNULL';
    for (let i = 0; i < 2000; i++) {
      const [ddl] = truth.ddl[i % truth.ddl.length] as [string, string | null];
      const characters = [...ddl];
      for (let k = 0; k <= random(3); k++) {
        characters.splice(random(characters.length + 1), random(3), pool[random(pool.length)] as string);
      }
      try {
        const schema = parseSchemaDdl(characters.join(''));
        expect(parseSchemaJson(formatSchemaJson(schema))).toEqual(schema);
      } catch (error) {
        expect(error).toBeInstanceOf(ScoringError);
      }
    }
  });
});

/** Integers below a bound, the same ones for the same seed (a linear congruential generator). */
function createRandom(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
}
