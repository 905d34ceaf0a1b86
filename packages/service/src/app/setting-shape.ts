import { isObject, ScoringError } from '@tinderbox/scoring';

/** What a setting looks like: how it is read from plain values, as of YAML or JSON, and its JSON Schema. */
export interface Shape<T> {
  /** Throws INPUT_FORMAT, whose `where.param` is the path of what is wrong, such as `security.apiKeys[2].hash`. */
  readonly read: (value: unknown, path: string) => T;
  readonly schema: { readonly [keyword: string]: unknown };
}

export type ShapeOf<S> = S extends Shape<infer T> ? T : never;

export interface TextRules {
  readonly pattern: RegExp;
  /** What the pattern stands for: "a role". */
  readonly expected: string;
}

/** Text of at least one character. The value is never told: it may be a secret. */
export function text(description: string, rules: TextRules = { pattern: /./s, expected: 'text' }): Shape<string> {
  const { pattern, expected } = rules;
  return {
    read: (value, path) => {
      if (typeof value === 'string' && pattern.test(value)) return value;
      throw wrong(path, `expected ${expected}, got ${typeof value === 'string' ? 'other text' : kindOf(value)}`);
    },
    schema: { type: 'string', pattern: pattern.source, description },
  };
}

export function oneOf<const T extends string>(description: string, names: readonly T[]): Shape<T> {
  return {
    read: (value, path) => {
      const found = names.find((name) => name === value);
      if (found !== undefined) return found;
      const got = typeof value === 'string' ? 'other text' : kindOf(value);
      throw wrong(path, `expected ${names.slice(0, -1).join(', ')} or ${names.at(-1)}, got ${got}`);
    },
    schema: { enum: names, description },
  };
}

export function wholeNumber(description: string, [least, most]: readonly [number, number]): Shape<number> {
  return {
    read: (value, path) => {
      if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return Number(value);
      throw wrong(
        path,
        `expected a whole number from ${least} to ${most}, got ${typeof value === 'number' ? 'another number' : kindOf(value)}`,
      );
    },
    schema: { type: 'integer', minimum: least, maximum: most, description },
  };
}

export function listOf<T>(description: string, item: Shape<T>): Shape<readonly T[]> {
  return {
    read: (value, path) => {
      if (!Array.isArray(value)) throw wrong(path, `expected a list, got ${kindOf(value)}`);
      return value.map((each, index) => item.read(each, `${path}[${index}]`));
    },
    schema: { type: 'array', items: item.schema, description },
  };
}

/** A list, or the one item of it. */
export function oneOrMore<T>(description: string, item: Shape<T>): Shape<readonly T[]> {
  const list = listOf(description, item);
  return {
    read: (value, path) => (Array.isArray(value) ? list.read(value, path) : [item.read(value, path)]),
    schema: { anyOf: [item.schema, list.schema], description },
  };
}

type Shapes = { readonly [name: string]: Shape<unknown> };
type Required<S> = { readonly [K in keyof S]: ShapeOf<S[K]> };
type Optional<S> = { readonly [K in keyof S]?: ShapeOf<S[K]> | undefined };

/** Named settings and no others; null stands for one that is not given. */
export function group<R extends Shapes, O extends Shapes>(
  description: string,
  { required, optional }: { readonly required: R; readonly optional: O },
): Shape<Required<R> & Optional<O>> {
  const shapes: Shapes = { ...required, ...optional };
  const read = (value: unknown, path: string) => {
    if (!isObject(value)) throw wrong(path, `expected settings by name, got ${kindOf(value)}`);
    const given = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
    const read = given.map(([name, item]) => {
      const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
      const have = Object.keys(shapes).join(', ');
      if (shape === undefined) throw wrong(`${path}.${name}`, `expected a setting of ${path} (have: ${have})`);
      return [name, shape.read(item, `${path}.${name}`)];
    });
    const missing = Object.keys(required).find((name) => !given.some(([found]) => found === name));
    if (missing !== undefined) throw wrong(path, `expected ${missing} to be set, got nothing`);
    return Object.fromEntries(read) as Required<R> & Optional<O>;
  };
  const properties = Object.fromEntries(Object.entries(shapes).map(([name, { schema }]) => [name, schema]));
  const names = Object.keys(required);
  const schema = { type: 'object', properties, required: names, additionalProperties: false, description };
  return { read, schema };
}

function wrong(param: string, message: string): ScoringError {
  return new ScoringError('INPUT_FORMAT', message, { param });
}

/** Without the value, which may be a secret. */
function kindOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'settings by name' : `a ${typeof value}`;
}
