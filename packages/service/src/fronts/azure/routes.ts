import { isObject, ScoringError } from '@tinderbox/scoring';
import type { Serving } from '../../app/serving.ts';
import type { HttpRequest, HttpResponse, Route } from '../../http/route.ts';
import { readColumnNames, readJsonObject, requireObject } from '../dialect/body.ts';
import { type DialectOptions, pickModel } from '../dialect/dialect-options.ts';
import { failWithError } from '../dialect/instances.ts';
import { encodePredictions, healthRoute, predictionColumns, readInstances, readSplit } from '../dialect/predictions.ts';
import { answerRows, scoreRows } from '../dialect/score-rows.ts';
import type { PlainRecord, RestModel } from '../rest/rest-model.ts';

export interface AzureOptions extends DialectOptions {
  readonly isReady: () => boolean;
}

const PROTOCOL = 'azure';

/** The routes of Azure Machine Learning's inference server: `/` for both probes, `/score`. */
export function createAzureRoutes(serving: Serving, options: AzureOptions): readonly Route[] {
  const handle = (request: HttpRequest) => score(serving, request, options);
  return [
    healthRoute(PROTOCOL, '/', { isReady: options.isReady, text: 'Healthy' }),
    { method: 'POST', path: '/score', protocol: PROTOCOL, handle, fail: failWithError },
  ];
}

async function score(serving: Serving, request: HttpRequest, options: AzureOptions): Promise<HttpResponse> {
  const rest = options.restModel(pickModel(serving, request, options.model));
  const body = readJsonObject(request, rest);
  const params = requireObject(body.params ?? {}, 'an object in "params"');
  const columns = readColumnNames(params.columns, 'params.columns');
  const scored = await scoreRows(rest, {
    rows: readData(body, rest),
    columns: columns ?? predictionColumns(rest),
    maxRows: options.maxRows,
    signal: request.signal,
  });
  return answerRows(rest, scored, { body: encodePredictions(rest, scored, columns) });
}

/** `input_data`, split as by pandas or a list of rows, as for MLflow's models; or `data`, a list of rows. */
function readData({ input_data: input, data }: PlainRecord, rest: RestModel): readonly unknown[] {
  if ((input === undefined) === (data === undefined)) {
    const got = data === undefined ? 'none' : 'both';
    throw new ScoringError('INPUT_FORMAT', `expected one of the keys input_data, data, got ${got}`);
  }
  if (isObject(input)) return readSplit(input, rest);
  return input === undefined ? readInstances(data, rest, 'data') : readInstances(input, rest, 'input_data');
}
