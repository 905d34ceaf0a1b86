import type { ServedModel } from '../../app/serving.ts';
import type { HttpResponse } from '../../http/route.ts';
import { createJsonEncoder, SHORT_NUMBERS } from '../../records/json-text.ts';
import { DROPPED, formatRows, NULLS } from '../../tensors/nulls.ts';
import { encodeRaw } from '../../tensors/raw-data.ts';
import type { ScoredTensors } from '../../tensors/score-tensors.ts';
import type { Tensor } from '../../tensors/tensor.ts';
import type { InferRequest } from './request.ts';

type Answer = Required<Pick<HttpResponse, 'body' | 'headers'>>;

/** The answer in JSON, with the elements of outputs that are wanted as bytes behind it. */
export function encodeInferResponse(
  model: ServedModel,
  { id, outputs: wanted, binary }: InferRequest,
  { outputs, dropped }: ScoredTensors,
): Answer {
  const asked = new Map(wanted?.map((output) => [output.name, output.binary]));
  const tails: Uint8Array[] = [];
  const described = outputs.map((tensor) => {
    if (!(asked.get(tensor.name) ?? binary)) return describeTensor(tensor, `,"data":[${encodeData(tensor)}]`);
    const bytes = encodeRaw(tensor.datatype, tensor.data);
    tails.push(bytes);
    return describeTensor(tensor, '', bytes.length);
  });
  const parameters = dropped.length === 0 ? undefined : { [DROPPED]: formatRows(dropped) };
  const head = { model_name: model.name, model_version: model.version, id, parameters };
  const json = `${JSON.stringify(head).slice(0, -1)},"outputs":[${described.join(',')}]}`;
  if (tails.length === 0) return { body: json, headers: {} };
  const bytes = Buffer.from(json);
  return {
    body: Buffer.concat([bytes, ...tails]),
    headers: { 'content-type': 'application/octet-stream', 'inference-header-content-length': String(bytes.length) },
  };
}

function describeTensor({ name, datatype, shape, nulls }: Tensor, data: string, size?: number): string {
  const parameters = { binary_data_size: size, [NULLS]: nulls && formatRows(nulls) };
  const about = { name, datatype, shape, ...(size === undefined && nulls === undefined ? {} : { parameters }) };
  return `${JSON.stringify(about).slice(0, -1)}${data}}`;
}

const ENCODE_DOUBLE = createJsonEncoder('double', undefined, SHORT_NUMBERS);

function encodeData({ data, shape, nulls }: Tensor): string {
  const [, width = 1] = shape;
  const isNull = new Set(nulls);
  const texts = Array.from(data, (element, k) => (isNull.has(Math.floor(k / width)) ? 'null' : encodeElement(element)));
  return texts.join(',');
}

function encodeElement(element: unknown): string {
  if (typeof element === 'number') return ENCODE_DOUBLE(element);
  if (typeof element === 'string') return JSON.stringify(element);
  return element instanceof Uint8Array ? `"${Buffer.from(element).toString('base64')}"` : String(element);
}
