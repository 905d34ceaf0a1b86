/** Partition columns: folders named `k=v`, with types inferred as Spark's PartitioningUtils.scala infers them. */
import { canonicalLong, createField, parseDate, parseTimestamp, UTC, type Value, type Zone } from '@tinderbox/scoring';
import type { DatasetFile, Partitions, RawPartition } from './records.ts';
import { sameNames } from './schema-check.ts';

const NULL_NAME = '__HIVE_DEFAULT_PARTITION__';

/** What a folder name says, or undefined where it is no partition. */
export function parsePartition(folder: string): RawPartition[number] | undefined {
  const at = folder.indexOf('=');
  if (at <= 0) return undefined;
  const value = folder.slice(at + 1);
  return [decodeName(folder.slice(0, at)), value === NULL_NAME ? undefined : decodeName(value)];
}

function decodeName(text: string): string {
  return text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Types and values of the partition columns of all files. Throws INPUT_FORMAT where files have other columns. */
export function inferPartitions(
  files: readonly Pick<DatasetFile, 'path' | 'partition'>[],
  zone: Zone = UTC,
): Partitions {
  const names = files[0]?.partition.map(([name]) => name) ?? [];
  for (const { path, partition } of files) {
    sameNames('partition columns', [names, partition.map(([column]) => column)], path);
  }
  const kinds = names.map((_, k) => commonKind(files.map(({ partition }) => kindOf(partition[k]?.[1], zone))));
  return {
    fields: names.map((name, k) => createField(name, kinds[k] as Kind)),
    values: files.map(({ partition }) =>
      partition.map(([, text], k) => (text === undefined ? null : readValue(text, kinds[k] as Kind, zone))),
    ),
  };
}

type Kind = 'void' | 'integer' | 'long' | 'double' | 'date' | 'timestamp' | 'string';

const NUMBERS: readonly Kind[] = ['void', 'integer', 'long', 'double'];
const TIMES: readonly Kind[] = ['void', 'date', 'timestamp'];

function kindOf(text: string | undefined, zone: Zone): Kind {
  if (text === undefined) return 'void';
  if (/^[+-]?\d{1,19}$/.test(text)) {
    const value = BigInt(text.replace('+', ''));
    if (BigInt.asIntN(32, value) === value) return 'integer';
    if (BigInt.asIntN(64, value) === value) return 'long';
  }
  if (/^(?:[+-]?(?:\d+\.\d+|Infinity)|NaN)$/.test(text)) return 'double';
  if (/^\d{4}-\d\d-\d\d$/.test(text) && parseDate(text) !== undefined) return 'date';
  const isTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?$/.test(text);
  return isTime && parseTimestamp(text, zone) !== undefined ? 'timestamp' : 'string';
}

/** The first type that holds all of them: numbers widen, a date becomes a timestamp, anything else is text. */
function commonKind(kinds: readonly Kind[]): Kind {
  for (const order of [NUMBERS, TIMES]) {
    if (kinds.every((kind) => order.includes(kind)))
      return order[Math.max(...kinds.map((k) => order.indexOf(k)))] as Kind;
  }
  return 'string';
}

function readValue(text: string, kind: Kind, zone: Zone): Value {
  switch (kind) {
    case 'integer':
      return Number(text) + 0;
    case 'long':
      return canonicalLong(BigInt(text.replace('+', '')));
    case 'double':
      return Number(text);
    case 'date':
      return parseDate(text) ?? null;
    case 'timestamp':
      return parseTimestamp(text, zone) ?? null;
    default:
      return text;
  }
}
