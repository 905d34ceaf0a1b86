import type { PartProgress, PartResult, PlainFailure } from '../app/part.ts';

/** What a worker says of the part it was given. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: PartProgress }
  | { readonly kind: 'result'; readonly result: PartResult }
  | { readonly kind: 'failure'; readonly failure: PlainFailure };
