import { entriesOf, requireKnown } from './composite-kinds.ts';
import type { Given, NamedPath, Reading, Schema } from './kind.ts';
import { isList, longFlag, type Setting, type SettingsOf, type SettingTable, variableOf } from './setting.ts';
import type { SettingsFile } from './settings-file.ts';

/** A value with what was given for it. */
export interface GivenSetting {
  readonly given: Given;
  readonly value: unknown;
}

/** By the names of the table. */
export type GivenSettings = ReadonlyMap<string, GivenSetting>;

/** What the command line and the environment say. */
export interface SettingTexts {
  /** By the names of the table: the texts of a flag, each time it was given, or whether a switch is on. */
  readonly flags: ReadonlyMap<string, readonly string[] | boolean>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

type OnPath = (named: NamedPath) => void;

/** A flag before its variable. Throws INPUT_FORMAT. */
export function readTexts(table: SettingTable, texts: SettingTexts, onPath?: OnPath): GivenSettings {
  return readAll(table, (entry, name) => textOf(entry, texts.flags.get(name), texts.env), {
    fromText: true,
    ...(onPath === undefined ? {} : { onPath }),
  });
}

function textOf(
  entry: Setting<unknown>,
  flag: readonly string[] | boolean | undefined,
  env: SettingTexts['env'],
): Given | undefined {
  const place = longFlag(entry) ?? '';
  if (typeof flag === 'boolean') return { place, value: flag };
  if (flag !== undefined) return isList(entry) ? listAt(place, flag) : { place, value: flag.at(-1) ?? null };
  const variable = variableOf(entry);
  const text = variable === undefined ? undefined : env[variable];
  // A variable that is empty is one that was not given.
  if (variable === undefined || text === undefined || text === '') return undefined;
  return isList(entry) ? listAt(variable, text.split(',')) : { place: variable, value: text };
}

function listAt(place: string, texts: readonly string[]): Given {
  return { place, value: { items: texts.map((value) => ({ place, value })) } };
}

/** Throws INPUT_FORMAT with the place: also for a key that no setting has. */
export function readFileSettings(table: SettingTable, { given, folder }: SettingsFile, onPath?: OnPath): GivenSettings {
  const byPath = findSettings(table, given);
  return readAll(table, ({ path }) => (path === undefined ? undefined : byPath.get(path)), {
    fromText: false,
    folder,
    ...(onPath === undefined ? {} : { onPath }),
  });
}

/** What a file has at each path of the table. A group that is empty says nothing, nor does an empty file. */
function findSettings(table: SettingTable, root: Given): ReadonlyMap<string, Given> {
  const paths = Object.values(table).flatMap(({ path }) => (path === undefined ? [] : [path]));
  const found = new Map<string, Given>();
  const tops = [...new Set(paths.map((path) => path.split('.')[0] as string))];
  for (const [top, given] of keysOf(root, { what: 'the settings', known: tops, elsewhere: paths })) {
    if (paths.includes(top)) found.set(top, given);
    else {
      const prefix = `${top}.`;
      const known = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
      const elsewhere = paths.filter((path) => !path.startsWith(prefix));
      for (const [key, value] of keysOf(given, { what: top, known, elsewhere })) found.set(prefix + key, value);
    }
  }
  return found;
}

const MAP: { readonly schema: Schema } = { schema: { title: 'a map of settings' } };

function keysOf(given: Given, keys: Parameters<typeof requireKnown>[1]): readonly (readonly [string, Given])[] {
  if (given.value === null) return [];
  const entries = entriesOf(MAP, given, { fromText: false });
  requireKnown(entries, keys);
  return [...entries].map(([key, entry]) => [key, entry.given]);
}

function readAll(
  table: SettingTable,
  find: (entry: Setting<unknown>, name: string) => Given | undefined,
  reading: Reading,
): GivenSettings {
  const found = new Map<string, GivenSetting>();
  for (const [name, entry] of Object.entries(table)) {
    const given = find(entry, name);
    if (given !== undefined) found.set(name, { given, value: entry.kind.read(given, reading) });
  }
  return found;
}

/** The value of every setting: that of the first that gives it, else its default. */
export function settle<T extends SettingTable>(table: T, given: readonly GivenSettings[]): SettingsOf<T> {
  const values = Object.entries(table).map(([name, entry]) => {
    const first = given.find((settings) => settings.has(name));
    return [name, first === undefined ? defaultOf(entry) : first.get(name)?.value];
  });
  return Object.fromEntries(values) as SettingsOf<T>;
}

/** As the program has it. */
export function defaultOf({ kind, default: plain }: Setting<unknown>): unknown {
  if (plain === undefined) return undefined;
  const value = typeof plain === 'object' && plain !== null ? { items: plain } : plain;
  return kind.read({ place: 'default', value }, { fromText: false });
}
