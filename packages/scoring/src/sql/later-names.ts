import { isAtLeast, type SparkVersion } from '../core/spark-version.ts';

/** Names of functions that Spark 2.4 lacks, by the Spark that first has them; where all names of a row of the tables are as new, the row says so. */
const LATER: readonly (readonly [since: readonly [major: number, minor: number], names: string])[] = [
  [
    [3, 0],
    `acosh asinh atanh bit_count date_part forall from_csv make_date make_interval make_timestamp map_entries map_filter map_zip_with overlay
    schema_of_csv to_csv transform_keys transform_values typeof xxhash64`,
  ],
  [[3, 1], 'raise_error'],
  [[3, 2], 'btrim regexp regexp_like'],
  [[3, 3], 'csc sec'],
  [[3, 4], 'date_diff dateadd datepart len make_timestamp_ltz reduce to_timestamp_ltz'],
  [[4, 0], '<< >> >>>'],
];

export const LATER_NAMES: ReadonlyMap<string, readonly [major: number, minor: number]> = new Map(
  LATER.flatMap(([since, names]) => names.split(/\s+/).map((name) => [name, since] as const)),
);

/** What Spark 2.4 calls functions in the names of columns, whatever they were called by. */
const OLD_NAMES: Readonly<Record<string, string>> = {
  cardinality: 'size',
  char: 'chr',
  char_length: 'length',
  character_length: 'length',
  day: 'dayofmonth',
  from_json: 'jsontostructs',
  lcase: 'lower',
  position: 'locate',
  printf: 'format_string',
  schema_of_json: 'schemaofjson',
  sha: 'sha1',
  substr: 'substring',
  to_json: 'structstojson',
  ucase: 'upper',
  xpath_number: 'xpath_double',
};

/** The called name as the names of columns have it. */
export function shownName(name: string, version: SparkVersion): string {
  return isAtLeast(version, 3, 0) ? name : (OLD_NAMES[name] ?? name);
}
