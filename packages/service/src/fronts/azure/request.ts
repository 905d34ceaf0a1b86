import { isObject, ScoringError } from '@tinderbox/scoring';
import type { HttpRequest } from '../../http/route.ts';
import { readColumnNames, readJsonObject, requireObject } from '../dialect/body.ts';
import type { Invocation } from '../dialect/invocation-route.ts';
import { readInstances, readSplit } from '../dialect/predictions.ts';
import type { PlainRecord, WireModel } from '../dialect/wire-model.ts';

/** Throws INPUT_FORMAT for a body that is no rows. */
export function readInvocation(request: HttpRequest, wire: WireModel): Invocation {
  const body = readJsonObject(request, wire);
  const params = requireObject(body.params ?? {}, 'an object in "params"');
  return { rows: readData(body, wire), columns: readColumnNames(params.columns, 'params.columns') };
}

/** `input_data`, split as by pandas or a list of rows, as for MLflow's models; or `data`, a list of rows. */
function readData({ input_data: input, data }: PlainRecord, wire: WireModel): readonly unknown[] {
  if ((input === undefined) === (data === undefined)) {
    const got = data === undefined ? 'none' : 'both';
    throw new ScoringError('INPUT_FORMAT', `expected one of the keys input_data, data, got ${got}`);
  }
  if (isObject(input)) return readSplit(input, wire);
  return input === undefined ? readInstances(data, wire, 'data') : readInstances(input, wire, 'input_data');
}
