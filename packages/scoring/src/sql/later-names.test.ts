import { describe, expect, it } from 'vitest';
import { parseSparkVersion, type SparkVersion } from '../core/spark-version.ts';
import { functionsOf } from './functions/index.ts';

const known = (version: string) => functionsOf(parseSparkVersion(version) as SparkVersion);

/** As SHOW ALL FUNCTIONS lists them in Spark 2.4.8 and 3.0.3. */
describe.each([
  [
    '2.4',
    'upper transform filter aggregate exists zip_with array_sort map_concat weekday',
    'overlay xxhash64 typeof forall map_filter btrim try_add',
  ],
  [
    '3.0',
    'overlay xxhash64 typeof forall map_filter make_date map_entries',
    'raise_error btrim regexp_like sec len date_diff contains width_bucket',
  ],
])('functions of Spark %s', (version, present, absent) => {
  const names = known(version);
  it.each(present.split(' '))('have %s', (name) => expect(names.has(name)).toBe(true));
  it.each(absent.split(' '))('lack %s', (name) => expect(names.has(name)).toBe(false));
});
