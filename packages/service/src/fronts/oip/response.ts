import type { HttpResponse } from '../../http/route.ts';
import { createJsonEncoder, SHORT_NUMBERS } from '../../records/json-text.ts';
import type { RestModel } from '../rest/rest-model.ts';
import { encodeElements } from './binary.ts';
import type { InferRequest } from './request.ts';
import type { Tensor } from './tensors.ts';

type Answer = Required<Pick<HttpResponse, 'body' | 'headers'>>;

/** The answer in JSON, with the elements of outputs that are wanted as bytes behind it. */
export function encodeInferResponse(
  { model }: RestModel,
  { id, outputs, binary }: InferRequest,
  tensors: readonly Tensor[],
): Answer {
  const asked = new Map(outputs?.map((output) => [output.name, output.binary]));
  const tails: Uint8Array[] = [];
  const described = tensors.map((tensor) => {
    if (!(asked.get(tensor.name) ?? binary)) return describeTensor(tensor, `,"data":[${encodeData(tensor)}]`);
    const bytes = encodeElements(tensor);
    tails.push(bytes);
    return describeTensor(tensor, '', bytes.length);
  });
  const names = { model_name: model.name, model_version: model.version, id };
  const json = `${JSON.stringify(names).slice(0, -1)},"outputs":[${described.join(',')}]}`;
  if (tails.length === 0) return { body: json, headers: {} };
  const head = Buffer.from(json);
  return {
    body: Buffer.concat([head, ...tails]),
    headers: { 'content-type': 'application/octet-stream', 'inference-header-content-length': String(head.length) },
  };
}

function describeTensor({ name, datatype, shape, nulls }: Tensor, data: string, size?: number): string {
  const parameters = { binary_data_size: size, nulls: nulls?.join(',') };
  const about = { name, datatype, shape, ...(size === undefined && nulls === undefined ? {} : { parameters }) };
  return `${JSON.stringify(about).slice(0, -1)}${data}}`;
}

const ENCODE_DOUBLE = createJsonEncoder('double', undefined, SHORT_NUMBERS);

function encodeData({ data, shape, nulls }: Tensor): string {
  const [, width = 1] = shape;
  const isNull = new Set(nulls);
  const texts = Array.from<unknown, string>(data as ArrayLike<unknown>, (element, k) =>
    isNull.has(Math.floor(k / width)) ? 'null' : encodeElement(element),
  );
  return texts.join(',');
}

function encodeElement(element: unknown): string {
  if (typeof element === 'number') return ENCODE_DOUBLE(element);
  if (typeof element === 'string') return JSON.stringify(element);
  return element instanceof Uint8Array ? `"${Buffer.from(element).toString('base64')}"` : String(element);
}
