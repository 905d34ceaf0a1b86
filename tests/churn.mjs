// examples/churn for tests: its rows as a caller has them, and Spark's answers to compare with.

import { strict as assert } from 'node:assert';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './runner.mjs';

export const churn = join(root, 'examples/churn');
export const modelPath = join(churn, 'model');
export const customersPath = join(churn, 'customers.csv');

/** The files of the saved model: `{ path, bytes }`, paths from its root with slashes between, sorted. */
export function readModelFiles() {
  return readdirSync(modelPath, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: file.slice(modelPath.length + 1), bytes: readFileSync(file) }));
}

/** The customers as plain rows: numbers where the schema says so, null for an empty cell. */
export function readCustomers() {
  const { fields } = JSON.parse(readFileSync(join(churn, 'customers.schema.json'), 'utf8'));
  const [, ...lines] = readFileSync(customersPath, 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const cells = splitLine(line);
    return Object.fromEntries(fields.map(({ name, type }, i) => [name, parseCell(cells[i], type)]));
  });
}

/** Spark's answers, a row each: the columns that the pipeline adds. */
export function readExpected() {
  return readFileSync(join(churn, 'expected.jsonl'), 'utf8').trimEnd().split('\n').map(parseJson);
}

/**
 * Fails unless the rows hold Spark's answers to the bit. Vectors may be the library's or plain data; columns that
 * were in the input are not looked at.
 */
export function assertSparkAnswers(scored) {
  const expected = readExpected();
  const columns = Object.keys(expected[0]);
  const actual = scored.map((row) => Object.fromEntries(columns.map((name) => [name, plain(row[name])])));
  assert.deepStrictEqual(actual, expected);
}

/** The same for rows as JSON text, a line each. */
export function assertSparkLines(text) {
  assertSparkAnswers(text.trimEnd().split('\n').map(parseJson));
}

function parseJson(line) {
  return JSON.parse(line);
}

/** The file has no line break inside a cell; a quote inside a quoted cell has a backslash before it. */
function splitLine(line) {
  const cells = [...`${line},`.matchAll(/("(?:[^"\\]|\\.)*"|[^,]*),/g)].map(([, cell]) => cell);
  return cells.map((cell) => (cell.startsWith('"') ? cell.slice(1, -1).replace(/\\(.)/g, '$1') : cell));
}

function parseCell(cell, type) {
  if (cell === '') return null;
  return type === 'string' ? cell : Number(cell);
}

function plain(value) {
  if (typeof value !== 'object' || value === null) return value;
  const { type, size, indices, values } = value;
  if (type === 0) return { type, size, indices: [...indices], values: [...values] };
  return { type, values: [...values] };
}
