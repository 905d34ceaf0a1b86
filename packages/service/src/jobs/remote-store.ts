import { ScoringError } from '@tinderbox/scoring';
import type { JobStore } from './store.ts';

const METHODS = [
  'add',
  'find',
  'countWaiting',
  'claim',
  'renew',
  'end',
  'release',
  'kill',
  'remove',
  'removeExpired',
] as const satisfies readonly (keyof JobStore)[];

export type StoreMethod = (typeof METHODS)[number];

/** Calls a method of a store in another process, with values that can be cloned. */
export type StoreCall = (method: StoreMethod, values: readonly unknown[]) => Promise<unknown>;

/** The store of another process, which closes it. */
export function createRemoteStore(call: StoreCall): JobStore {
  const methods = METHODS.map((method) => [method, (...values: readonly unknown[]) => call(method, values)]);
  return { ...Object.fromEntries(methods), close: async () => {} } as JobStore;
}

/** Answers such calls. */
export function answerStoreCalls(store: JobStore): StoreCall {
  return (method, values) => {
    const run = METHODS.includes(method)
      ? (store[method] as (...given: readonly unknown[]) => Promise<unknown>)
      : undefined;
    if (run === undefined) throw new ScoringError('INTERNAL', 'expected a method of a store of jobs, got another');
    return run.apply(store, values as unknown[]);
  };
}
