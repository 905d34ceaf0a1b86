import { listNames, ScoringError } from '@tinderbox/scoring';
import type { ServedModel, Serving } from '../../app/serving.ts';
import { queryValue } from '../../http/query-value.ts';
import type { HttpRequest } from '../../http/route.ts';
import type { WireModel } from './wire-model.ts';

/** What every dialect is told. */
export interface DialectOptions {
  readonly wireModel: (model: ServedModel) => WireModel;
  /** In one request. */
  readonly maxRows: number;
  /** The model of addresses that name none; default the only one there is. */
  readonly model?: string | undefined;
}

/**
 * The model of an address that names none: that of `?model=` and `?version=`, else the one set for it, else the only
 * one. Throws MODEL_NOT_FOUND where that leaves a choice.
 */
export function pickModel(serving: Serving, { query }: HttpRequest, preferred: string | undefined): ServedModel {
  const name = queryValue(query, 'model') ?? preferred ?? onlyName(serving);
  return serving.model(name, queryValue(query, 'version'));
}

function onlyName(serving: Serving): string {
  const names = new Set(serving.models().map((model) => model.name));
  const [name] = names;
  if (name !== undefined && names.size === 1) return name;
  throw new ScoringError(
    'MODEL_NOT_FOUND',
    `expected one model, or its name as ?model= in the address, got ${names.size} models (have: ${listNames(names)})`,
  );
}
