import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, Server as NetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { listNames, ScoringError } from '@tinderbox/scoring';
import type { Audit, Caller, Guard, TlsSource } from '../app/access.ts';
import { addressUnavailable } from '../app/address-unavailable.ts';
import { logBug } from '../app/log-bug.ts';
import { countRequestIds } from '../app/request-context.ts';
import type { Telemetry } from '../app/telemetry.ts';
import { collectBody, DirectRequest, hasBody, inflateBody, tooLarge } from './body.ts';
import { createRefusal } from './client-error.ts';
import { challengeFor, Entrance } from './entrance.ts';
import { deadlineExceeded, Exchange } from './exchange.ts';
import { describeFailure, failureOf } from './failure.ts';
import { LateBodies } from './late-bodies.ts';
import { endWatch, watchExchange } from './observe-exchange.ts';
import { timeoutOf } from './request-headers.ts';
import { RequestLog } from './request-log.ts';
import { type Responding, respond } from './respond.ts';
import type { Failure, HttpResponse, Route } from './route.ts';
import { Router } from './router.ts';
import { discardRest } from './stream-body.ts';
import { createTlsServer, type TlsServer } from './tls-server.ts';
import { Turns } from './turns.ts';

export interface HttpServerOptions extends Telemetry {
  readonly routes: readonly Route[];
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Of a body as it is sent, and of what becomes of it when it is inflated. */
  readonly maxBodyBytes: number;
  /** Requests begun and not yet answered; those beyond are refused at once. */
  readonly maxConcurrency: number;
  readonly requestTimeoutMilliseconds: number;
  /** Undefined: plain HTTP. */
  readonly tls?: TlsSource | undefined;
  /** Undefined: callers are not asked who they are. */
  readonly guard?: Guard | undefined;
  /** Origins whose pages may read answers. Default none. */
  readonly corsOrigins?: readonly string[] | undefined;
  /** Told of what routes have changed. */
  readonly audit?: Audit | undefined;
}

export interface RunningServer {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /** False from the first call of stop on. */
  readonly accepts: () => boolean;
  /** Takes no more connections, answers what has begun, and cuts off what is not done in time. */
  stop(graceMilliseconds: number): Promise<void>;
}

/** The protocol of routes that tell how the server fares; they are answered however much there is to do. */
export const OPERATIONS = 'operations';

const HEADERS_MILLISECONDS = 10_000;
/** Longer than the minute after which balancers let idle connections go. */
const KEEP_ALIVE_MILLISECONDS = 65_000;
/** How long callers with open connections may still come, to be told to go elsewhere. */
const LINGER_MILLISECONDS = 200;
const SHORT_BODY_BYTES = 65_536;
const UNKNOWN = 'http';

/** Rejects with ADDRESS_UNAVAILABLE where the port is taken. */
export async function startHttpServer(options: HttpServerOptions): Promise<RunningServer> {
  const server = new HttpServer(options);
  await server.listen(options.host, options.port);
  return server;
}

class HttpServer implements RunningServer {
  readonly #options: HttpServerOptions;
  readonly #router: Router;
  readonly #server: Server<typeof DirectRequest>;
  readonly #metrics: Telemetry['metrics'];
  readonly #requests: RequestLog;
  readonly #turns = new Turns();
  readonly #ids = countRequestIds();
  readonly #entrance: Entrance;
  /** Whether the entrance is of any matter for requests that change nothing. */
  readonly #isGuarded: boolean;
  readonly #tls: TlsServer<typeof DirectRequest> | undefined;
  readonly #lateBodies: LateBodies;
  readonly #responding: Responding = {
    done: (exchange, answer, bytes) => this.#finished(exchange, answer, bytes),
    fail: (exchange, error) => this.#describe(exchange, this.#failureOf(exchange, error)),
  };
  #stopping = false;

  constructor(options: HttpServerOptions) {
    this.#options = options;
    this.#router = new Router(options.routes);
    this.#metrics = options.metrics;
    this.#requests = new RequestLog(options.log, OPERATIONS);
    const { requestTimeoutMilliseconds: requestTimeout, tls, guard, corsOrigins = [] } = options;
    this.#isGuarded = tls !== undefined || guard !== undefined || corsOrigins.length > 0;
    this.#entrance = new Entrance({ guard, corsOrigins, secure: tls !== undefined });
    const refuse = createRefusal(options);
    this.#lateBodies = new LateBodies(requestTimeout, refuse);
    const nodeOptions = {
      IncomingMessage: DirectRequest,
      // Node's own knows no body that takes longer than others may.
      requestTimeout: 0,
      headersTimeout: Math.min(HEADERS_MILLISECONDS, requestTimeout),
      keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
      connectionsCheckingInterval: 1000,
    };
    this.#tls = tls === undefined ? undefined : createTlsServer(nodeOptions, tls);
    this.#server = this.#tls?.server ?? createServer(nodeOptions);
    this.#server.on('request', this.#onRequest);
    this.#server.on('checkContinue', this.#onRequest);
    this.#server.on('clientError', refuse);
  }

  listen(host: string, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', (cause) => reject(addressUnavailable(cause, `${host}:${port}`)));
      this.#server.listen(port, host, 1024, resolve);
    });
  }

  get url(): string {
    const { address, family, port } = this.#server.address() as AddressInfo;
    const scheme = this.#tls === undefined ? 'http' : 'https';
    return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  readonly accepts = (): boolean => !this.#stopping;

  async stop(graceMilliseconds: number): Promise<void> {
    const cutAt = performance.now() + graceMilliseconds;
    this.#stopping = true;
    // Node's own close would cut idle connections off at once, on which a request may be on its way.
    const closed = new Promise<void>((resolve) => {
      NetServer.prototype.close.call(this.#server, () => resolve());
    });
    const lingers = sleep(LINGER_MILLISECONDS);
    await Promise.race([closed, lingers]);
    this.#tls?.endHandshakes();
    this.#tls?.forget();
    const sweep = setInterval(() => {
      this.#server.closeIdleConnections();
      if (performance.now() > cutAt) this.#server.closeAllConnections();
    }, 20);
    await closed;
    clearInterval(sweep);
    this.#lateBodies.close();
    this.#server.close();
  }

  readonly #onRequest = (request: DirectRequest, response: ServerResponse) => {
    const exchange = new Exchange(request, response, this.#ids);
    this.#metrics.inFlight++;
    response.on('close', this.#onClose);
    if (this.#stopping) response.shouldKeepAlive = false;
    try {
      this.#begin(exchange);
    } catch (error) {
      this.#fail(exchange, error);
    }
  };

  readonly #onClose = () => {
    this.#metrics.inFlight--;
  };

  #begin(exchange: Exchange): void {
    const match = this.#router.find(exchange.request.method as string, exchange.path);
    exchange.match = match;
    if (match !== undefined) {
      const { observer } = this.#options;
      if (observer !== undefined) exchange.watch = watchExchange(observer, exchange, match.route);
      if (match.route.protocol !== OPERATIONS) this.#requireRoom(exchange);
    }
    if (this.#isGuarded) this.#enter(exchange);
    else this.#accept(exchange);
  }

  #enter(exchange: Exchange): void {
    const { request } = exchange;
    exchange.headersToo = this.#entrance.headersFor(request);
    const preflight = this.#entrance.answerPreflight(request, () => this.#router.methodsOf(exchange.path));
    if (preflight !== undefined) {
      this.#answer(exchange, preflight);
      return;
    }
    const accept = (caller: Caller | undefined) => {
      exchange.caller = caller;
      this.#accept(exchange);
    };
    const caller = this.#entrance.admit(exchange);
    if (!(caller instanceof Promise)) accept(caller);
    else caller.then(accept).catch((error: unknown) => this.#fail(exchange, error));
  }

  /** From here on the caller may be told all of the route. */
  #accept(exchange: Exchange): void {
    const { request, headers, match } = exchange;
    if (match === undefined) {
      this.#answerUnknown(exchange);
      return;
    }
    if (match.route.changes !== undefined) this.#entrance.requireKnownPage(request);
    const milliseconds = timeoutOf(headers);
    if (milliseconds !== undefined) exchange.deadline = exchange.startedAt + milliseconds;
    if (!hasBody(request)) {
      this.#handle(exchange);
      return;
    }
    this.#lateBodies.expect(exchange);
    const answer = this.#tryStream(exchange, match.route);
    if (answer === undefined) this.#readBody(exchange);
    else this.#stream(exchange, answer);
  }

  /** Undefined where the body is wanted whole. */
  #tryStream(exchange: Exchange, { stream, handle }: Route): Promise<HttpResponse> | undefined {
    if (stream === undefined || exchange.watch === undefined) return stream?.(exchange, handle);
    return exchange.watch.run(() => stream(exchange, handle));
  }

  /** The answer to a body that is taken in parts. */
  #stream(exchange: Exchange, answer: Promise<HttpResponse>): void {
    if (exchange.headers.expect !== undefined) exchange.response.writeContinue();
    const fail = (error: unknown) => this.#fail(exchange, error);
    exchange.expireWhenStill(this.#options.requestTimeoutMilliseconds, fail);
    if (exchange.deadline !== undefined) exchange.expireAfter(exchange.deadline - performance.now(), fail);
    answer.then((response) => this.#answer(exchange, response), fail);
  }

  #requireRoom({ startedAt }: Exchange): void {
    const isOverrun = this.#turns.isOverrun(startedAt);
    if (!isOverrun && this.#metrics.inFlight <= this.#options.maxConcurrency) return;
    throw new ScoringError('OVERLOADED', 'expected fewer requests at once, got more than this server takes');
  }

  #readBody(exchange: Exchange): void {
    const { request, headers } = exchange;
    const { maxBodyBytes } = this.#options;
    // Who asks before sending is told; who sends at once hears it better when all is sent.
    if (headers.expect !== undefined && Number(headers['content-length']) > maxBodyBytes) throw tooLarge(maxBodyBytes);
    if (headers.expect !== undefined) exchange.response.writeContinue();
    const encoding = headers['content-encoding'];
    collectBody(request, maxBodyBytes, (body) => {
      if (body instanceof ScoringError) this.#fail(exchange, body);
      else if (encoding === undefined || encoding === 'identity') {
        exchange.body = body;
        this.#handle(exchange);
      } else {
        inflateBody(body, encoding, maxBodyBytes).then(
          (inflated) => {
            exchange.body = inflated;
            this.#handle(exchange);
          },
          (error: unknown) => this.#fail(exchange, error),
        );
      }
    });
  }

  #handle(exchange: Exchange): void {
    const { route } = exchange.match as { route: Route };
    let answer: HttpResponse | Promise<HttpResponse>;
    try {
      if (exchange.deadline !== undefined && performance.now() >= exchange.deadline) throw deadlineExceeded();
      answer = exchange.watch === undefined ? route.handle(exchange) : exchange.watch.run(() => route.handle(exchange));
    } catch (error) {
      this.#fail(exchange, error);
      return;
    }
    if (!(answer instanceof Promise)) {
      this.#answer(exchange, answer);
      return;
    }
    const { requestTimeoutMilliseconds } = this.#options;
    const until = Math.min(
      exchange.deadline ?? Number.POSITIVE_INFINITY,
      exchange.startedAt + requestTimeoutMilliseconds,
    );
    exchange.expireAfter(until - performance.now(), (error) => this.#fail(exchange, error));
    answer.then(
      (response) => this.#answer(exchange, response),
      (error: unknown) => this.#fail(exchange, error),
    );
  }

  #answer(exchange: Exchange, answer: HttpResponse): void {
    if (exchange.answered) return;
    exchange.settle();
    if (exchange.response.destroyed) this.#finished(exchange, { ...answer, status: 499 }, 0);
    else respond(exchange, answer, this.#responding);
  }

  /** What the caller is told; of a bug of ours the log tells more. */
  #failureOf(exchange: Exchange, error: unknown): Failure {
    const failure = failureOf(error);
    if (failure.code === 'INTERNAL') logBug(this.#options.log, exchange.id, error);
    return failure;
  }

  /** Counts a failure, and gives it in the form of the dialect. */
  #describe({ match }: Exchange, failure: Failure): string {
    this.#metrics.countError(match?.route.protocol ?? UNKNOWN, failure.code);
    return JSON.stringify(match?.route.fail?.(failure) ?? describeFailure(failure));
  }

  #fail(exchange: Exchange, error: unknown): void {
    if (exchange.answered) return;
    const failure = this.#failureOf(exchange, error);
    // A little that is still being sent may come and be forgotten; more is not worth the connection.
    const { request, response } = exchange;
    const isShort = Number(request.headers['content-length']) <= SHORT_BODY_BYTES;
    if (exchange.streams) discardRest(request);
    else if (!request.complete && hasBody(request) && !isShort) response.shouldKeepAlive = false;
    const { status } = failure;
    const again = status === 429 || status === 503 ? { 'retry-after': '1' } : {};
    this.#answerFailure(exchange, failure, status === 401 ? { 'www-authenticate': challengeFor(request) } : again);
  }

  #answerUnknown(exchange: Exchange): void {
    const allowed = this.#router.methodsOf(exchange.path);
    if (allowed.length > 0) {
      const message = `expected the method ${allowed.join(' or ')}, got ${exchange.request.method}`;
      const allow = { allow: allowed.join(', ') };
      this.#answerFailure(exchange, { status: 405, code: 'METHOD_NOT_ALLOWED', message }, allow);
      return;
    }
    const have = listNames(this.#router.paths(), 100);
    const message = `expected an address of this server, got another (have: ${have})`;
    this.#answerFailure(exchange, { status: 404, code: 'ADDRESS_NOT_FOUND', message }, {});
  }

  #answerFailure(exchange: Exchange, failure: Failure, headers: NonNullable<HttpResponse['headers']>): void {
    this.#answer(exchange, {
      status: failure.status,
      headers: { 'content-type': 'application/json', ...headers },
      body: this.#describe(exchange, failure),
    });
  }

  #finished(exchange: Exchange, answer: HttpResponse, bytes: number): void {
    exchange.finish();
    const milliseconds = performance.now() - exchange.startedAt;
    const route = exchange.match?.route;
    this.#metrics.count(route?.protocol ?? UNKNOWN, answer, milliseconds / 1000);
    if (exchange.watch !== undefined) endWatch(exchange.watch, answer.status);
    if (route?.changes !== undefined) this.#recordChange(exchange, route.changes, answer.status);
    this.#requests.write(exchange, answer, { milliseconds, bytes });
  }

  /** What was refused at the entrance is in the audit log by itself. */
  #recordChange({ id, caller, parameters, request }: Exchange, action: string, status: number): void {
    const { audit, guard } = this.#options;
    if (guard !== undefined && caller === undefined) return;
    audit?.({
      ...{ action, outcome: status < 400 ? 'done' : 'failed', caller: caller?.name, requestId: id },
      address: request.socket.remoteAddress,
      target: Object.values(parameters).join('/') || undefined,
    });
  }
}
