import { type Command, Option } from 'commander';
import {
  type Group,
  groupOf,
  isList,
  isSwitch,
  longFlag,
  type Setting,
  type SettingTable,
} from '../../settings/setting.ts';

type Groups = { readonly [name: string]: Group };

/** Adds the flags of a table, in its groups. They are read as texts, which the table then judges. */
export function addSettingOptions(command: Command, table: SettingTable, groups: Groups): void {
  const entries = Object.values(table);
  for (const [name, { title }] of Object.entries(groups)) {
    for (const entry of entries) {
      if (groupOf(entry) !== name) continue;
      for (const created of optionsOf(entry)) command.addOption(created.helpGroup(`${title}:`));
    }
  }
}

function optionsOf(entry: Setting<unknown>): readonly Option[] {
  const { flag, description, kind, default: value } = entry;
  if (flag === undefined) return [];
  const created = new Option(flag, description);
  // A file or a variable may have turned it on.
  if (isSwitch(entry)) return [created, new Option(`--no-${longFlag(entry)?.slice(2)}`).hideHelp()];
  if (Array.isArray(kind.schema.enum)) created.choices(kind.schema.enum);
  if (value !== undefined && !isList(entry)) created.default(value, String(value));
  // What is there already may be the default.
  return [
    created.argParser<readonly string[]>((text, earlier) => (Array.isArray(earlier) ? [...earlier, text] : [text])),
  ];
}

/** What a command line gave, by the names of the table: every text of a flag, or whether a switch is on. */
export function readSettingFlags(
  command: Command,
  table: SettingTable,
): ReadonlyMap<string, readonly string[] | boolean> {
  const found = new Map<string, readonly string[] | boolean>();
  for (const [name, entry] of Object.entries(table)) {
    if (entry.flag === undefined) continue;
    const attribute = new Option(entry.flag).attributeName();
    if (command.getOptionValueSource(attribute) === 'cli') found.set(name, command.getOptionValue(attribute));
  }
  return found;
}
