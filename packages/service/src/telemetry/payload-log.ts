import { AsyncLocalStorage } from 'node:async_hooks';
import type { ObservedRequest, RequestWatch } from '../app/telemetry.ts';
import { PayloadEncoder, type Redaction } from './payload-record.ts';
import type { Scoring, ScoringEnd, Watcher } from './watcher.ts';

export interface PayloadLogOptions {
  /** Of requests, from 0 to 1; the same request id is always chosen, or never. */
  readonly sample: number;
  readonly redact: Redaction;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly append: (line: string) => void;
  /** Told of a record that is too large, or cannot be written. */
  readonly onDropped: () => void;
}

/** A longer line is dropped. */
const MOST_BYTES = 2 ** 20;

/** Keeps the rows of some requests and what became of them, a line of JSON for each time rows are scored. */
export function createPayloadLog({ sample, redact, now, append, onDropped }: PayloadLogOptions): Watcher {
  const requests = new AsyncLocalStorage<ObservedRequest>();
  const encoder = new PayloadEncoder(redact);
  const write = (request: ObservedRequest, scoring: Scoring, ended: ScoringEnd) => {
    let line: string;
    try {
      line = encoder.encode(request, scoring, { ended, time: now() });
    } catch {
      // What cannot be written, such as an object that holds itself, is no reason to fail the request.
      onDropped();
      return;
    }
    if (line.length > MOST_BYTES) onDropped();
    else append(line);
  };
  return {
    begin: (request): RequestWatch | undefined => {
      if (!isSampled(request.id, sample)) return undefined;
      return { trace: undefined, run: (work) => requests.run(request, work), end: () => {} };
    },
    beginScoring: (scoring) => {
      const request = requests.getStore();
      return request === undefined ? undefined : (ended) => write(request, scoring, ended);
    },
  };
}

/** By a hash of the id (FNV-1a, its bits mixed as in MurmurHash3), so that all servers choose alike. */
export function isSampled(id: string, sample: number): boolean {
  let hash = 0x811c9dc5;
  for (let k = 0; k < id.length; k++) hash = Math.imul(hash ^ id.charCodeAt(k), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32 < sample;
}
