import type { LoadOptions } from './engine.ts';

/** What a server is to do, as it was asked for. */
export interface ServeRequest extends LoadOptions {
  /** `[name=]<path>`: a saved model, or a folder of versions of one. */
  readonly models: readonly string[];
  /** `name:alias=version` */
  readonly aliases: readonly string[];
  /** `[name=]<file>`: JSON lines that a model must score before it answers. */
  readonly warmUp: readonly string[];
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly maxBodyBytes: number;
  /** Of one request. */
  readonly maxRows: number;
  /** Requests begun and not yet answered. */
  readonly maxConcurrency: number;
  readonly requestTimeoutMilliseconds: number;
  /** How long a stop waits for what has begun. */
  readonly graceMilliseconds: number;
  /** Threads for large requests; 0: none, they are answered among the others. */
  readonly batchThreads: number;
  /** Processes that answer, on the same addresses. */
  readonly workers: number;
  /** How often the paths are looked at; undefined: once. */
  readonly watchMilliseconds: number | undefined;
  /** Of the Open Inference Protocol over gRPC, 0: any that is free; undefined: it is not spoken. */
  readonly grpcPort: number | undefined;
  /** The protocol of `/ping` and `/invocations`. */
  readonly invocations: 'mlflow' | 'sagemaker';
  /** The model of addresses that name none; default the only one. */
  readonly defaultModel: string | undefined;
  /** The addresses of Vertex AI, where it says them. */
  readonly vertex: { readonly healthRoute: string; readonly predictRoute: string } | undefined;
  /** Where jobs are kept; undefined: there are none. */
  readonly jobs: string | undefined;
  /** The folders in which jobs may read and write files. */
  readonly roots: readonly string[];
  /** How many jobs may wait. */
  readonly maxJobs: number;
  /** How long an ended job and its result are kept. */
  readonly keepJobsMilliseconds: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly logFormat: 'json' | 'text';
  /** Load and warm all models, then end. */
  readonly check: boolean;
}

/** What a server has of the program it runs in. */
export interface ServeSurroundings {
  readonly version: string;
  /** Fires when it is to stop. */
  readonly signal: AbortSignal;
  /** Lines of the log, in UTF-8. */
  readonly log: (lines: Uint8Array) => void;
  /** One line for people, when models are loaded and the address is open. */
  readonly announce: (line: string) => void;
}

/** Serves until the signal fires, and then until all that was begun is answered. */
export type Serve = (request: ServeRequest, around: ServeSurroundings) => Promise<void>;
