import { type Field, locate, type StructType } from '@tinderbox/scoring';
import type { ObservedRequest } from '../app/telemetry.ts';
import { createJsonEncoder, SHORT_NUMBERS } from '../records/json-text.ts';
import type { Scoring, ScoringEnd } from './watcher.ts';

/** The columns whose values are kept out, or all of them. */
export type Redaction = readonly string[] | 'all';

/** Of one request; `rows` tells how many there were. */
const MOST_ROWS = 100;
const REDACTED = '"[redacted]"';

type PlainRecord = { readonly [name: string]: unknown };
type Encode = (record: PlainRecord) => string;

/** Rows that were scored, as lines of JSON. Only columns that the model reads or gives are in them. */
export class PayloadEncoder {
  readonly #redact: Redaction;
  readonly #outputs = new WeakMap<StructType, Encode>();

  constructor(redact: Redaction) {
    this.#redact = redact;
  }

  encode(
    { id, protocol }: ObservedRequest,
    { model, rows, output }: Scoring,
    { ended, time }: { readonly ended: ScoringEnd; readonly time: number },
  ): string {
    const { name, version, input } = model;
    const head = { time: new Date(time).toISOString(), requestId: id, protocol, model: name, version };
    const parts = [
      JSON.stringify({ ...head, rows: rows.length }).slice(0, -1),
      `"request":${listOf(rows, (row) => this.#encodeInput(row as PlainRecord, input))}`,
    ];
    if ('error' in ended) parts.push(`"error":${JSON.stringify(locate(ended.error, {}).code)}`);
    else
      parts.push(`"response":${listOf(ended.rows, (row) => (row === undefined ? 'null' : this.#output(output)(row)))}`);
    return `${parts.join(',')}}\n`;
  }

  #isRedacted(column: string): boolean {
    return this.#redact === 'all' || this.#redact.includes(column);
  }

  /** Values as they came: of any type, whatever the model makes of them. */
  #encodeInput(row: PlainRecord, { fields }: StructType): string {
    const found = fields.filter(({ name }) => row?.[name] !== undefined);
    const pairs = found.map(({ name }) => {
      const value = this.#isRedacted(name) ? REDACTED : JSON.stringify(row[name], toPlain);
      return `${JSON.stringify(name)}:${value ?? 'null'}`;
    });
    return `{${pairs.join(',')}}`;
  }

  #output(schema: StructType): Encode {
    const known = this.#outputs.get(schema);
    if (known !== undefined) return known;
    const columns = schema.fields.map((field) => ({
      name: field.name,
      key: JSON.stringify(field.name),
      encode: this.#encoderOf(field),
    }));
    const made = (record: PlainRecord) =>
      `{${columns.map(({ name, key, encode }) => `${key}:${encode(record[name])}`).join(',')}}`;
    this.#outputs.set(schema, made);
    return made;
  }

  #encoderOf({ name, type }: Field): (value: unknown) => string {
    if (this.#isRedacted(name)) return () => REDACTED;
    return createJsonEncoder(type, undefined, SHORT_NUMBERS) as (value: unknown) => string;
  }
}

function listOf<T>(items: readonly T[], encode: (item: T) => string): string {
  return `[${items.slice(0, MOST_ROWS).map(encode).join(',')}]`;
}

/** What JSON has no form for. */
function toPlain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Map) return [...value];
  if (ArrayBuffer.isView(value))
    return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : Array.from(value as Float64Array);
  return value;
}
