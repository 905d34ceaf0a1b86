/** The types of texts of CSV. Mirrors `CSVInferSchema`. */
import type { DataType } from '../core/types.ts';
import { type CsvRules, namedNumbers, parseJavaDouble, parseJavaWhole, timeDecoder } from './csv-decode.ts';

/** The narrowest type of a text. */
export function inferCsv(rules: CsvRules): (text: string) => DataType {
  const { options } = rules;
  const named = namedNumbers(options);
  const timestamp = timeDecoder('timestamp', rules);
  const dateFormat = options.get('dateformat') ?? 'yyyy-MM-dd';
  const date = timeDecoder('date', { ...rules, options: new Map([...options, ['dateformat', dateFormat]]) });
  const prefersDate = options.get('preferdate')?.toLowerCase() !== 'false';
  return (text) => {
    if (parseJavaWhole(text, 'integer') !== undefined) return 'integer';
    if (parseJavaWhole(text, 'long') !== undefined) return 'long';
    const digits = /^[+-]?0*(\d{1,38})$/.exec(text)?.[1];
    if (digits !== undefined) return `decimal(${digits.length},0)`;
    if (named.has(text) || parseJavaDouble(text) !== undefined) return 'double';
    if (prefersDate && date(text) !== undefined) return 'date';
    if (timestamp(text) !== undefined) return 'timestamp';
    return /^(true|false)$/i.test(text) ? 'boolean' : 'string';
  };
}
