import { describeType, formatTimestamp, UTC } from '@tinderbox/scoring';
import { describe, expect, it } from 'vitest';
import { inferPartitions, parsePartition } from './partitions.ts';

/** Folder values, and the type and values that Spark 3.5.9 gives to the column. */
const CASES: readonly (readonly [readonly string[], string, readonly unknown[]])[] = [
  [['1', '2'], 'INT', [1, 2]],
  [['1', 'x'], 'STRING', ['1', 'x']],
  [['01', '-5'], 'INT', [1, -5]],
  [['+1', '2'], 'INT', [1, 2]],
  [['2147483648', '1'], 'BIGINT', [2147483648, 1]],
  [['1.5', '2'], 'DOUBLE', [1.5, 2]],
  [['NaN', '1'], 'DOUBLE', [Number.NaN, 1]],
  [['Infinity', '1'], 'DOUBLE', [Number.POSITIVE_INFINITY, 1]],
  [['2020-01-01', '2021-02-03'], 'DATE', [18262, 18661]],
  [['2020-01-01', '__HIVE_DEFAULT_PARTITION__'], 'DATE', [18262, null]],
  [['__HIVE_DEFAULT_PARTITION__', '3'], 'INT', [null, 3]],
  [['__HIVE_DEFAULT_PARTITION__'], 'VOID', [null]],
  [['a%3Ab', 'c'], 'STRING', ['a:b', 'c']],
  [['2020-01-01', '1'], 'STRING', ['2020-01-01', '1']],
  [['true', 'false'], 'STRING', ['true', 'false']],
  [['2020-1-1', '2020-01-01'], 'STRING', ['2020-1-1', '2020-01-01']],
  [['2020-02-30', '2020-01-01'], 'STRING', ['2020-02-30', '2020-01-01']],
];

const partition = (value: string) => {
  const parsed = parsePartition(`k=${value}`);
  return parsed === undefined ? [] : [parsed];
};

describe('inferPartitions', () => {
  it.each(CASES)('types %j as Spark does', (folders, type, expected) => {
    const { fields, values } = inferPartitions(folders.map((value) => ({ path: value, partition: partition(value) })));
    expect(fields.map((field) => `${field.name} ${describeType(field.type)}`)).toEqual([`k ${type}`]);
    expect(values.map(([value]) => value)).toEqual(expected);
  });

  it('widens dates to timestamps', () => {
    const folders = ['2020-01-01', '2020-01-01 10:00:00.5'];
    const { fields, values } = inferPartitions(folders.map((value) => ({ path: value, partition: partition(value) })));
    expect(fields[0]?.type).toBe('timestamp');
    expect(values.map(([value]) => formatTimestamp(value as bigint, UTC))).toEqual([
      '2020-01-01T00:00:00.000Z',
      '2020-01-01T10:00:00.500Z',
    ]);
  });

  it('refuses files with other columns than the first', () => {
    const files = [
      { path: 'a', partition: partition('1') },
      { path: 'b', partition: [] },
    ];
    expect(() => inferPartitions(files)).toThrow('b: expected the partition columns of the first file (k), got none');
  });

  it('takes folders without a name in front of = for no partitions', () => {
    expect(parsePartition('=1')).toBeUndefined();
    expect(parsePartition('plain')).toBeUndefined();
    expect(parsePartition('a=')).toEqual(['a', '']);
  });
});
