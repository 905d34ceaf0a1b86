/** Tensors of requests and answers, between their form on the wire and that of columns. */
import { ScoringError } from '@tinderbox/scoring';
import { bytesOf, decodeRaw, encodeRaw } from '../../tensors/raw-data.ts';
import { DATATYPE_SIZES, type Datatype, isDatatype, type Tensor } from '../../tensors/tensor.ts';
import type { Draft, MessageOf } from './protobuf/message.ts';
import type {
  InferInputTensor,
  InferOutputTensor,
  InferParameter,
  InferTensorContents,
  ModelInferRequest,
} from './protocols/inference.ts';

/** The field of typed contents that each datatype has. */
const FIELDS = {
  BOOL: 'boolContents',
  INT8: 'intContents',
  INT16: 'intContents',
  INT32: 'intContents',
  INT64: 'int64Contents',
  UINT8: 'uintContents',
  UINT16: 'uintContents',
  UINT32: 'uintContents',
  UINT64: 'uint64Contents',
  FP32: 'fp32Contents',
  FP64: 'fp64Contents',
  BYTES: 'bytesContents',
} as const satisfies { readonly [D in Datatype]: keyof MessageOf<typeof InferTensorContents> };

/** The parameter of a tensor that lists its null rows: `0,5,7`. */
const NULLS = 'nulls';

/** The inputs of a request, all raw or all typed. Throws INPUT_FORMAT and INPUT_LIMIT. */
export function readTensors({ inputs, rawInputContents }: MessageOf<typeof ModelInferRequest>): readonly Tensor[] {
  const raw = rawInputContents.length > 0;
  if (raw && rawInputContents.length !== inputs.length) {
    throw new ScoringError(
      'INPUT_FORMAT',
      `expected raw contents for each of ${inputs.length} inputs, got ${rawInputContents.length}`,
    );
  }
  return inputs.map((input, k) => readTensor(input, raw ? (rawInputContents[k] as Uint8Array) : undefined));
}

function readTensor(input: MessageOf<typeof InferInputTensor>, raw: Uint8Array | undefined): Tensor {
  const { name, datatype, contents } = input;
  if (!isDatatype(datatype)) {
    throw refuse(name, `one of ${Object.keys(DATATYPE_SIZES).join(', ')}`, datatype || 'no datatype');
  }
  const shape = input.shape.map(Number);
  const count = shape.reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(count) || shape.some((size) => size < 0)) {
    throw refuse(name, 'a shape of sizes', `[${shape}]`);
  }
  if (raw !== undefined && contents !== undefined) throw refuse(name, 'raw or typed contents', 'both');
  const data = raw === undefined ? (contents?.[FIELDS[datatype]] ?? []) : decodeRaw(datatype, raw, count);
  return { name, datatype, shape, data, nulls: readNulls(input) };
}

function refuse(column: string, expected: string, got: string): ScoringError {
  return new ScoringError('INPUT_FORMAT', `expected ${expected}, got ${got}`, { column });
}

function readNulls({ name, parameters }: MessageOf<typeof InferInputTensor>): readonly number[] | undefined {
  const parameter = parameters.get(NULLS);
  if (parameter === undefined) return undefined;
  const text = parameter.stringParam;
  if (text === undefined || !/^(\d{1,9}(,\d{1,9})*)?$/.test(text)) {
    throw refuse(name, 'the parameter nulls as text such as "0,5,7"', 'another');
  }
  return text === '' ? [] : text.split(',').map(Number);
}

/** The outputs of an answer, in the form that the request had. */
export function writeTensors(tensors: readonly Tensor[], raw: boolean) {
  return raw
    ? {
        outputs: tensors.map(writeHead),
        rawOutputContents: tensors.map(({ datatype, data }) => encodeRaw(datatype, data)),
      }
    : { outputs: tensors.map((tensor) => ({ ...writeHead(tensor), contents: writeContents(tensor) })) };
}

function writeHead({ name, datatype, shape, nulls }: Tensor): Draft<typeof InferOutputTensor> {
  const head = { name, datatype, shape };
  return nulls === undefined ? head : { ...head, parameters: rowsParameter(NULLS, nulls) };
}

/** A parameter that lists rows. */
export function rowsParameter(
  name: string,
  rows: readonly number[],
): ReadonlyMap<string, Draft<typeof InferParameter>> {
  return new Map([[name, { stringParam: rows.join(',') }]]);
}

function writeContents({ datatype, data }: Tensor): Draft<typeof InferTensorContents> {
  return { [FIELDS[datatype]]: datatype === 'BYTES' ? Array.from(data, bytesOf) : data };
}
