import { badStatement } from './dialect.ts';
import { constantOf, type Node } from './node.ts';

/** The options argument of JSON, CSV and XML functions, a constant map of texts; names are in lower case. */
export type Options = ReadonlyMap<string, string>;

export function optionsOf(node: Node | undefined): Options {
  if (node === undefined) return new Map();
  const { type } = node;
  const isTexts = typeof type === 'object' && type.type === 'map' && type.keyType === 'string';
  const map = isTexts && type.valueType === 'string' && node.foldable ? constantOf(node) : undefined;
  if (!(map instanceof Map))
    throw badStatement('options as a constant map of texts', 'others', 'INVALID_OPTIONS.NON_MAP_FUNCTION');
  return new Map([...map].map(([key, value]) => [String(key).toLowerCase(), String(value)]));
}

/** An option of true or false. */
export function flagOf(options: Options, name: string, otherwise = false): boolean {
  const value = options.get(name)?.toLowerCase() ?? String(otherwise);
  if (value !== 'true' && value !== 'false') throw badStatement(`true or false as the option ${name}`, 'another text');
  return value === 'true';
}

/** True for FAILFAST, false for PERMISSIVE, which any unknown mode is too. */
export function failsFast(options: Options, name: string): boolean {
  const mode = options.get('mode')?.toUpperCase();
  if (mode === 'DROPMALFORMED') throw badStatement(`PERMISSIVE or FAILFAST as the mode of ${name}`, mode);
  return mode === 'FAILFAST';
}
