import { isAtLeast, type SparkVersion } from '../../core/spark-version.ts';
import type { SqlFunction } from '../function.ts';
import { LATER_NAMES } from '../later-names.ts';
import { ARITHMETIC } from './arithmetic.ts';
import { ARRAYS } from './arrays.ts';
import { BITS } from './bits.ts';
import { CASTS } from './casts.ts';
import { CONDITIONAL } from './conditional.ts';
import { CRYPTO } from './crypto.ts';
import { CSV_FUNCTIONS } from './csv.ts';
import { DATES } from './dates.ts';
import { HASHES } from './hash.ts';
import { JSON_FUNCTIONS } from './json.ts';
import { LAMBDAS } from './lambdas.ts';
import { MAPS } from './maps.ts';
import { MATHS } from './maths.ts';
import { NUMBER_FORMATS } from './number-formats.ts';
import { PLACES } from './places.ts';
import { REGULAR_EXPRESSIONS } from './regex.ts';
import { STRINGS } from './strings.ts';
import { TEXT_FORMS } from './text-forms.ts';
import { TIME_BUCKET } from './time-bucket.ts';
import { UNIX_TIMES } from './unix-times.ts';
import { VARIANTS } from './variant.ts';
import { VECTORS } from './vectors.ts';
import { XML_FUNCTIONS } from './xml.ts';
import { XPATHS } from './xpath.ts';

/** Every function of SQL that is done here, by kind. */
export const FUNCTION_KINDS: readonly { readonly title: string; readonly functions: readonly SqlFunction[] }[] = [
  { title: 'Arithmetic', functions: [...ARITHMETIC, ...BITS] },
  { title: 'Comparison and condition', functions: CONDITIONAL },
  { title: 'Mathematics', functions: MATHS },
  { title: 'Text', functions: [...STRINGS, ...PLACES, ...TEXT_FORMS, ...NUMBER_FORMATS] },
  { title: 'Regular expressions', functions: REGULAR_EXPRESSIONS },
  { title: 'Dates, timestamps and intervals', functions: [...DATES, ...UNIX_TIMES, TIME_BUCKET] },
  { title: 'Casts', functions: CASTS },
  { title: 'JSON', functions: JSON_FUNCTIONS },
  { title: 'Variants', functions: VARIANTS },
  { title: 'CSV', functions: CSV_FUNCTIONS },
  { title: 'Hashes and encodings', functions: [...HASHES, ...CRYPTO] },
  { title: 'Arrays', functions: ARRAYS },
  { title: 'XML', functions: [...XPATHS, ...XML_FUNCTIONS] },
  { title: 'Vectors of floats', functions: VECTORS },
  { title: 'Maps and structs', functions: MAPS },
  { title: 'Functions of functions', functions: LAMBDAS },
];

/** The Spark that first has a function by one of its names, where that is after 2.4. */
export function sinceOf({ since }: SqlFunction, name: string): readonly [major: number, minor: number] | undefined {
  return LATER_NAMES.get(name) ?? since;
}

/** The functions of a Spark by name. */
export function functionsOf(version: SparkVersion): ReadonlyMap<string, SqlFunction> {
  const named = FUNCTION_KINDS.flatMap(({ functions }) =>
    functions.flatMap((entry) => entry.names.map((name) => [name, entry] as const)),
  );
  return new Map(
    named.filter(([name, entry]) => {
      const since = sinceOf(entry, name);
      return since === undefined || isAtLeast(version, ...since);
    }),
  );
}
