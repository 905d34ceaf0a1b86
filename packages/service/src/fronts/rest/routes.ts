import type { Zone } from '@tinderbox/scoring';
import type { ServedModel, Serving } from '../../app/serving.ts';
import type { HttpRequest, HttpResponse, Route } from '../../http/route.ts';
import { createWireModels } from '../dialect/wire-model.ts';
import { describeModel, describeVersion, namesOf, toJson } from './describe.ts';
import { createDocsPage, DOCS_HEADERS } from './docs-page.ts';
import { createLineStream } from './line-stream.ts';
import { createOpenApi, type JobsApi } from './openapi.ts';
import { type AnswerLater, createPredict } from './predict.ts';
import type { TablePorts } from './table.ts';

export interface RestOptions extends TablePorts {
  /** The name of what computes. */
  readonly engine: string;
  /** Of this program. */
  readonly version: string;
  /** Of timestamps that name none. */
  readonly zone: Zone;
  /** In one request. */
  readonly maxRows: number;
  /** Whether it is asked over TLS. */
  readonly isSecure?: boolean;
  /** Whether callers have to show a key. */
  readonly isGuarded?: boolean;
  /** For callers that prefer a token; undefined where there are no jobs. */
  readonly answerLater?: AnswerLater | undefined;
  /** What the API's description says of them. */
  readonly jobsApi?: JobsApi | undefined;
}

const PROTOCOL = 'rest';

/** The own API: predictions, what is served, and the API's description for machines and people. */
export function createRestRoutes(serving: Serving, options: RestOptions): readonly Route[] {
  const { version, jobsApi: jobs, isSecure = false, isGuarded = false } = options;
  const predict = createPredict({ ...options, serving, wireModel: createWireModels(options.zone) });
  const stream = createLineStream(serving);
  const describe = (model: ServedModel) => describeVersion(model, options.engine);
  const versionsOf = (name: string) => {
    serving.model(name);
    return serving.models().filter((model) => model.name === name);
  };
  return [
    { method: 'POST', path: '/v1/models/:model/predict', protocol: PROTOCOL, handle: predict, stream },
    {
      method: 'POST',
      path: '/v1/models/:model/versions/:version/predict',
      protocol: PROTOCOL,
      handle: predict,
      stream,
    },
    get('/v1/models', () => ({ models: namesOf(serving).map((name) => describeModel(serving, name)) })),
    get('/v1/models/:model', ({ parameters: { model = '' } }) => ({
      ...describe(serving.model(model)),
      // As KServe's V1 protocol tells it at this address.
      ready: true,
      ...describeModel(serving, model),
    })),
    get('/v1/models/:model/versions', ({ parameters: { model = '' } }) => ({
      versions: versionsOf(model).map(describe),
    })),
    get('/v1/models/:model/versions/:version', ({ parameters: { model = '', version } }) =>
      describe(serving.model(model, version)),
    ),
    get('/openapi.json', () => createOpenApi(serving, { version, jobs, isGuarded })),
    {
      method: 'GET',
      path: '/docs',
      protocol: PROTOCOL,
      handle: ({ headers }) => {
        const origin = `http${isSecure ? 's' : ''}://${headers.host ?? 'localhost'}`;
        return { status: 200, headers: DOCS_HEADERS, body: createDocsPage(serving, { origin, isGuarded }) };
      },
    },
  ];
}

function get(path: string, answer: (request: HttpRequest) => unknown): Route {
  const handle = (request: HttpRequest): HttpResponse => ({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: toJson(answer(request)),
  });
  return { method: 'GET', path, protocol: PROTOCOL, handle };
}
