import type { Given, Schema } from './kind.ts';
import { defaultOf, type GivenSettings } from './read-settings.ts';
import { longFlag, type SettingTable } from './setting.ts';

/** A line for each setting that differs from its default, with the place it comes from; secrets are hidden. */
export function describeSettings(table: SettingTable, given: readonly GivenSettings[]): readonly string[] {
  return Object.entries(table).flatMap(([name, entry]) => {
    const all = given.flatMap((settings) => settings.get(name) ?? []);
    const [first] = all;
    if (first === undefined || JSON.stringify(first.value) === JSON.stringify(defaultOf(entry))) return [];
    const label = entry.path ?? longFlag(entry)?.slice(2);
    return [`${label}: ${show(first.given, entry.kind.schema)}  # ${first.given.place}`];
  });
}

/** On one line, as YAML reads it. */
function show(given: Given, schema: Schema): string {
  const plain = withoutSecrets(given, schema);
  return typeof plain === 'string' && /^[A-Za-z0-9./_(][\w./:+ ()-]*$/.test(plain) ? plain : JSON.stringify(plain);
}

function withoutSecrets({ value }: Given, schema: Schema): unknown {
  if (schema.writeOnly === true) return '(hidden)';
  if (value === null || typeof value !== 'object') return value;
  if ('items' in value) return value.items.map((item) => withoutSecrets(item, schema.items as Schema));
  const properties = (schema.properties ?? {}) as { readonly [key: string]: Schema };
  const others = (schema.additionalProperties || {}) as Schema;
  return Object.fromEntries(
    value.entries.map(({ key, given }) => [
      key,
      withoutSecrets(given, Object.hasOwn(properties, key) ? (properties[key] as Schema) : others),
    ]),
  );
}
