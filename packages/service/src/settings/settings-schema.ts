import type { Schema } from './kind.ts';
import { SERVER_GROUPS, SERVER_SETTINGS } from './server-settings.ts';
import type { Group, SettingTable } from './setting.ts';

/** The JSON Schema of the settings of a server, which the package publishes. */
export function serverSchema(): Schema {
  return schemaOfSettings('Settings of tinderbox serve', SERVER_GROUPS, SERVER_SETTINGS);
}

/** The JSON Schema (draft 2020-12) of a file of settings. */
export function schemaOfSettings(
  title: string,
  groups: { readonly [name: string]: Group },
  table: SettingTable,
): Schema {
  const root: Record<string, unknown> = {};
  const inGroups = new Map<string, Record<string, unknown>>();
  for (const { path, kind, description, default: value } of Object.values(table)) {
    if (path === undefined) continue;
    const schema = { ...kind.schema, description, ...(value === undefined ? {} : { default: value }) };
    const [group, key] = path.split('.') as [string, string?];
    if (key === undefined) root[group] = schema;
    else {
      const properties = inGroups.get(group) ?? {};
      properties[key] = schema;
      inGroups.set(group, properties);
      root[group] = mapOfSettings(groups[group]?.description ?? group, properties);
    }
  }
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title, ...mapOfSettings(undefined, root) };
}

/** Nothing in place of a map is an empty one: all of it may be commented out. */
function mapOfSettings(description: string | undefined, properties: Record<string, unknown>): Schema {
  return {
    ...(description === undefined ? {} : { description }),
    type: ['object', 'null'],
    properties,
    additionalProperties: false,
  };
}
