import { describeJson, ScoringError } from '@tinderbox/scoring';
import type { HttpRequest } from '../../http/route.ts';
import { NULLS, parseRows } from '../../tensors/nulls.ts';
import { decodeRaw } from '../../tensors/raw-data.ts';
import type { Tensor } from '../../tensors/tensor.ts';
import { checkHead, malformed } from '../../tensors/tensor-head.ts';
import { requireList, requireObject } from '../dialect/body.ts';
import { parsePythonJson } from '../dialect/python-json.ts';
import type { PlainRecord, WireModel } from '../dialect/wire-model.ts';

export interface RequestedOutput {
  readonly name: string;
  readonly binary: boolean;
}

export interface InferRequest {
  readonly id: string | undefined;
  readonly tensors: readonly Tensor[];
  /** Undefined for all. */
  readonly outputs: readonly RequestedOutput[] | undefined;
  /** Whether outputs that say nothing of it are wanted as bytes. */
  readonly binary: boolean;
}

/** Throws INPUT_FORMAT for what is no inference request, INPUT_LIMIT for one nested too deep. */
export function readInferRequest(request: HttpRequest, wire: WireModel): InferRequest {
  const { json, tail } = splitBody(request);
  const body = requireObject(parsePythonJson(json, wire.digits), 'an inference request as a JSON object');
  const binary = readParameters(body).binary_data_output === true;
  const bytes = new Tail(tail);
  const tensors = requireList(body.inputs, 'a list of tensors in "inputs"').map((input) => readTensor(input, bytes));
  bytes.requireEnd();
  return { id: readId(body.id), tensors, outputs: readOutputs(body.outputs, binary), binary };
}

/** JSON and, where the header tells its length, the bytes of tensors behind it. */
function splitBody({ headers, body }: HttpRequest): { readonly json: Buffer; readonly tail: Buffer } {
  const header = headers['inference-header-content-length'];
  if (header === undefined) return { json: body, tail: body.subarray(body.length) };
  const length = typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : Number.NaN;
  if (!(length <= body.length)) {
    throw invalid('Inference-Header-Content-Length as the length of the JSON in the body', 'another value');
  }
  return { json: body.subarray(0, length), tail: body.subarray(length) };
}

/** The bytes of tensors, taken one after the other. */
class Tail {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  take(size: unknown, column: string): Buffer {
    const left = this.#bytes.length - this.#at;
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0 || size > left) {
      throw malformed(column, `binary_data_size of at most the ${left} bytes that are left`, 'another');
    }
    this.#at += size;
    return this.#bytes.subarray(this.#at - size, this.#at);
  }

  requireEnd(): void {
    const left = this.#bytes.length - this.#at;
    if (left > 0) throw invalid('no bytes but those of tensors', `${left} more`);
  }
}

function readTensor(value: unknown, bytes: Tail): Tensor {
  const input = requireObject(value, 'a tensor as a JSON object');
  const { name } = input;
  if (typeof name !== 'string') throw invalid('the name of a tensor as text', describeJson(name ?? null));
  const { count, ...head } = checkHead(name, input.datatype, input.shape);
  const parameters = readParameters(input);
  const rows = parameters[NULLS];
  const nulls = rows === undefined ? undefined : parseRows(rows, name);
  if (parameters.binary_data_size === undefined) return { ...head, nulls, data: readData(input, head) };
  if (input.data !== undefined) throw malformed(name, 'data or binary_data_size', 'both');
  const taken = bytes.take(parameters.binary_data_size, name);
  return { ...head, nulls, data: decodeRaw(head.datatype, taken, { count, column: name }) };
}

function readParameters({ parameters }: PlainRecord): PlainRecord {
  return parameters === undefined || parameters === null ? {} : requireObject(parameters, 'parameters as an object');
}

/** Flat or nested as the shape is; both are the same elements in the same order. */
function readData({ data }: PlainRecord, { name, shape }: Pick<Tensor, 'name' | 'shape'>): readonly unknown[] {
  if (!Array.isArray(data)) throw malformed(name, 'a list of elements in "data"', describeJson(data ?? null));
  return data.some(Array.isArray) ? (data as unknown[]).flat(shape.length - 1) : data;
}

function readId(id: unknown): string | undefined {
  if (id === undefined || id === null || typeof id === 'string') return id ?? undefined;
  throw invalid('the id of the request as text', describeJson(id));
}

function readOutputs(value: unknown, binary: boolean): readonly RequestedOutput[] | undefined {
  if (value === undefined || value === null) return undefined;
  const outputs = requireList(value, 'a list in "outputs"').map((entry) => {
    const output = requireObject(entry, 'an output as a JSON object');
    const { name } = output;
    if (typeof name !== 'string' || name === '')
      throw invalid('the name of an output as text', describeJson(name ?? null));
    const { binary_data: wanted } = readParameters(output);
    return { name, binary: typeof wanted === 'boolean' ? wanted : binary };
  });
  if (new Set(outputs.map(({ name }) => name)).size < outputs.length) throw invalid('each output once', 'one twice');
  return outputs.length === 0 ? undefined : outputs;
}

function invalid(expected: string, got: string): ScoringError {
  return new ScoringError('INPUT_FORMAT', `expected ${expected}, got ${got}`);
}
