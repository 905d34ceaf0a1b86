import type { Server, ServerOptions } from '@grpc/grpc-js';
import { UTC, type Zone } from '@tinderbox/scoring';
import { addressUnavailable } from '../../app/address-unavailable.ts';
import { countRequestIds } from '../../app/request-context.ts';
import type { Serving } from '../../app/serving.ts';
import type { Telemetry } from '../../app/telemetry.ts';
import type { CallTelemetry } from './call-record.ts';
import { createService } from './calls.ts';
import { createHealth } from './check-health.ts';
import { createInference } from './inference-calls.ts';
import { HEALTH } from './protocols/health.ts';
import { INFERENCE } from './protocols/inference.ts';
import { REFLECTION, REFLECTION_ALPHA } from './protocols/reflection.ts';
import { createReflection } from './reflect.ts';

export interface GrpcOptions extends Telemetry {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** The version of the server, for its metadata. */
  readonly version: string;
  /** PEM; without it the server speaks plain HTTP/2. With `clientCertificates` it wants a certificate of each client. */
  readonly tls?:
    | { readonly key: Buffer; readonly certificate: Buffer; readonly clientCertificates?: Buffer }
    | undefined;
  /** Of a message in either direction. Default 64 MiB. */
  readonly maxMessageBytes?: number | undefined;
  /** Of a request. Default 100 000. */
  readonly maxRows?: number | undefined;
  /** Of timestamps that name none. Default UTC. */
  readonly zone?: Zone | undefined;
  /** Requests being scored; more are refused at once with RESOURCE_EXHAUSTED. Default 1024. */
  readonly maxConcurrent?: number | undefined;
  /** Whether callers may load and unload models. Default: they may not. */
  readonly admin?: boolean | undefined;
  /** How long `close` waits for calls that run. Default 10 000. */
  readonly drainMilliseconds?: number | undefined;
}

export interface Running {
  readonly port: number;
  /** Takes no more calls, lets those that run end, and ends them by force after the time for that. */
  close(): Promise<void>;
}

const MINUTE = 60_000;

/** Inference, health and reflection over gRPC. Throws ADDRESS_UNAVAILABLE where the port cannot be taken. */
export async function startGrpcServer(serving: Serving, options: GrpcOptions): Promise<Running> {
  const grpc = await import('@grpc/grpc-js');
  // What it would write on stderr comes back as errors too; who wants more of it says so.
  if (process.env.GRPC_VERBOSITY === undefined) grpc.setLogVerbosity(grpc.logVerbosity.NONE);
  const { maxMessageBytes = 2 ** 26, maxRows = 100_000, maxConcurrent = 1024, drainMilliseconds = 10_000 } = options;
  const { zone = UTC, admin = false, version } = options;
  const server = new grpc.Server(serverOptions(maxMessageBytes));
  const health = createHealth(serving, [INFERENCE, HEALTH, REFLECTION, REFLECTION_ALPHA]);
  const telemetry = { log: options.log, metrics: options.metrics, observer: options.observer, ids: countRequestIds() };
  addServices(server, { serving, health, maxRows, maxConcurrent, zone, admin, version, telemetry });
  const port = await bind(server, options, credentialsOf(grpc, options));
  return {
    port,
    close: () => {
      health.drain();
      return drain(server, drainMilliseconds);
    },
  };
}

interface Parts {
  readonly serving: Serving;
  readonly health: ReturnType<typeof createHealth>;
  readonly maxRows: number;
  readonly maxConcurrent: number;
  readonly zone: Zone;
  readonly admin: boolean;
  readonly version: string;
  readonly telemetry: CallTelemetry;
}

function addServices(server: Server, { serving, health, telemetry, ...limits }: Parts): void {
  const ServerReflectionInfo = createReflection([INFERENCE, HEALTH, REFLECTION, REFLECTION_ALPHA]);
  const inference = createInference(serving, { ...limits, isReady: health.isReady });
  const services = [
    createService(INFERENCE, inference, telemetry),
    createService(HEALTH, { Check: health.check, Watch: health.watch }, telemetry),
    createService(REFLECTION, { ServerReflectionInfo }, telemetry),
    createService(REFLECTION_ALPHA, { ServerReflectionInfo }, telemetry),
  ];
  for (const { definition, handlers } of services) server.addService(definition, handlers);
}

function serverOptions(maxMessageBytes: number): ServerOptions {
  return {
    'grpc.max_receive_message_length': maxMessageBytes,
    'grpc.max_send_message_length': maxMessageBytes,
    'grpc.max_concurrent_streams': 1000,
    'grpc.keepalive_time_ms': 2 * MINUTE,
    'grpc.keepalive_timeout_ms': MINUTE / 3,
    'grpc.max_connection_idle_ms': 30 * MINUTE,
  };
}

type Grpc = typeof import('@grpc/grpc-js');

function credentialsOf({ ServerCredentials }: Grpc, { tls }: GrpcOptions) {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const pair = { private_key: tls.key, cert_chain: tls.certificate };
  const wanted = tls.clientCertificates;
  return ServerCredentials.createSsl(wanted ?? null, [pair], wanted !== undefined);
}

function bind(
  server: Server,
  { host, port }: GrpcOptions,
  credentials: ReturnType<typeof credentialsOf>,
): Promise<number> {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, bound) => {
      if (error === null) resolve(bound);
      else reject(addressUnavailable(error, address));
    });
  });
}

function drain(server: Server, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.forceShutdown(), milliseconds);
    server.tryShutdown(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
