import type { RecordScorer, StructType } from '@tinderbox/scoring';
import type { ScoredRecords, ScoreOptions, ServedModel, Serving } from '../app/serving.ts';
import type { ObservedRequest, RequestObserver, RequestWatch } from '../app/telemetry.ts';

/** One way to look at requests, and at the rows that are scored for them. */
export interface Watcher {
  /** Undefined where this request is of no interest. */
  begin(request: ObservedRequest): RequestWatch | undefined;
  /** Is called within `run` of the request; the result when the rows are scored. */
  beginScoring(scoring: Scoring): ((ended: ScoringEnd) => void) | undefined;
}

export interface Scoring {
  readonly model: ServedModel;
  readonly rows: readonly object[];
  /** The columns of scored rows. */
  readonly output: StructType;
}

/** The rows and how many of them have an error, or the failure of all. */
export type ScoringEnd = ScoredRecords | { readonly error: unknown };

/** All watchers as one. */
export function createObserver(watchers: readonly Watcher[]): RequestObserver {
  return {
    begin: (request) => {
      const watches = watchers.flatMap((watcher) => watcher.begin(request) ?? []);
      return watches.length === 1 ? (watches[0] as RequestWatch) : joinWatches(watches);
    },
  };
}

function joinWatches(watches: readonly RequestWatch[]): RequestWatch {
  return {
    trace: watches.find(({ trace }) => trace !== undefined)?.trace,
    run: (work) => watches.reduce((inner, watch) => () => watch.run(inner), work)(),
    end: (outcome) => {
      for (const watch of watches) watch.end(outcome);
    },
  };
}

/** The same models, whose scoring the watchers see, whatever protocol asked for it. */
export function watchServing(serving: Serving, watchers: readonly Watcher[]): Serving {
  const known = new WeakMap<ServedModel, ServedModel>();
  const watched = (model: ServedModel) => upsert(known, model, () => watchModel(model, watchers));
  const { aliases } = serving;
  return {
    models: () => serving.models().map(watched),
    model: (name, version) => watched(serving.model(name, version)),
    ...(aliases === undefined ? {} : { aliases: (name) => aliases(name) }),
  };
}

function watchModel(model: ServedModel, watchers: readonly Watcher[]): ServedModel {
  const known = new WeakMap<RecordScorer, RecordScorer>();
  const begin = (rows: readonly object[], output: StructType) => {
    const ends = watchers.flatMap((watcher) => watcher.beginScoring({ model, rows, output }) ?? []);
    return (ended: ScoringEnd) => {
      for (const end of ends) end(ended);
    };
  };
  return {
    ...model,
    scorer: (columns) => {
      const scorer = model.scorer(columns);
      return upsert(known, scorer, () => watchScorer(scorer, begin));
    },
    score: async (rows: readonly object[], options?: ScoreOptions) => {
      const end = begin(rows, model.scorer(options?.columns).output);
      try {
        const scored = await model.score(rows, options);
        end(scored);
        return scored;
      } catch (error) {
        end({ error });
        throw error;
      }
    },
  };
}

type Begin = (rows: readonly object[], output: StructType) => (ended: ScoringEnd) => void;

function watchScorer({ score, ...about }: RecordScorer, begin: Begin): RecordScorer {
  return {
    ...about,
    score: (row) => {
      const end = begin([row], about.output);
      try {
        const scored = score(row);
        end({ rows: [scored], issues: [] });
        return scored;
      } catch (error) {
        end({ error });
        throw error;
      }
    },
  };
}

function upsert<K extends object, V>(map: WeakMap<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
