import { ScoringError } from '@tinderbox/scoring';
import type { ServeRequest, ServeSurroundings } from '../app/serve.ts';
import type { Log } from '../app/telemetry.ts';
import { answerStoreCalls, type StoreCall, type StoreMethod } from '../jobs/remote-store.ts';
import { WORK } from '../jobs/runner.ts';
import type { JobStore } from '../jobs/store.ts';
import { type ClusterWorker, startWorker } from '../processes/cluster.ts';
import { mergeMetrics, sumCounters } from '../processes/merge-metrics.ts';
import { Supervisor, type WorkerEvent } from '../processes/supervisor.ts';
import { createLog } from '../telemetry/log.ts';
import { workersOf } from './cores.ts';

/** Beyond the time that a worker takes for its end by itself. */
const PATIENCE_MILLISECONDS = 5000;
const METRICS_MILLISECONDS = 2000;

/**
 * Leads the processes of a server: starts them, and others for those that end; keeps their jobs and adds up their
 * numbers; answers nothing itself. SIGHUP replaces one after the other. Gives the exit status.
 */
export async function serveByWorkers(request: ServeRequest, around: ServeSurroundings): Promise<number> {
  const { logLevel: level, logFormat: format } = request;
  const workers = workersOf(request);
  const log = createLog({ level, format, out: around.log, now: Date.now });
  if (request.admin) throw noAdmin();
  const store = await openStore(request);
  const fleet = new Fleet(store);
  const supervisor = new Supervisor({
    workers,
    start: (number) => fleet.start(number),
    onReady: (line) => {
      fleet.tellReady();
      around.announce(`${line}, by ${workers} workers`);
    },
    onEvent: (event) => logEvent(log, event),
    signal: around.signal,
    patienceMilliseconds: request.graceMilliseconds + PATIENCE_MILLISECONDS,
  });
  const replaceAll = () => void supervisor.replaceAll();
  process.on('SIGHUP', replaceAll);
  try {
    return await supervisor.run();
  } finally {
    process.off('SIGHUP', replaceAll);
    await store?.close();
    log.flush();
  }
}

/** Undefined where there are no jobs, or each worker has a way to their store. */
async function openStore({ jobs: folder, store, storeFile }: ServeRequest): Promise<JobStore | undefined> {
  if (folder === undefined || store !== undefined || storeFile !== undefined) return undefined;
  const { openLocalStore } = await import('./local-jobs.ts');
  return openLocalStore(folder);
}

function noAdmin(): ScoringError {
  const expected = 'expected one process where models are brought in and out over the network (--admin)';
  return new ScoringError('INPUT_FORMAT', `${expected}, got --workers`);
}

/** Those that run right now, and what is kept of those that have ended. */
class Fleet {
  readonly #workers = new Map<ClusterWorker, { readonly number: number; text: string }>();
  readonly #callStore: StoreCall | undefined;
  #allReady = false;
  #ended = '';

  constructor(store: JobStore | undefined) {
    this.#callStore = store === undefined ? undefined : answerStoreCalls(store);
  }

  start(number: number): ClusterWorker {
    const about = { number, text: '' };
    const worker: ClusterWorker = startWorker((ready) => ({
      number: () => number,
      ready: (line: string) => {
        ready(line);
        if (this.#allReady) this.#tell(worker, 'allReady');
      },
      store: (method: StoreMethod, values: readonly unknown[]) => this.#useStore(worker, method, values),
      metrics: () => this.#metrics(),
      last: (text: string) => {
        about.text = text;
      },
    }));
    this.#workers.set(worker, about);
    void worker.ended.then(() => {
      this.#workers.delete(worker);
      this.#ended = sumCounters([this.#ended, about.text]);
    });
    return worker;
  }

  tellReady(): void {
    this.#allReady = true;
    for (const worker of this.#workers.keys()) this.#tell(worker, 'allReady');
  }

  async #useStore(from: ClusterWorker, method: StoreMethod, values: readonly unknown[]): Promise<unknown> {
    const result = await this.#callStore?.(method, values);
    const changed = changedBy(method, values, result);
    for (const worker of this.#workers.keys())
      if (changed !== undefined && worker !== from) this.#tell(worker, 'ring', changed);
    return result;
  }

  async #metrics(): Promise<string> {
    const asked = [...this.#workers].map(async ([worker, about]) => {
      about.text = await metricsOf(worker, about.text);
      return { worker: about.number, text: about.text };
    });
    return mergeMetrics(await Promise.all(asked), [this.#ended]);
  }

  #tell({ channel }: ClusterWorker, name: string, ...values: readonly unknown[]): void {
    channel.call(name, ...values).catch(() => undefined);
  }
}

/** What it said before, where it says nothing now. */
async function metricsOf({ channel }: ClusterWorker, before: string): Promise<string> {
  const late = new Promise<string>((resolve) => setTimeout(resolve, METRICS_MILLISECONDS, before).unref());
  return Promise.race([channel.call('metrics').then(String, () => before), late]);
}

/** The bell of what a call has changed. */
function changedBy(method: StoreMethod, [first]: readonly unknown[], result: unknown): string | undefined {
  switch (method) {
    case 'add':
      return WORK;
    case 'claim':
      return (result as { readonly token: string } | undefined)?.token;
    case 'renew':
    case 'end':
    case 'release':
      return (first as { readonly token: string }).token;
    case 'kill':
      return first as string;
    default:
      return undefined;
  }
}

function logEvent(log: Log, { event, worker, status }: WorkerEvent): void {
  const level = event === 'restarted' ? 'info' : 'error';
  const messages = {
    ended: 'worker ended',
    restarted: 'worker started again',
    broken: 'workers end again and again',
  };
  log.write(level, messages[event], { worker, status });
}
