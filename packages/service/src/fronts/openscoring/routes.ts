import { ScoringError } from '@tinderbox/scoring';
import type { Serving } from '../../app/serving.ts';
import type { Failure, HttpRequest, Route } from '../../http/route.ts';
import { readJsonObject } from '../dialect/body.ts';
import type { DialectOptions } from '../dialect/dialect-options.ts';
import { jsonResponse } from '../dialect/json-response.ts';
import { answerRows, scoreRows } from '../dialect/score-rows.ts';
import { readEvaluation, readEvaluations } from './request.ts';
import { describeModel, encodeEvaluations, summarise } from './response.ts';

const MODEL = '/openscoring/model/:id';

/** What Openscoring answers for evaluation; arguments that are not given are null, as there. */
export function createOpenscoringRoutes(serving: Serving, options: DialectOptions): readonly Route[] {
  const model = ({ parameters }: HttpRequest) => serving.model(parameters.id ?? '');
  return [
    route('GET', '/openscoring/model', () => jsonResponse({ models: latest(serving).map(summarise) })),
    route('GET', MODEL, (request) => jsonResponse(describeModel(model(request)))),
    route('POST', MODEL, async (request) => {
      const wire = options.wireModel(model(request));
      const evaluation = readEvaluation(readJsonObject(request, wire));
      const { maxRows } = options;
      const rows = await scoreRows(wire, { rows: [evaluation.row], missing: 'null', maxRows, signal: request.signal });
      return answerRows(wire, rows, { body: encodeEvaluations(wire, [evaluation], { rows, issues: [] })[0] as string });
    }),
    route('POST', `${MODEL}/batch`, async (request) => {
      const wire = options.wireModel(model(request));
      const body = readJsonObject(request, wire);
      const requests = readEvaluations(body);
      if (requests.length > options.maxRows) {
        throw new ScoringError('INPUT_LIMIT', `expected at most ${options.maxRows} rows, got ${requests.length}`);
      }
      const { signal } = request;
      const scored = await wire.model.score(
        requests.map(({ row }) => row),
        { onError: 'report', signal },
      );
      const responses = encodeEvaluations(wire, requests, scored).join(',');
      const id = JSON.stringify(typeof body.id === 'string' ? body.id : null);
      return {
        ...answerRows(wire, scored.rows, { body: `{"id":${id},"responses":[${responses}]}` }),
        scored: { model: wire.model, rows: requests.length, issues: scored.issues.length },
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
