/** Every metric of a server, by a name that the code has for it. docs/reference/metrics.md is made from it. */

export interface MetricDefinition {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly string[];
  /** One sentence. */
  readonly help: string;
}

const OF_MODEL = ['model', 'version'] as const;
const OF_SCORING = [...OF_MODEL, 'protocol'] as const;

export const METRICS = {
  build: {
    name: 'tinderbox_build_info',
    type: 'gauge',
    labels: ['version', 'node'],
    help: 'Always 1, with the versions of Tinderbox and Node.',
  },
  requests: {
    name: 'tinderbox_requests_total',
    type: 'counter',
    labels: ['protocol', 'status'],
    help: 'Requests answered, by protocol and status of HTTP or gRPC; each message of a stream is one.',
  },
  errors: {
    name: 'tinderbox_errors_total',
    type: 'counter',
    labels: ['protocol', 'code'],
    help: 'Requests that failed, by protocol and code of the error.',
  },
  seconds: {
    name: 'tinderbox_request_duration_seconds',
    type: 'histogram',
    labels: OF_SCORING,
    help: 'From the head of a request to its answer, of requests that were scored.',
  },
  rows: { name: 'tinderbox_rows_total', type: 'counter', labels: OF_SCORING, help: 'Rows asked for.' },
  rowErrors: {
    name: 'tinderbox_row_errors_total',
    type: 'counter',
    labels: OF_SCORING,
    help: 'Rows left out of an answer with an error.',
  },
  inFlight: {
    name: 'tinderbox_requests_in_flight',
    type: 'gauge',
    labels: ['transport'],
    help: 'Requests over HTTP, and calls over gRPC, begun and not yet answered.',
  },
  calls: {
    name: 'tinderbox_grpc_calls_total',
    type: 'counter',
    labels: ['method', 'status'],
    help: 'Calls over gRPC that have ended, a stream once, by package.Service/Method and status.',
  },
  refusals: {
    name: 'tinderbox_connections_refused_total',
    type: 'counter',
    labels: ['status'],
    help: 'Connections cut because what came was no HTTP (400), too slow (408) or had too large headers (431).',
  },
  batchQueue: {
    name: 'tinderbox_batch_queue',
    type: 'gauge',
    labels: [],
    help: 'Large requests that wait for a thread.',
  },
  modelAge: {
    name: 'tinderbox_model_age_seconds',
    type: 'gauge',
    labels: OF_MODEL,
    help: 'Time since a version was loaded.',
  },
  modelLoaded: {
    name: 'tinderbox_model_loaded_timestamp_seconds',
    type: 'gauge',
    labels: OF_MODEL,
    help: 'When a version was loaded, in seconds since 1970.',
  },
  modelEvents: {
    name: 'tinderbox_model_events_total',
    type: 'counter',
    labels: ['model', 'event'],
    help: 'Versions loaded, replaced, refused or removed.',
  },
  jobsWaiting: {
    name: 'tinderbox_jobs_waiting',
    type: 'gauge',
    labels: [],
    help: 'Jobs that wait to be run, over all processes of their store.',
  },
  jobsRunning: {
    name: 'tinderbox_jobs_running',
    type: 'gauge',
    labels: [],
    help: 'Jobs that this process runs.',
  },
  jobsEnded: {
    name: 'tinderbox_jobs_ended_total',
    type: 'counter',
    labels: ['state'],
    help: 'Jobs that this process has ended, by their last state.',
  },
  payloads: {
    name: 'tinderbox_payload_records_total',
    type: 'counter',
    labels: ['outcome'],
    help: 'Sampled requests written to the payload log, or dropped because it was too slow, too large or failed.',
  },
  eventLoopDelay: {
    name: 'tinderbox_event_loop_delay_seconds',
    type: 'gauge',
    labels: ['statistic'],
    help: 'How late the event loop was since this was last read: p50, p99 and max.',
  },
  heapUsed: {
    name: 'nodejs_heap_size_used_bytes',
    type: 'gauge',
    labels: [],
    help: 'Used memory of the JavaScript heap.',
  },
  heapTotal: {
    name: 'nodejs_heap_size_total_bytes',
    type: 'gauge',
    labels: [],
    help: 'Memory of the JavaScript heap.',
  },
  external: {
    name: 'nodejs_external_memory_bytes',
    type: 'gauge',
    labels: [],
    help: 'Memory of buffers and other objects outside the JavaScript heap.',
  },
  cpu: {
    name: 'process_cpu_seconds_total',
    type: 'counter',
    labels: [],
    help: 'Processor time of user and system.',
  },
  resident: { name: 'process_resident_memory_bytes', type: 'gauge', labels: [], help: 'Resident memory.' },
  virtual: { name: 'process_virtual_memory_bytes', type: 'gauge', labels: [], help: 'Virtual memory; on Linux alone.' },
  openFiles: { name: 'process_open_fds', type: 'gauge', labels: [], help: 'Open file descriptors; on Linux alone.' },
  mostFiles: {
    name: 'process_max_fds',
    type: 'gauge',
    labels: [],
    help: 'The most file descriptors that may be open; on Linux alone.',
  },
  started: {
    name: 'process_start_time_seconds',
    type: 'gauge',
    labels: [],
    help: 'When the process was started, in seconds since 1970.',
  },
} as const satisfies { readonly [key: string]: MetricDefinition };
