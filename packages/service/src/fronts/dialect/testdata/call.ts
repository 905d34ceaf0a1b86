import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { openLocal, recogniseSpark, ScoringError, UTC } from '@tinderbox/scoring';
import type { Serving } from '../../../app/serving.ts';
import { createNativeEngine } from '../../../engines/native/native-engine.ts';
import { describeFailure, failureOf } from '../../../http/failure.ts';
import type { HttpResponse, Route } from '../../../http/route.ts';
import { Router } from '../../../http/router.ts';
import { parseModelSpec } from '../../../serving/model-spec.ts';
import { openServing } from '../../../serving/open-serving.ts';
import type { DialectOptions } from '../dialect-options.ts';
import { createWireModels } from '../wire-model.ts';

const CHURN = 'examples/churn';
export const HOUSES = 'corpus/org.apache.spark.ml.PipelineModel/houses-forest-3.5.9';

export const OPTIONS: DialectOptions = { wireModel: createWireModels(UTC), maxRows: 1000 };

/** Models as the server loads them: `churn`, or others by `name=path`. */
export async function openModels(...specs: readonly string[]): Promise<Serving> {
  const ports = {
    engine: createNativeEngine(),
    openModel: async (path: string) => recogniseSpark(await openLocal(path)),
  };
  const models = (specs.length > 0 ? specs : [`churn=${CHURN}/model`]).map(parseModelSpec);
  const setup = { models, aliases: [], warmUpRows: () => undefined, onEvent: () => {}, settleMilliseconds: 10 };
  const { serving } = await openServing(ports, { ...setup, watchMilliseconds: undefined });
  return serving;
}

export type Customer = Record<string, unknown>;

const NUMBERS = /^-?\d+(\.\d+)?$/;

/** The first customers of the example, with the values of the columns that the model reads, and Spark's answers. */
export function readCustomers(count: number): { readonly rows: Customer[]; readonly expected: Customer[] } {
  const [header = '', ...lines] = readFileSync(`${CHURN}/customers.csv`, 'utf8').trim().split('\n');
  const names = header.split(',');
  const answers = readFileSync(`${CHURN}/expected.jsonl`, 'utf8').trim().split('\n');
  // Those whose cells hold commas are left out.
  const plain = lines.flatMap((line, k) => (line.includes('"') ? [] : [k])).slice(0, count);
  const rows = plain.map((k) => {
    const line = lines[k] as string;
    const cells = line.split(',').map((cell) => (cell === '' ? null : NUMBERS.test(cell) ? Number(cell) : cell));
    return Object.fromEntries(names.map((name, k) => [name, cells[k]]));
  });
  return { rows, expected: plain.map((k) => JSON.parse(answers[k] as string) as Customer) };
}

export interface Call {
  readonly headers?: IncomingHttpHeaders;
  readonly body?: unknown;
}

export interface Answer extends HttpResponse {
  readonly bytes: Buffer;
  readonly text: string;
  readonly json: ReturnType<typeof JSON.parse>;
}

/** What a server answers: the route by its address, failures in the form of the dialect. Throws what is no ScoringError. */
export async function call(
  routes: readonly Route[],
  method: Route['method'],
  address: string,
  { headers = {}, body = '' }: Call = {},
): Promise<Answer> {
  const url = new URL(address, 'http://localhost');
  const match = new Router(routes).find(method, url.pathname);
  if (match === undefined) return answer({ status: 404 });
  const { route, parameters } = match;
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const { signal } = new AbortController();
  try {
    return answer(await route.handle({ parameters, query: url.searchParams, headers, body: bytes, signal }));
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    const failure = failureOf(error);
    return answer({ status: failure.status, body: JSON.stringify((route.fail ?? describeFailure)(failure)) });
  }
}

function answer(response: HttpResponse): Answer {
  const bytes = Buffer.from((response.body ?? '') as string);
  const text = bytes.toString();
  return {
    ...response,
    bytes,
    text,
    get json() {
      return JSON.parse(text);
    },
  };
}
