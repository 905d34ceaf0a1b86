/** Schemas as a user writes them. */

import { parseSchemaDdl } from './schema-ddl.ts';
import { parseSchemaJson } from './schema-json.ts';
import type { StructType } from './types.ts';

/** Spark's JSON where the text begins with `{`, else Spark's DDL. Throws INPUT_SCHEMA. */
export function parseSchema(text: string): StructType {
  return text.trimStart().startsWith('{') ? parseSchemaJson(text) : parseSchemaDdl(text);
}
