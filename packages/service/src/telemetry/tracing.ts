/** Spans through the API of OpenTelemetry, for the SDK that the user has loaded before this program, if any. */

import type { Span, TextMapGetter, Tracer } from '@opentelemetry/api';
import { locate } from '@tinderbox/scoring';
import type { ObservedRequest, RequestWatch } from '../app/telemetry.ts';
import type { Scoring, ScoringEnd, Watcher } from './watcher.ts';

type Api = typeof import('@opentelemetry/api');

/** Where the API of each version 1 keeps what an SDK has registered. */
const REGISTRY = Symbol.for('opentelemetry.js.api.1');

/** Undefined where no SDK is there: then nothing is loaded either. */
export async function openTracing(version: string): Promise<Watcher | undefined> {
  const registered = (globalThis as { readonly [REGISTRY]?: { readonly trace?: unknown } })[REGISTRY];
  if (registered?.trace === undefined) return undefined;
  const api = await import('@opentelemetry/api');
  return new Tracing(api, api.trace.getTracer('tinderbox', version));
}

class Tracing implements Watcher {
  readonly #api: Api;
  readonly #tracer: Tracer;

  constructor(api: Api, tracer: Tracer) {
    this.#api = api;
    this.#tracer = tracer;
  }

  begin({ name, attributes, header }: ObservedRequest): RequestWatch {
    const { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = this.#api;
    const parent = propagation.extract(ROOT_CONTEXT, header, HEADERS);
    const span = this.#tracer.startSpan(name, { kind: SpanKind.SERVER, attributes: { ...attributes } }, parent);
    const within = trace.setSpan(parent, span);
    const { traceId, spanId } = span.spanContext();
    return {
      trace: { traceId, spanId },
      run: (work) => context.with(within, work),
      end: ({ attributes: more, fault }) => {
        span.setAttributes({ ...more });
        if (fault !== undefined) span.setAttribute('error.type', fault).setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  }

  beginScoring({ model, rows }: Scoring): (ended: ScoringEnd) => void {
    const span = this.#tracer.startSpan(`score ${model.name}`, {
      attributes: {
        'tinderbox.model.name': model.name,
        'tinderbox.model.version': model.version,
        'tinderbox.rows': rows.length,
      },
    });
    return (ended) => {
      if ('error' in ended) this.#blame(span, ended.error);
      else if (ended.issues.length > 0) span.setAttribute('tinderbox.row_errors', ended.issues.length);
      span.end();
    };
  }

  /** Messages name columns and rows, never a value. */
  #blame(span: Span, error: unknown): void {
    const { code, kind, message } = locate(error, {});
    const told = kind === 'internal' ? {} : { message };
    span.setAttribute('error.type', code).setStatus({ code: this.#api.SpanStatusCode.ERROR, ...told });
  }
}

const HEADERS: TextMapGetter<ObservedRequest['header']> = {
  get: (header, name) => header(name),
  // Nothing that propagates a context asks for names it does not know.
  keys: () => [],
};
