import { listNames } from '@tinderbox/scoring';
import { describeGiven, type Given, type GivenEntry, type Kind, misplaced, type Reading, refuse } from './kind.ts';
import { nearNames } from './near-names.ts';

/** A value that messages and `--check` never show. */
export function secret<T>({ schema, read }: Kind<T>): Kind<T> {
  return {
    schema: { ...schema, writeOnly: true },
    read: (given, reading) => read(given, { ...reading, isSecret: true }),
  };
}

/** The same with another description for the reader of the schema. */
export function described<T>(description: string, { schema, read }: Kind<T>): Kind<T> {
  return { schema: { ...schema, description }, read };
}

export function list<T>(title: string, item: Kind<T>): Kind<readonly T[]> {
  const schema = { title, type: 'array', items: item.schema };
  return {
    schema,
    read: (given, reading) => {
      const { value } = given;
      if (value === null || typeof value !== 'object' || !('items' in value)) throw refuse({ schema }, given, reading);
      return value.items.map((one) => item.read(one, reading));
    },
  };
}

/** A map whose keys are names that its writer chooses. */
export function mapOf<T>(title: string, keys: Kind<string>, item: Kind<T>): Kind<ReadonlyMap<string, T>> {
  const schema = {
    title,
    type: 'object',
    propertyNames: keys.schema,
    additionalProperties: item.schema,
  };
  return {
    schema,
    read: (given, reading) => {
      const entries = entriesOf({ schema }, given, reading);
      for (const { key, place } of entries.values()) keys.read({ place, value: key }, reading);
      return new Map([...entries].map(([key, entry]) => [key, item.read(entry.given, reading)]));
    },
  };
}

interface Optional<T> {
  readonly kind: Kind<T>;
  readonly isOptional: true;
}

type Field = Kind<unknown> | Optional<unknown>;
type ValueOf<F> = F extends Optional<infer T> ? T | undefined : F extends Kind<infer T> ? T : never;
type RecordOf<F> = { readonly [K in keyof F]: ValueOf<F[K]> };

/** A key that may be left out. */
export function optional<T>(kind: Kind<T>): Optional<T> {
  return { kind, isOptional: true };
}

/** A map of certain keys. */
export function record<const F extends { readonly [key: string]: Field }>(title: string, fields: F): Kind<RecordOf<F>> {
  const known = Object.entries(fields).map(([key, field]) => ({ key, ...splitField(field) }));
  const required = known.filter(({ isOptional }) => !isOptional).map(({ key }) => key);
  const schema = {
    title,
    type: 'object',
    properties: Object.fromEntries(known.map(({ key, kind }) => [key, kind.schema])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
  return {
    schema,
    read: (given, reading) => {
      const entries = entriesOf({ schema }, given, reading);
      requireKnown(entries, { what: title, known: Object.keys(fields) });
      const missing = required.find((key) => !entries.has(key));
      if (missing !== undefined) {
        throw misplaced(
          given.place,
          `expected ${title} with ${missing}, got none (have: ${listNames(entries.keys())})`,
        );
      }
      const read = known.map(({ key, kind }) => {
        const entry = entries.get(key);
        return [key, entry === undefined ? undefined : kind.read(entry.given, reading)];
      });
      return Object.fromEntries(read) as RecordOf<F>;
    },
  };
}

function splitField(field: Field): { readonly kind: Kind<unknown>; readonly isOptional: boolean } {
  return 'isOptional' in field ? field : { kind: field, isOptional: false };
}

/** The entries of a map by their keys. Throws INPUT_FORMAT for what is none, and for a key that stands twice. */
export function entriesOf(
  kind: Pick<Kind<unknown>, 'schema'>,
  given: Given,
  reading: Reading,
): ReadonlyMap<string, GivenEntry> {
  const { value } = given;
  if (value === null || typeof value !== 'object' || !('entries' in value)) throw refuse(kind, given, reading);
  const byKey = new Map<string, GivenEntry>();
  for (const entry of value.entries) {
    const { key, place } = entry;
    const before = byKey.get(key);
    if (before !== undefined) {
      throw misplaced(place, `expected each key once, got ${shown(key)} again (first: ${before.place})`);
    }
    byKey.set(key, entry);
  }
  return byKey;
}

/** What keys a map has, and further names that a wrong one may have meant. */
export interface KnownKeys {
  readonly what: string;
  readonly known: readonly string[];
  readonly elsewhere?: readonly string[];
}

/** Throws INPUT_FORMAT for a key that is not known, naming those near it. */
export function requireKnown(
  entries: ReadonlyMap<string, GivenEntry>,
  { what, known, elsewhere = [] }: KnownKeys,
): void {
  for (const { key, place } of entries.values()) {
    if (known.includes(key)) continue;
    const near = nearNames(key, [...known, ...elsewhere]);
    const hint = near.length > 0 ? `near: ${listNames(near)}` : `have: ${listNames(known, 24)}`;
    throw misplaced(place, `expected a key of ${what}, got ${shown(key)} (${hint})`);
  }
}

function shown(key: string): string {
  return describeGiven({ place: '', value: key });
}
