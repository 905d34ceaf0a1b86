import type { Serving } from '../../app/serving.ts';
import type { Failure, HttpRequest, HttpResponse, Route } from '../../http/route.ts';
import { type DialectOptions, pickModel } from './dialect-options.ts';
import { predictionColumns } from './predictions.ts';
import { answerRows, type ScoredRows, scoreRows } from './score-rows.ts';
import type { WireModel } from './wire-model.ts';

/** What a platform asks for in one request. */
export interface Invocation {
  readonly rows: readonly unknown[];
  /** Undefined for the prediction alone. */
  readonly columns: readonly string[] | undefined;
}

/** How a platform asks and is answered, beside its addresses. */
export interface PlatformDialect<I extends Invocation> {
  readonly protocol: string;
  readonly path: string;
  read(request: HttpRequest, wire: WireModel): I;
  write(wire: WireModel, rows: ScoredRows, asked: I): Pick<HttpResponse, 'body' | 'headers'>;
  fail(failure: Failure): unknown;
}

/** The address of a platform that scores rows; it names no model. */
export function createInvocationRoute<I extends Invocation>(
  serving: Serving,
  { wireModel, maxRows, model }: DialectOptions,
  { protocol, path, read, write, fail }: PlatformDialect<I>,
): Route {
  const handle = async (request: HttpRequest): Promise<HttpResponse> => {
    const wire = wireModel(pickModel(serving, request, model));
    const asked = read(request, wire);
    const columns = asked.columns ?? predictionColumns(wire);
    const rows = await scoreRows(wire, { rows: asked.rows, columns, maxRows, signal: request.signal });
    return answerRows(wire, rows, write(wire, rows, asked));
  };
  return { method: 'POST', path, protocol, handle, fail };
}
