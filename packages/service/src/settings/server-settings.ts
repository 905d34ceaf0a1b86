import { SUMS_PROFILES } from '@tinderbox/scoring';
import { parseAliasSpec, parseModelSpec } from '../serving/model-spec.ts';
import { list, mapOf, optional, record, secret } from './composite-kinds.ts';
import {
  choice,
  count,
  countOrAuto,
  hours,
  onOrOff,
  parsed,
  path,
  port,
  seconds,
  share,
  size,
  text,
  whole,
} from './scalar-kinds.ts';
import { SECURITY_SETTINGS } from './security-settings.ts';
import { type Group, type SettingsOf, setting } from './setting.ts';

/** In the order of usage texts and of the reference page. */
export const SERVER_GROUPS = {
  models: { title: 'Models', description: 'What is served.' },
  server: { title: 'Server', description: 'Where it listens.' },
  protocols: { title: 'Protocols', description: 'How it is asked.' },
  limits: { title: 'Limits', description: 'What a request may take.' },
  tls: { title: 'TLS', description: 'Certificates, in files of PEM that are read again when they have changed.' },
  security: { title: 'Security', description: 'Who may ask what.' },
  jobs: { title: 'Jobs', description: 'Answers that are fetched later.' },
  logging: { title: 'Logging', description: 'What it tells on stderr.' },
  payloads: { title: 'Payloads', description: 'Rows of requests that are kept, to see what a model was asked.' },
  loading: { title: 'Loading', description: 'How models are loaded and compute.' },
} as const satisfies { readonly [name: string]: Group };

const NAME = 'a name of letters, digits, ".", "_" and "-"';

const model = record('a model', {
  name: text(NAME, /^[A-Za-z0-9][\w.-]{0,127}$/),
  path: path('model'),
  aliases: optional(
    mapOf(
      'a map of aliases to versions',
      text(`${NAME} other than latest`, /^(?!latest$)[A-Za-z0-9][\w.-]{0,127}$/),
      text('a version, in quotes where it is a number'),
    ),
  ),
  warmUp: optional(path('file')),
});

const MOST_BODY_BYTES = 2 ** 29;

/** All that can be set of `tinderbox serve`. */
export const SERVER_SETTINGS = {
  models: setting({
    path: 'models',
    kind: list('a list of models', model),
    default: [],
    description: 'models to serve, each a saved model or a folder of versions of one',
  }),
  aliases: setting({
    group: 'models',
    flag: '--alias <name:alias=version>',
    kind: list('a list of aliases', parsed('name:alias=version', /^[^:=]+:[^:=]+=[^:=]+$/, parseAliasSpec)),
    default: [],
    description: 'another name of a version; may be given again',
  }),
  warmUp: setting({
    group: 'models',
    flag: '--warm-up <[name=]file>',
    kind: list('a list of files', parsed('[name=]<file>', /./, parseModelSpec)),
    default: [],
    description: 'JSON lines that a version must score before it answers; may be given again',
  }),
  host: setting({
    path: 'server.host',
    flag: '--host <address>',
    kind: text('an address'),
    default: '127.0.0.1',
    description: 'address to listen at; 0.0.0.0 for all of this machine',
  }),
  port: setting({
    path: 'server.port',
    flag: '-p, --port <number>',
    kind: port,
    default: 8080,
    description: 'port to listen at, 0 for any that is free',
  }),
  grpcPort: setting({
    path: 'server.grpcPort',
    flag: '--grpc-port <number>',
    kind: port,
    description: 'answer the Open Inference Protocol over gRPC there too, 0 for any',
  }),
  graceMilliseconds: setting({
    path: 'server.graceSeconds',
    flag: '--grace <seconds>',
    kind: seconds,
    default: 30,
    description: 'how long a stop waits for what has begun',
  }),
  admin: setting({
    path: 'server.admin',
    flag: '--admin',
    kind: onOrOff,
    default: false,
    description: 'let callers load and unload models',
  }),
  workers: setting({
    path: 'server.workers',
    flag: '--workers <count>',
    kind: countOrAuto,
    default: 1,
    description: 'processes that answer, or auto: one a core',
  }),
  batchThreads: setting({
    path: 'server.batchThreads',
    flag: '--batch-threads <count>',
    kind: whole('a whole number from 0 to 256', 0, 256),
    description: 'threads of a process for large requests (default: a core to spare, 1 to 2)',
  }),
  invocations: setting({
    path: 'protocols.invocations',
    flag: '--invocations <protocol>',
    kind: choice('mlflow', 'sagemaker'),
    description: 'whose /ping and /invocations to answer (default: mlflow, sagemaker for the model at /opt/ml/model)',
  }),
  defaultModel: setting({
    path: 'protocols.defaultModel',
    flag: '--default-model <name>',
    kind: text('the name of a model'),
    description: 'the model of addresses that name none (default: the only one)',
  }),
  maxBodyBytes: setting({
    path: 'limits.maxBody',
    flag: '--max-body <size>',
    kind: size('a size up to 512MB', MOST_BODY_BYTES),
    default: '16MB',
    description: 'largest body of a request',
  }),
  maxRows: setting({
    path: 'limits.maxRows',
    flag: '--max-rows <count>',
    kind: count,
    default: 100_000,
    description: 'most rows of a request',
  }),
  maxConcurrency: setting({
    path: 'limits.maxConcurrency',
    flag: '--max-concurrency <count>',
    kind: count,
    default: 1000,
    description: 'most requests at once; others get 429',
  }),
  requestTimeoutMilliseconds: setting({
    path: 'limits.requestTimeoutSeconds',
    flag: '--request-timeout <seconds>',
    kind: seconds,
    default: 30,
    description: 'longest time of a request',
  }),
  ...SECURITY_SETTINGS,
  jobs: setting({
    path: 'jobs.folder',
    flag: '--jobs <folder>',
    kind: path('store'),
    description: 'take jobs, whose answers are fetched later, and keep them there',
  }),
  store: setting({
    path: 'jobs.store',
    flag: '--store <address>',
    kind: secret(text('postgres://user@host/database', /^postgres(ql)?:\/\/./)),
    description: 'keep jobs in PostgreSQL, for several servers; everybody sees flags: better by variable or file',
  }),
  storeFile: setting({
    path: 'jobs.storeFile',
    flag: '--store-file <file>',
    kind: path('file'),
    description: 'where the address of that database stands',
  }),
  roots: setting({
    path: 'jobs.allowPaths',
    flag: '--allow-path <folder>',
    kind: list('a list of folders', path('folder')),
    default: [],
    description: 'jobs may read and write files there; may be given again',
  }),
  maxJobs: setting({
    path: 'jobs.maxJobs',
    flag: '--max-jobs <count>',
    kind: count,
    default: 1000,
    description: 'most jobs that may wait; others get 429',
  }),
  keepJobsMilliseconds: setting({
    path: 'jobs.keepHours',
    flag: '--keep-jobs <hours>',
    kind: hours,
    default: 24,
    description: 'how long results are kept',
  }),
  logLevel: setting({
    path: 'logging.level',
    flag: '--log-level <level>',
    kind: choice('debug', 'info', 'warn', 'error'),
    default: 'info',
    description: 'what to log on stderr; info has a line for each request',
  }),
  logFormat: setting({
    path: 'logging.format',
    flag: '--log-format <format>',
    kind: choice('json', 'text'),
    default: 'json',
    description: 'of the log',
  }),
  payloadLog: setting({
    path: 'payloads.log',
    flag: '--payload-log <file>',
    kind: path('log'),
    description: 'keep the rows of some requests and their answers there, as JSON lines',
  }),
  payloadSample: setting({
    path: 'payloads.sample',
    flag: '--payload-sample <share>',
    kind: share,
    default: 0.01,
    description: 'of which share of requests, from 0 to 1',
  }),
  payloadRedact: setting({
    path: 'payloads.redact',
    flag: '--payload-redact <column>',
    kind: list('a list of columns', text('the name of a column, * for all, or none')),
    default: [],
    description: 'whose values to keep out; * for all, none for none; may be given again',
  }),
  payloadMaxBytes: setting({
    path: 'payloads.maxSize',
    flag: '--payload-max-size <size>',
    kind: size('a size up to 1TB', 2 ** 40),
    default: '128MB',
    description: 'largest file, which is then renamed',
  }),
  payloadKeep: setting({
    path: 'payloads.keep',
    flag: '--payload-keep <count>',
    kind: count,
    default: 5,
    description: 'how many renamed files to keep',
  }),
  modelStore: setting({
    path: 'loading.modelStore',
    flag: '--model-store <folder>',
    kind: path('folder'),
    description: 'serve each sub folder or archive of it as a model too',
  }),
  watch: setting({
    path: 'loading.watch',
    flag: '--watch',
    kind: onOrOff,
    default: false,
    description: 'serve new versions and changed models as soon as they are there',
  }),
  watchIntervalMilliseconds: setting({
    path: 'loading.watchIntervalSeconds',
    flag: '--watch-interval <seconds>',
    kind: seconds,
    default: 2,
    description: 'how often to look for them',
  }),
  semantics: setting({
    path: 'loading.semantics',
    flag: '--semantics <X.Y>',
    kind: text('a version of Spark in quotes, such as "4.1"', /^\d+\.\d+/),
    description: 'answer as this Spark version (default: the one that saved the model)',
  }),
  sums: setting({
    path: 'loading.sums',
    flag: '--sums <profile>',
    kind: choice(...SUMS_PROFILES),
    description: 'order of dense sums, which decides last bits (default: that of the version)',
  }),
  timeZone: setting({
    path: 'loading.timeZone',
    flag: '--time-zone <name>',
    kind: text('the name of a time zone, such as Europe/Berlin'),
    description: 'session time zone of SQL and of timestamps without one (default: UTC)',
  }),
};

/** All that was set, in the units of the program. */
export type ServerSettings = SettingsOf<typeof SERVER_SETTINGS>;
