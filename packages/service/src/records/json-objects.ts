import { locate, type PlainRow, parseJson, ScoringError } from '@tinderbox/scoring';
import { readLines } from './lines.ts';
import type { Source } from './records.ts';
import { openSource } from './source.ts';

/**
 * The objects of JSON lines as JSON.parse gives them, numbers beyond a double exact, all in memory; blank lines are
 * left out. Throws INPUT_FORMAT for another value, and as `openReader` does.
 */
export async function readObjects(source: Source): Promise<readonly PlainRow[]> {
  const { parts, name } = await openSource(source);
  const rows: PlainRow[] = [];
  for (const part of parts) {
    for await (const lines of readLines(part)) {
      for (const line of lines) {
        if (line.trim() !== '') rows.push(parseObject(line, { file: name, row: rows.length + 1 }));
      }
    }
  }
  return rows;
}

function parseObject(line: string, where: { readonly file: string; readonly row: number }): PlainRow {
  let value: unknown;
  try {
    value = parseJson(line);
  } catch (error) {
    throw locate(error, where);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as PlainRow;
  throw new ScoringError('INPUT_FORMAT', 'expected JSON lines (one object a line), got another value', where);
}
