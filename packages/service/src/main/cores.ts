import { availableParallelism } from 'node:os';
import type { ServeRequest } from '../app/serve.ts';

type Asked = Pick<ServeRequest, 'workers' | 'batchThreads'>;

/** How many processes answer. */
export function workersOf({ workers }: Pick<Asked, 'workers'>): number {
  return workers === 'auto' ? availableParallelism() : workers;
}

/** How many threads each of them has for large requests: by default one at least, so that these do not hold up small ones. */
export function batchThreadsOf(asked: Asked): number {
  const spare = Math.floor(availableParallelism() / workersOf(asked)) - 1;
  return asked.batchThreads ?? Math.max(1, Math.min(2, spare));
}
