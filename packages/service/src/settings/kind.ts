import { ScoringError } from '@tinderbox/scoring';

/** A JSON Schema, draft 2020-12. */
export type Schema = { readonly [keyword: string]: unknown };

/** A value as somebody gave it, not yet looked at. */
export interface Given {
  /** `--port`, `TINDERBOX_PORT` or `file:line:column`. */
  readonly place: string;
  readonly value: null | boolean | number | string | GivenList | GivenMap;
}

export interface GivenList {
  readonly items: readonly Given[];
}

export interface GivenMap {
  readonly entries: readonly GivenEntry[];
}

export interface GivenEntry {
  readonly key: string;
  /** Where the key stands. */
  readonly place: string;
  readonly given: Given;
}

/** How a value is to be read. */
export interface Reading {
  /** Flags and variables are text; numbers and switches stand in it. */
  readonly fromText: boolean;
  /** What relative paths are relative to; undefined: they stay as they are. */
  readonly folder?: string;
  /** No value may show in a message. */
  readonly isSecret?: boolean;
  /** Told of every path that is read. */
  readonly onPath?: (named: NamedPath) => void;
}

/** A path that a setting names. */
export interface NamedPath {
  readonly place: string;
  readonly path: string;
  /** A `store` is a folder that is made where it is missing; a `log` such a file. */
  readonly wanted: 'file' | 'folder' | 'store' | 'log' | 'model';
}

/** What values of a setting are: how they are read, and the schema of what a file may say. */
export interface Kind<T> {
  /** Its `title` is what messages call it; `writeOnly` marks secrets. */
  readonly schema: Schema;
  /** Throws INPUT_FORMAT with the place. */
  readonly read: (given: Given, reading: Reading) => T;
}

/** The failure of a value that is not what its kind wants. */
export function refuse({ schema }: Pick<Kind<unknown>, 'schema'>, given: Given, { isSecret }: Reading): ScoringError {
  return misplaced(given.place, `expected ${schema.title}, got ${describeGiven(given, isSecret)}`);
}

/** A failure at a place that was given. */
export function misplaced(place: string, message: string): ScoringError {
  return new ScoringError('INPUT_FORMAT', message, { file: place });
}

const MOST_SHOWN = 60;

/** For messages; of secrets only what sort of thing they are. */
export function describeGiven({ value }: Given, isSecret = false): string {
  if (value === null) return 'nothing';
  if (typeof value === 'object') return 'items' in value ? 'a list' : 'a map';
  if (typeof value === 'string') {
    return isSecret || value.length > MOST_SHOWN ? 'another text' : JSON.stringify(value);
  }
  return isSecret ? `a ${typeof value}` : String(value);
}
