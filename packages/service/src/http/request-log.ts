import type { ServedModel } from '../app/serving.ts';
import type { Log, LogFields } from '../app/telemetry.ts';
import type { Exchange } from './exchange.ts';
import { traceOf } from './observe-exchange.ts';
import type { HttpResponse } from './route.ts';
import type { Match } from './router.ts';

/** How a request ended. */
export interface Ending {
  readonly milliseconds: number;
  /** Of the body of the answer, as far as they were taken. */
  readonly bytes: number;
}

/** Requests of one address that were answered alike, and what writes their lines. */
interface Kind {
  readonly status: number;
  readonly model: ServedModel | undefined;
  readonly write: (more: LogFields) => void;
}

/** A line for each request. What is the same as of the last one of its address is not made again. */
export class RequestLog {
  readonly #log: Log;
  /** The protocol of requests that are worth a line only for those who look for faults. */
  readonly #quiet: string;
  readonly #last = new WeakMap<Match, Kind>();

  constructor(log: Log, quiet: string) {
    this.#log = log;
    this.#quiet = quiet;
  }

  write(exchange: Exchange, answer: HttpResponse, { milliseconds, bytes }: Ending): void {
    const level = exchange.match?.route.protocol === this.#quiet ? 'debug' : 'info';
    if (!this.#log.takes(level)) return;
    this.#kindOf(exchange, answer, level).write({
      requestId: exchange.id,
      ...traceOf(exchange),
      ms: Math.round(milliseconds * 1000) / 1000,
      bytes,
    });
  }

  #kindOf({ match, request }: Exchange, { status, scored }: HttpResponse, level: 'debug' | 'info'): Kind {
    const model = scored?.model;
    const last = match === undefined ? undefined : this.#last.get(match);
    if (last !== undefined && last.status === status && last.model === model) return last;
    const write = this.#log.prepare(level, 'request', {
      protocol: match?.route.protocol,
      method: request.method,
      route: match?.route.path,
      model: model?.name,
      version: model?.version,
      status,
    });
    const kind = { status, model, write };
    if (match !== undefined) this.#last.set(match, kind);
    return kind;
  }
}
