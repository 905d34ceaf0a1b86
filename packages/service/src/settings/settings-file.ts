import { createReadStream } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ScoringError } from '@tinderbox/scoring';
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  type YAMLError,
} from 'yaml';
import { type Given, type GivenEntry, misplaced } from './kind.ts';

/** Settings in a file, as they stand there. */
export interface SettingsFile {
  readonly given: Given;
  /** What relative paths in it are relative to. */
  readonly folder: string;
}

const MOST_BYTES = 2 ** 18;
/** Values, those that aliases repeat counted each time. */
const MOST_VALUES = 20_000;
const MOST_DEPTH = 16;

/** Reads YAML 1.2. Throws INPUT_FORMAT with line and column, INPUT_LIMIT, FILE_NOT_FOUND, FILE_DENIED. */
export async function readSettingsFile(path: string): Promise<SettingsFile> {
  const text = await readText(path);
  return { given: parseSettings(text, path), folder: dirname(resolve(path)) };
}

async function readText(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    // A pipe may be endless.
    for await (const chunk of createReadStream(path, { end: MOST_BYTES })) chunks.push(chunk);
  } catch (error) {
    throw unreadable(error, path);
  }
  const bytes = Buffer.concat(chunks);
  if (bytes.length > MOST_BYTES) {
    throw new ScoringError('INPUT_LIMIT', `expected at most ${MOST_BYTES / 1024} KB of settings, got more`, {
      file: path,
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw misplaced(path, 'expected UTF-8, got other bytes');
  }
}

function unreadable(error: unknown, file: string): ScoringError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EACCES' || code === 'EPERM') {
    return new ScoringError('FILE_DENIED', 'expected a file of settings, got no right to read it', { file });
  }
  const got = code === 'EISDIR' ? 'a folder' : 'no such file';
  return new ScoringError('FILE_NOT_FOUND', `expected a file of settings, got ${got}`, { file });
}

/** The document as values with their places; `path` only names it. */
export function parseSettings(text: string, path: string): Given {
  const lines = new LineCounter();
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const placeOf = (node: unknown) => (isNode(node) && node.range ? place(node.range[0]) : undefined);
  const document = parseYaml(text, lines, path);
  const [problem] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (problem !== undefined) throw misplaced(place(problem.pos[0]), describeProblem(problem.code));
  return readNode(document.contents, `${path}:1:1`, { document, placeOf, seen: { values: 0 } });
}

function parseYaml(text: string, lineCounter: LineCounter, path: string): Document.Parsed {
  try {
    // Keys that stand twice are looked for where keys are read, in linear time.
    return parseDocument(text, { lineCounter, prettyErrors: false, uniqueKeys: false, logLevel: 'error' });
  } catch {
    throw misplaced(path, `expected values at most ${MOST_DEPTH} deep, got deeper ones`);
  }
}

/** The parser's own texts may quote the file, and so secrets. */
const PROBLEMS: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'expected spaces before a key, got a tab',
  BAD_INDENT: 'expected the indentation of what belongs together, or a closing bracket, got another',
  MISSING_CHAR: 'expected a closing quote or bracket, a comma or a colon, got none',
  BAD_DQ_ESCAPE: 'expected an escape of YAML after a backslash, got another (in single quotes a backslash is one)',
  BAD_SCALAR_START: 'expected quotes around a text that begins so, got none',
  BLOCK_AS_IMPLICIT_KEY: 'expected one key on a line, got several (a text with ": " needs quotes)',
  MULTILINE_IMPLICIT_KEY: 'expected a key and a colon on one line, got none',
  MULTIPLE_DOCS: 'expected one document, got another after ---',
  TAG_RESOLVE_FAILED: 'expected values without a tag, got one',
};

function describeProblem(code: YAMLError['code']): string {
  return PROBLEMS[code] ?? `expected YAML, got what is none (${code.toLowerCase().replaceAll('_', ' ')})`;
}

interface Around {
  readonly document: Document.Parsed;
  readonly placeOf: (node: unknown) => string | undefined;
  readonly seen: { values: number };
}

/** Values that an alias repeats stand where they were first. `at` is the place of what has none itself. */
function readNode(node: unknown, at: string, around: Around, depth = 0): Given {
  const place = around.placeOf(node) ?? at;
  if (++around.seen.values > MOST_VALUES) throw misplaced(place, `expected at most ${MOST_VALUES} values, got more`);
  if (depth > MOST_DEPTH) throw misplaced(place, `expected values at most ${MOST_DEPTH} deep, got deeper ones`);
  if (isAlias(node)) {
    const target = node.resolve(around.document);
    if (target === undefined) throw misplaced(place, 'expected an alias of an anchor above, got another');
    return readNode(target, place, around, depth + 1);
  }
  if (isSeq(node))
    return { place, value: { items: node.items.map((item) => readNode(item, place, around, depth + 1)) } };
  if (isMap(node))
    return { place, value: { entries: node.items.map((pair) => readPair(pair, place, { around, depth })) } };
  return { place, value: isScalar(node) ? readScalar(node.value) : null };
}

function readScalar(value: unknown): null | boolean | number | string {
  return typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string' ? value : null;
}

function readPair(
  { key, value }: Pair,
  at: string,
  { around, depth }: { readonly around: Around; readonly depth: number },
): GivenEntry {
  const place = around.placeOf(key) ?? at;
  if (isScalar(key)) return { key: String(key.value), place, given: readNode(value, place, around, depth + 1) };
  throw misplaced(place, 'expected a name as key, got another value');
}
