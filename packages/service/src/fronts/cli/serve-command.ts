import { availableParallelism } from 'node:os';
import type { SumsProfile } from '@tinderbox/scoring';
import { Argument, type Command, InvalidArgumentError } from 'commander';
import type { Serve, ServeRequest } from '../../app/serve.ts';
import { byteSize, option, semanticsOption, sumsOption, timeZoneOption, wholeNumber } from './options.ts';
import type { Terminal } from './terminal.ts';

interface ServeFlags {
  readonly port: number;
  readonly host: string;
  readonly alias: readonly string[];
  readonly warmUp: readonly string[];
  readonly watch?: boolean;
  readonly watchInterval: number;
  readonly maxBody: number;
  readonly maxRows: number;
  readonly maxConcurrency: number;
  readonly requestTimeout: number;
  readonly grace: number;
  readonly workers: number;
  readonly batchThreads?: number;
  readonly grpcPort?: number;
  readonly invocations: ServeRequest['invocations'];
  readonly defaultModel?: string;
  readonly jobs?: string;
  readonly allowPath: readonly string[];
  readonly maxJobs: number;
  readonly keepJobs: number;
  readonly logLevel: ServeRequest['logLevel'];
  readonly logFormat: ServeRequest['logFormat'];
  readonly check?: boolean;
  readonly semantics?: string;
  readonly sums?: SumsProfile;
  readonly timeZone?: string;
}

const EXAMPLES = `
Examples:
  tinderbox serve examples/churn/model
  tinderbox serve churn=/models/churn fraud=/models/fraud.zip --port 9000 --watch
  tinderbox serve churn=/models/churn --alias churn:stable=3 --warm-up churn=rows.jsonl --check
  curl localhost:8080/v1/models/churn/predict?columns=prediction -d '{"seats": 3, ...}'

A path is a saved model, or a folder of versions: 1/, 2/, v3.zip. The newest answers unless another is asked for.
http://localhost:8080/docs describes the API. SIGTERM stops the server when all that was begun is answered.`;

export function addServeCommand(program: Command, serve: Serve, around: { terminal: Terminal; version: string }): void {
  const command = program
    .command('serve')
    .summary('answer predictions over HTTP')
    .description('Load models and answer predictions over HTTP, until it is told to stop.')
    .addArgument(new Argument('<model...>', '[name=]path of a saved model, or of a folder of its versions'))
    .addOption(option('-p, --port <number>', 'port to listen at, 0 for any that is free').default(8080).argParser(port))
    .addOption(
      option('--host <address>', 'address to listen at; 0.0.0.0 for all of this machine').default('127.0.0.1'),
    );
  for (const added of [
    ...modelOptions(),
    ...protocolOptions(),
    ...jobOptions(),
    ...limitOptions(),
    ...coreOptions(),
    ...logOptions(),
  ])
    command.addOption(added);
  command
    .addOption(semanticsOption())
    .addOption(sumsOption())
    .addOption(timeZoneOption())
    .addOption(option('--check', 'load and warm all models, name them, and end'))
    .addHelpText('after', EXAMPLES)
    .action((models: readonly string[], flags: ServeFlags) => {
      const { terminal, version } = around;
      return serve(readRequest(models, flags, terminal.env), {
        version,
        signal: terminal.signal,
        log: (lines) => void terminal.stderr.write(lines),
        announce: (line) => void terminal.stdout.write(`${line}\n`),
      });
    });
}

function modelOptions() {
  return [
    option('--alias <name:alias=version>', 'another name of a version; may be given again')
      .default([])
      .argParser(collect),
    option('--warm-up <[name=]file>', 'JSON lines that a version must score before it answers; may be given again')
      .default([])
      .argParser(collect),
    option('--watch', 'serve new versions and changed models as soon as they are there'),
    option('--watch-interval <seconds>', 'how often to look for them').default(2).argParser(seconds),
  ];
}

function protocolOptions() {
  return [
    option('--grpc-port <number>', 'answer the Open Inference Protocol over gRPC there too, 0 for any').argParser(port),
    option('--invocations <protocol>', 'whose /ping and /invocations to answer')
      .choices(['mlflow', 'sagemaker'])
      .default('mlflow'),
    option('--default-model <name>', 'the model of addresses that name none (default: the only one)'),
  ];
}

function jobOptions() {
  return [
    option('--jobs <folder>', 'take jobs, whose answers are fetched later, and keep them there'),
    option('--allow-path <folder>', 'jobs may read and write files there; may be given again')
      .default([])
      .argParser(collect),
    option('--max-jobs <count>', 'most jobs that may wait; others get 429').default(1000).argParser(count),
    option('--keep-jobs <hours>', 'how long results are kept').default(24).argParser(hours),
  ];
}

function limitOptions() {
  return [
    option('--max-body <size>', 'largest body of a request')
      .default(16 * 2 ** 20, '16MB')
      .argParser(size),
    option('--max-rows <count>', 'most rows of a request').default(100_000).argParser(count),
    option('--max-concurrency <count>', 'most requests at once; others get 429').default(1000).argParser(count),
    option('--request-timeout <seconds>', 'longest time of a request').default(30).argParser(seconds),
    option('--grace <seconds>', 'how long a stop waits for what has begun').default(30).argParser(seconds),
  ];
}

function coreOptions() {
  return [
    option('--workers <count>', 'processes that answer, or auto: one a core')
      .default(1)
      .argParser((text: string) => (text === 'auto' ? availableParallelism() : count(text))),
    option(
      '--batch-threads <count>',
      'threads of a process for large requests (default: what cores are left, at most 2)',
    ).argParser(wholeNumber),
  ];
}

/** One at least, so that large requests do not hold up small ones. */
function spareThreads(workers: number): number {
  return Math.max(1, Math.min(2, Math.floor(availableParallelism() / workers) - 1));
}

function logOptions() {
  return [
    option('--log-level <level>', 'what to log on stderr; info has a line for each request')
      .choices(['debug', 'info', 'warn', 'error'])
      .default('info'),
    option('--log-format <format>', 'of the log').choices(['json', 'text']).default('json'),
  ];
}

function readRequest(models: readonly string[], flags: ServeFlags, env: Terminal['env']): ServeRequest {
  const { port: at, host, maxRows, maxConcurrency, logLevel, logFormat, semantics, sums, timeZone } = flags;
  return {
    models,
    aliases: flags.alias,
    warmUp: flags.warmUp,
    port: at,
    maxBodyBytes: flags.maxBody,
    requestTimeoutMilliseconds: flags.requestTimeout * 1000,
    graceMilliseconds: flags.grace * 1000,
    workers: flags.workers,
    batchThreads: flags.batchThreads ?? spareThreads(flags.workers),
    watchMilliseconds: flags.watch ? flags.watchInterval * 1000 : undefined,
    check: flags.check ?? false,
    grpcPort: flags.grpcPort,
    invocations: flags.invocations,
    defaultModel: flags.defaultModel,
    vertex: vertexRoutes(env),
    jobs: flags.jobs,
    roots: flags.allowPath,
    maxJobs: flags.maxJobs,
    keepJobsMilliseconds: flags.keepJobs * 3_600_000,
    ...{ host, maxRows, maxConcurrency, logLevel, logFormat, semantics, sums, timeZone },
  };
}

/** What Vertex AI tells a container. */
function vertexRoutes({ AIP_HEALTH_ROUTE, AIP_PREDICT_ROUTE }: Terminal['env']): ServeRequest['vertex'] {
  if (AIP_HEALTH_ROUTE === undefined || AIP_PREDICT_ROUTE === undefined) return undefined;
  return { healthRoute: AIP_HEALTH_ROUTE, predictRoute: AIP_PREDICT_ROUTE };
}

function hours(text: string): number {
  const number = Number(text);
  if (number > 0 && number <= 8760) return number;
  throw new InvalidArgumentError('expected a number of hours');
}

function collect(text: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, text];
}

function port(text: string): number {
  const number = wholeNumber(text);
  if (number <= 65_535) return number;
  throw new InvalidArgumentError('expected a port from 0 to 65535');
}

function count(text: string): number {
  const number = wholeNumber(text);
  if (number >= 1) return number;
  throw new InvalidArgumentError('expected a number from 1 on');
}

function seconds(text: string): number {
  const number = Number(text);
  if (number > 0 && number <= 86_400) return number;
  throw new InvalidArgumentError('expected a number of seconds');
}

/** A body is held in memory whole. */
function size(text: string): number {
  const bytes = byteSize(text);
  if (bytes >= 1 && bytes <= 2 ** 29) return bytes;
  throw new InvalidArgumentError('expected a size up to 512MB');
}
