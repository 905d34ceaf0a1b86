import type { Kind } from './kind.ts';

/** One thing that can be set. Flags, variables, files, their schema and the reference page are made from it. */
export interface Setting<T> {
  /** Its place in a file, such as `limits.maxRows`: a group, or a group and a key. Undefined: files have it not. */
  readonly path?: string;
  /** As in a usage text: `-p, --port <number>`, or `--watch`. Undefined: only files have it. */
  readonly flag?: string;
  /** One of the groups of the table; default that of the path. */
  readonly group?: string;
  readonly kind: Kind<T>;
  /** As a file would give it. */
  readonly default?: null | boolean | number | string | readonly never[];
  /** Begins in lower case, as in a usage text. */
  readonly description: string;
}

/** Settings by the names that the program has for them. */
export type SettingTable = { readonly [name: string]: Setting<unknown> };

/** What reading a table gives. */
export type SettingsOf<T> = { readonly [K in keyof T]: T[K] extends Setting<infer V> ? V : never };

/** A setting whose value is undefined where it is neither given nor has a default. */
export function setting<T>(entry: Setting<T> & { readonly default: Required<Setting<T>>['default'] }): Setting<T>;
export function setting<T>(entry: Setting<T>): Setting<T | undefined>;
export function setting<T>(entry: Setting<T>): Setting<T | undefined> {
  return entry;
}

/** What a group of settings is called in usage texts, and what it holds. */
export interface Group {
  readonly title: string;
  readonly description: string;
}

export function groupOf({ path = '', group }: Setting<unknown>): string {
  return group ?? (path.split('.')[0] as string);
}

/** `--max-rows` of `-x, --max-rows <count>`. */
export function longFlag({ flag }: Setting<unknown>): string | undefined {
  return flag?.match(/--[\w-]+/)?.[0];
}

/** The variable that stands for a flag: TINDERBOX_MAX_ROWS. */
export function variableOf(entry: Setting<unknown>): string | undefined {
  const flag = longFlag(entry);
  return flag === undefined ? undefined : `TINDERBOX_${flag.slice(2).toUpperCase().replaceAll('-', '_')}`;
}

export function isList({ kind }: Setting<unknown>): boolean {
  return kind.schema.type === 'array';
}

/** A flag without a value. */
export function isSwitch({ flag }: Setting<unknown>): boolean {
  return flag !== undefined && !flag.includes('<');
}
