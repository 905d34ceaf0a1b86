import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { ServeRequest } from '../../app/serve.ts';
import { settle } from '../../settings/read-settings.ts';
import { SERVER_SETTINGS } from '../../settings/server-settings.ts';
import { createLocalOperations } from '../local-operations.ts';
import { serve } from '../serve.ts';

export interface SecureServer {
  /** Of HTTP. */
  readonly url: string;
  /** Of gRPC: `localhost:50051`. */
  readonly grpc: string;
  /** What was logged so far, parsed. */
  log(): readonly Record<string, unknown>[];
  stop(): Promise<void>;
}

const QUIET: ServeRequest = {
  ...settle(SERVER_SETTINGS, []),
  models: [{ name: 'houses', path: 'corpus/org.apache.spark.ml.PipelineModel/houses-linear-3.5.9/model' }],
  port: 0,
  grpcPort: 0,
  logLevel: 'warn',
  invocations: 'mlflow',
  vertex: undefined,
  check: false,
};

/** A server as `tinderbox serve` starts it. Rejects where it does not start. */
export async function startSecureServer(
  request: Partial<ServeRequest>,
  env: Readonly<Record<string, string>> = {},
): Promise<SecureServer> {
  const stop = new AbortController();
  let text = '';
  let announce = (_: string) => {};
  const announced = new Promise<string>((resolve) => {
    announce = resolve;
  });
  const served = serve(
    { ...QUIET, ...request },
    {
      version: '1.2.3',
      env,
      batch: createLocalOperations({ sparkWorker: '', cores: 1, usage: () => ({ seconds: 0, peakBytes: 0 }) }).batch,
      signal: stop.signal,
      log: (lines) => {
        text += Buffer.from(lines).toString();
      },
      announce: (text) => announce(text),
    },
  );
  const line = await Promise.race([announced, served.then(() => 'nothing')]);
  return {
    url: /https?:\/\/\S+/.exec(line)?.[0] ?? line,
    grpc: /grpcs?:\/\/127\.0\.0\.1(:\d+)/.exec(line)?.[1]?.replace(':', 'localhost:') ?? line,
    log: () => text.split('\n').flatMap((entry) => (entry === '' ? [] : [JSON.parse(entry)])),
    stop: async () => {
      stop.abort();
      await served;
    },
  };
}

export interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** One request over a connection of its own. */
export function askOverTls(
  url: string,
  { body, ...options }: RequestOptions & { body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpsRequest(url, { agent: false, ...options }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
    });
    request.on('error', reject).end(body);
  });
}
