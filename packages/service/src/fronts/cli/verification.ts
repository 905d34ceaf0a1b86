import type { Tolerance } from '@tinderbox/scoring';
import type { ColumnVerification, Verification } from '../../app/operations.ts';

const VALUE_WIDTH = 100;

/** A verification for people: a verdict, a table of columns, then the first difference of each. */
export function formatVerification(verification: Verification): string {
  const { columns } = verification;
  const first = columns.flatMap(describeFirst);
  const sections = [
    describeVerdict(verification),
    formatTable([HEADER, ...columns.map(toCells)]),
    ...(first.length === 0 ? [] : [['First differences', ...first]]),
    describeNotCompared(verification),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function describeVerdict({ equal, rows, columns, spark }: Verification): string[] {
  const loose = columns.some(({ within }) => within > 0);
  const verdict = equal ? (loose ? 'equal within what is declared' : 'equal') : 'DIFFERENT';
  const lines = [`${count(rows.compared)} rows and ${columns.length} columns compared: ${verdict}`];
  const [missing, extra] = [rows.expected - rows.compared, rows.actual - rows.compared];
  if (spark !== undefined)
    lines.push(`Answered by Spark ${spark.version}${spark.sums === undefined ? '' : `, sums ${spark.sums}`}`);
  if (missing > 0) lines.push(`${count(missing)} of ${count(rows.expected)} rows of Spark are missing here`);
  if (extra > 0) lines.push(`${count(extra)} of ${count(rows.actual)} rows here are missing in Spark's`);
  return lines;
}

const HEADER = ['column', 'same bits', 'within', 'different', 'max ulps', 'allowed', 'stage'];

function toCells({ column, same, within, different, maxUlps, allowed, stage, types }: ColumnVerification): string[] {
  const numbers =
    types === undefined
      ? [same, within, different, maxUlps].map(count)
      : [`${types.actual} instead of ${types.expected}`];
  return types === undefined
    ? [column, ...numbers, describeTolerance(allowed), stage ?? '(input)']
    : [column, '', '', numbers[0] as string, '', describeTolerance(allowed), stage ?? '(input)'];
}

function describeTolerance({ ulps, abs, unordered }: Tolerance): string {
  if (ulps === 0 && abs === 0) return unordered ? 'any order' : 'exact';
  return abs === 0 ? `${ulps} ulps` : `${ulps} ulps or ${abs}`;
}

function formatTable(rows: readonly (readonly string[])[]): string[] {
  const widths = HEADER.map((_, k) => Math.max(...rows.map((row) => (row[k] ?? '').length)));
  const isNumber = (k: number) => k >= 1 && k <= 4;
  const cell = (text: string, k: number) =>
    isNumber(k) ? text.padStart(widths[k] as number) : text.padEnd(widths[k] as number);
  return rows.map((row) => `  ${row.map(cell).join('  ')}`.trimEnd());
}

function describeFirst({ column, first }: ColumnVerification): string[] {
  if (first === undefined) return [];
  const { row, key, origin } = first;
  const place = key === undefined ? `row ${count(row)}` : `row ${count(row)} (key ${key})`;
  const by = origin.stage === undefined ? 'the input' : `stage ${origin.stage}`;
  return [
    `  ${column}, ${place}: ${first.detail}`,
    `    Spark: ${cut(first.expected)}`,
    `    here:  ${cut(first.actual)}`,
    `    begins in column ${origin.column}, by ${by}`,
  ];
}

function describeNotCompared({ notCompared }: Verification): string[] {
  const { expected, actual } = notCompared;
  return [
    ...(expected.length === 0 ? [] : [`Not compared, of Spark's columns: ${expected.join(', ')}`]),
    ...(actual.length === 0 ? [] : [`Not compared, of the columns here: ${actual.join(', ')}`]),
  ];
}

function cut(text: string): string {
  return text.length > VALUE_WIDTH ? `${text.slice(0, VALUE_WIDTH - 3)}...` : text;
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
