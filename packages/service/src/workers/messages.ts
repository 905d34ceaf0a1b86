import type { BatchSettings, Part, PartProgress, PartResult, PlainFailure } from '../app/part.ts';

/** What a worker is told: what all parts have in common, once, then part after part. */
export type ToWorker =
  | { readonly kind: 'begin'; readonly settings: BatchSettings }
  | { readonly kind: 'part'; readonly part: Part };

/** What a worker says of the part it was given. */
export type FromWorker =
  | { readonly kind: 'progress'; readonly progress: PartProgress }
  | { readonly kind: 'result'; readonly result: PartResult }
  | { readonly kind: 'failure'; readonly failure: PlainFailure };
