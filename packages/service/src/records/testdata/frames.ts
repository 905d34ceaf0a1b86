/** What make.py printed: rows and text of real Spark. */
import { readFileSync } from 'node:fs';
import type { StructType } from '@tinderbox/scoring';
import type { CsvOptions } from '../records.ts';

export interface JsonFrame {
  readonly schema: StructType;
  readonly lines: readonly string[];
}

export interface CsvCase {
  /** Text that Spark read, or what it wrote. */
  readonly read?: string;
  readonly write?: string;
  readonly schema: StructType;
  readonly options: Record<string, string>;
  /** Undefined where Spark in FAILFAST mode fails. */
  readonly lines?: readonly string[];
}

export const jsonFrames = readLines('json.jsonl') as readonly JsonFrame[];
export const csvCases = readLines('csv.jsonl') as readonly CsvCase[];

function readLines(name: string): unknown[] {
  const lines = readFileSync(new URL(name, import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as unknown);
}

/** Dense vectors without the null fields that Spark writes under ignoreNullFields=false. */
export function shortenVectors(line: string): string {
  return line.replaceAll('"size":null,"indices":null,', '');
}

/** Spark's option map, without a header line unless it says so. */
export function csvOptions(options: Record<string, string>): CsvOptions {
  const typed = Object.entries(options).map(([name, value]) => [
    name,
    value === 'true' || value === 'false' ? value === 'true' : value,
  ]);
  return { header: false, ...Object.fromEntries(typed) } as CsvOptions;
}
