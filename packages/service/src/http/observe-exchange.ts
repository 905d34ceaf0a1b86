import { parseTraceParent, serverAttributes } from '../app/request-context.ts';
import type { RequestObserver, RequestWatch, TraceContext } from '../app/telemetry.ts';
import type { Exchange } from './exchange.ts';
import type { Route } from './route.ts';

/** Begins to watch a request, by the names of OpenTelemetry's conventions for spans of HTTP servers. */
export function watchExchange(observer: RequestObserver, exchange: Exchange, route: Route): RequestWatch {
  const { request, headers, id, path } = exchange;
  const template = templateOf(route);
  return observer.begin({
    id,
    protocol: route.protocol,
    name: `${request.method} ${template}`,
    attributes: {
      'http.request.method': request.method ?? '',
      'http.route': template,
      'url.path': path,
      'url.scheme': 'encrypted' in request.socket ? 'https' : 'http',
      'network.protocol.version': request.httpVersion,
      ...serverAttributes(headers.host),
      ...(headers['user-agent'] === undefined ? {} : { 'user_agent.original': headers['user-agent'] }),
    },
    header: (name) => {
      const value = headers[name];
      return Array.isArray(value) ? value.join(',') : value;
    },
  });
}

/** Only the server is to blame for a status from 500 on. */
export function endWatch(watch: RequestWatch, status: number): void {
  watch.end({
    attributes: { 'http.response.status_code': status },
    fault: status >= 500 ? String(status) : undefined,
  });
}

/** The span that the line of a request belongs to: its own, or that of the caller. */
export function traceOf({ watch, headers }: Exchange): TraceContext | undefined {
  return watch?.trace ?? parseTraceParent(headers.traceparent);
}

/** `/v1/models/{model}/predict` */
function templateOf({ path }: Route): string {
  return path.replace(/(?<=\/):(\w+)/g, '{$1}');
}
