/** Tensors of requests and answers, between their form on the wire and that of columns. */
import { ScoringError } from '@tinderbox/scoring';
import { formatRows, NULLS, parseRows } from '../../tensors/nulls.ts';
import { bytesOf, decodeRaw, encodeRaw } from '../../tensors/raw-data.ts';
import type { Datatype, Tensor } from '../../tensors/tensor.ts';
import { checkHead, malformed } from '../../tensors/tensor-head.ts';
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
  const { name, contents, parameters } = input;
  const { count, ...head } = checkHead(name, input.datatype, input.shape.map(Number));
  if (raw !== undefined && contents !== undefined) throw malformed(name, 'raw or typed contents', 'both');
  const nulls = parameters.get(NULLS);
  return {
    ...head,
    data:
      raw === undefined
        ? (contents?.[FIELDS[head.datatype]] ?? [])
        : decodeRaw(head.datatype, raw, { count, column: name }),
    nulls: nulls === undefined ? undefined : parseRows(nulls.stringParam, name),
  };
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
  return new Map([[name, { stringParam: formatRows(rows) }]]);
}

function writeContents({ datatype, data }: Tensor): Draft<typeof InferTensorContents> {
  return { [FIELDS[datatype]]: datatype === 'BYTES' ? Array.from(data, bytesOf) : data };
}
