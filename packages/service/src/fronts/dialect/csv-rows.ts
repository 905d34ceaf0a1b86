import { type DataType, locate, parseJsonFast, type StructType } from '@tinderbox/scoring';
import { toDialect } from '../../records/csv-dialect.ts';
import { CsvSplitter } from '../../records/csv-split.ts';
import { createCellParser } from '../../records/csv-value.ts';
import { requireBody } from './body.ts';
import { fieldsOf, namesOf, rowsByPosition } from './positional-rows.ts';
import type { PlainRecord } from './wire-model.ts';

/**
 * Rows from CSV: with `header` the first line names the columns, without it they are those of the model in their order.
 * A quote in quotes is doubled (RFC 4180), an empty cell is null. Throws INPUT_FORMAT, INPUT_VALUE with row and column.
 */
export function readCsvRows(body: Buffer, input: StructType, header: boolean): readonly PlainRecord[] {
  requireBody(body);
  const lines = splitCsv(body.toString().replace(/^\ufeff/, ''));
  const names = header ? (lines.shift() ?? []).map(String) : namesOf(input);
  const parsers = fieldsOf(names, input).map(({ type }) => cellParser(type));
  const rows = rowsByPosition(lines, names);
  rows.forEach((row, index) => {
    names.forEach((column, k) => {
      const text = row[column] as string;
      try {
        row[column] = text === '' ? null : parsers[k]?.(text);
      } catch (error) {
        throw locate(error, { column, row: index + 1 });
      }
    });
  });
  return rows;
}

function splitCsv(text: string): string[][] {
  const splitter = new CsvSplitter(toDialect({ escape: '"' }));
  splitter.push(text);
  splitter.end();
  const lines: string[][] = [];
  while (splitter.next()) lines.push(Array.from({ length: splitter.count }, (_, k) => splitter.cell(k)));
  return lines;
}

const NUMBERS: ReadonlySet<DataType> = new Set(['byte', 'short', 'integer', 'long', 'float', 'double', 'boolean']);

/** A cell as what a plain record holds: numbers, what JSON text stands for, or the text itself. */
function cellParser(type: DataType): (text: string) => unknown {
  if (typeof type === 'object') return parseJsonFast;
  if (!NUMBERS.has(type)) return (text) => text;
  const parse = createCellParser(type);
  return (text) => parse(text, 0, text.length);
}
