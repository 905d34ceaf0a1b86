import { ScoringError } from '@tinderbox/scoring';
import type { Serving } from '../../app/serving.ts';
import type { Failure, HttpRequest, HttpResponse, Route } from '../../http/route.ts';
import { readJsonObject } from '../dialect/body.ts';
import type { DialectOptions } from '../dialect/dialect-options.ts';
import { answerRows, scoreRows } from '../dialect/score-rows.ts';
import { readEvaluation, readEvaluations } from './request.ts';
import { describeModel, encodeEvaluations, summarise } from './response.ts';

const MODEL = '/openscoring/model/:id';

/** What Openscoring answers for evaluation; arguments that are not given are null, as there. */
export function createOpenscoringRoutes(serving: Serving, options: DialectOptions): readonly Route[] {
  const model = ({ parameters }: HttpRequest) => serving.model(parameters.id ?? '');
  return [
    route('GET', '/openscoring/model', () => json({ models: latest(serving).map(summarise) })),
    route('GET', MODEL, (request) => json(describeModel(model(request)))),
    route('POST', MODEL, async (request) => {
      const rest = options.restModel(model(request));
      const evaluation = readEvaluation(readJsonObject(request, rest));
      const { maxRows } = options;
      const rows = await scoreRows(rest, { rows: [evaluation.row], missing: 'null', maxRows, signal: request.signal });
      return answerRows(rest, rows, { body: encodeEvaluations(rest, [evaluation], { rows, issues: [] })[0] as string });
    }),
    route('POST', `${MODEL}/batch`, async (request) => {
      const rest = options.restModel(model(request));
      const body = readJsonObject(request, rest);
      const requests = readEvaluations(body);
      if (requests.length > options.maxRows) {
        throw new ScoringError('INPUT_LIMIT', `expected at most ${options.maxRows} rows, got ${requests.length}`);
      }
      const { signal } = request;
      const scored = await rest.model.score(
        requests.map(({ row }) => row),
        { onError: 'report', signal },
      );
      const responses = encodeEvaluations(rest, requests, scored).join(',');
      const id = JSON.stringify(typeof body.id === 'string' ? body.id : null);
      return {
        ...answerRows(rest, scored.rows, { body: `{"id":${id},"responses":[${responses}]}` }),
        scored: { model: rest.model, rows: requests.length, issues: scored.issues.length },
      };
    }),
  ];
}

/** The version of each model that its name alone stands for. */
function latest(serving: Serving) {
  const names = new Set(serving.models().map(({ name }) => name));
  return [...names].map((name) => serving.model(name));
}

function route(method: Route['method'], path: string, handle: Route['handle']): Route {
  return { method, path, protocol: 'openscoring', handle, fail: ({ message }: Failure) => ({ message }) };
}

function json(value: unknown): HttpResponse {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}
