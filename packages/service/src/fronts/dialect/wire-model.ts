import { type DataType, describeType, listNames, type RecordScorer, ScoringError, type Zone } from '@tinderbox/scoring';
import type { ServedModel } from '../../app/serving.ts';
import { neededDigits } from '../../records/json-digits.ts';
import { createJsonEncoder, createRecordEncoder, SHORT_NUMBERS } from '../../records/json-text.ts';

export type PlainRecord = Record<string, unknown>;

/** What the API needs to know of a version again and again, worked out once. */
export class WireModel {
  readonly model: ServedModel;
  /** Texts in which a number may be more than a double. */
  readonly digits: RegExp | undefined;
  /** Headers of an answer of this version. */
  readonly headers: { readonly [name: string]: string };
  /** Of timestamps that name none. */
  readonly zone: Zone;
  /** The names of the columns it reads. */
  readonly inputs: ReadonlySet<string>;
  readonly #names: readonly string[];
  readonly #encoders = new WeakMap<RecordScorer, (record: PlainRecord) => string>();

  constructor(model: ServedModel, zone: Zone) {
    const { fields } = model.input;
    this.model = model;
    this.digits = neededDigits(fields.map(({ type }) => type));
    this.headers = { 'content-type': 'application/json', 'tinderbox-version': model.version };
    this.#names = fields.map(({ name }) => name);
    this.inputs = new Set(this.#names);
    this.zone = zone;
  }

  /** A scored row as JSON. */
  encoderOf(scorer: RecordScorer): (record: PlainRecord) => string {
    const known = this.#encoders.get(scorer);
    if (known !== undefined) return known;
    const encode = createRecordEncoder(scorer.output, this.zone, SHORT_NUMBERS);
    this.#encoders.set(scorer, encode);
    return encode;
  }

  /** A value of a scored row as JSON. */
  valueEncoder(type: DataType): (value: unknown) => string {
    return createJsonEncoder(type, this.zone, SHORT_NUMBERS) as (value: unknown) => string;
  }

  /** Throws INPUT_COLUMN_MISSING for a record without a column that the model reads: a null has to be written. */
  requireColumns(record: PlainRecord, row?: number): void {
    const names = this.#names;
    if (countInOrder(record, names) === names.length) return;
    for (let k = 0; k < names.length; k++) {
      if (record[names[k] as string] === undefined) throw this.#missing(names[k] as string, Object.keys(record), row);
    }
  }

  /** The same for a table with such columns. */
  requireNames(have: readonly string[]): void {
    const absent = this.#names.find((name) => !have.includes(name));
    if (absent !== undefined) throw this.#missing(absent, have);
  }

  #missing(column: string, have: readonly string[], row?: number): ScoringError {
    const type = this.model.input.fields.find(({ name }) => name === column)?.type ?? 'void';
    const detail = `expected a value of type ${describeType(type)}, or null, got no such column (have: ${listNames(have)})`;
    return new ScoringError('INPUT_COLUMN_MISSING', detail, { column, ...(row === undefined ? {} : { row }) });
  }
}

/** How many of the names a record has in their order: a walk that costs less than asking for each. */
function countInOrder(record: PlainRecord, names: readonly string[]): number {
  let count = 0;
  for (const name in record) if (name === names[count] && record[name] !== undefined) count++;
  return count;
}

/** Gives the same for the same version. */
export function createWireModels(zone: Zone): (model: ServedModel) => WireModel {
  const known = new WeakMap<ServedModel, WireModel>();
  return (model) => {
    const found = known.get(model);
    if (found !== undefined) return found;
    const made = new WireModel(model, zone);
    known.set(model, made);
    return made;
  };
}
