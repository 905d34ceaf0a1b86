import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import type { SqlFunction } from '../function.ts';
import { ARITHMETIC } from './arithmetic.ts';
import { ARRAYS } from './arrays.ts';
import { CASTS } from './casts.ts';
import { CONDITIONAL } from './conditional.ts';
import { DATES } from './dates.ts';
import { HASHES } from './hash.ts';
import { JSON_FUNCTIONS } from './json.ts';
import { LAMBDAS } from './lambdas.ts';
import { MAPS } from './maps.ts';
import { MATHS } from './maths.ts';
import { REGULAR_EXPRESSIONS } from './regex.ts';
import { STRINGS } from './strings.ts';
import { TEXT_FORMS } from './text-forms.ts';
import { VARIANTS } from './variant.ts';

/** Every function of SQL that is done here, by kind. */
export const FUNCTION_KINDS: readonly { readonly title: string; readonly functions: readonly SqlFunction[] }[] = [
  { title: 'Arithmetic', functions: ARITHMETIC },
  { title: 'Comparison and condition', functions: CONDITIONAL },
  { title: 'Mathematics', functions: MATHS },
  { title: 'Text', functions: [...STRINGS, ...TEXT_FORMS] },
  { title: 'Regular expressions', functions: REGULAR_EXPRESSIONS },
  { title: 'Dates, timestamps and intervals', functions: DATES },
  { title: 'Casts', functions: CASTS },
  { title: 'JSON', functions: JSON_FUNCTIONS },
  { title: 'Variants', functions: VARIANTS },
  { title: 'Hashes and encodings', functions: HASHES },
  { title: 'Arrays', functions: ARRAYS },
  { title: 'Maps and structs', functions: MAPS },
  { title: 'Functions of functions', functions: LAMBDAS },
];

/** The functions of a Spark by name. */
export function functionsOf(version: SparkVersion): ReadonlyMap<string, SqlFunction> {
  const all = FUNCTION_KINDS.flatMap(({ functions }) => functions);
  const known = all.filter(({ since }) => since === undefined || isAtLeast(version, ...since));
  return new Map(known.flatMap((entry) => entry.names.map((name) => [name, entry] as const)));
}
