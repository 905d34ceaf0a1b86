/** Who may import whom, as data: the architecture of ARCHITECTURE.md. */

export interface Layer {
  /** Path prefix of its files, from the root of the repository. */
  readonly path: string;
  /** Prefixes of the files it may import; its own files always. */
  readonly mayImport: readonly string[];
  /** Packages it may import. */
  readonly packages?: readonly string[];
}

const SCORING = 'packages/scoring/src/';
const SERVICE = 'packages/service/src/';
const inScoring = (names: readonly string[]) => names.map((name) => SCORING + name);
const inService = (names: readonly string[]) => names.map((name) => SERVICE + name);

/** The first layer whose path fits a file counts. */
export const LAYERS: readonly Layer[] = [
  { path: `${SCORING}core/`, mayImport: [] },
  { path: `${SCORING}kernels/`, mayImport: inScoring(['core/']) },
  { path: `${SCORING}regex/`, mayImport: inScoring(['core/']) },
  { path: `${SCORING}sql/`, mayImport: inScoring(['core/', 'kernels/', 'regex/']) },
  { path: `${SCORING}compression/`, mayImport: [] },
  { path: `${SCORING}archive/`, mayImport: inScoring(['core/', 'compression/']) },
  { path: `${SCORING}parquet/`, mayImport: inScoring(['core/', 'compression/']), packages: ['fzstd'] },
  { path: `${SCORING}stages/families/`, mayImport: inScoring(['core/', 'kernels/', 'regex/']) },
  { path: `${SCORING}stages/index.ts`, mayImport: inScoring(['core/', 'stages/']) },
  { path: `${SCORING}stages/`, mayImport: inScoring(['core/', 'kernels/', 'regex/', 'sql/', 'stages/families/']) },
  { path: `${SCORING}formats/spark/`, mayImport: inScoring(['core/', 'compression/', 'parquet/']) },
  { path: `${SCORING}native/`, mayImport: inScoring(['core/']) },
  { path: `${SCORING}equality/`, mayImport: inScoring(['core/']) },
  { path: `${SCORING}testing/`, mayImport: inScoring(['core/', 'native/']) },
  { path: `${SCORING}web/`, mayImport: inScoring(['index.ts', 'pipeline-model.ts', 'core/']) },
  { path: `${SCORING}node/`, mayImport: [SCORING], packages: ['node:'] },
  {
    path: SCORING,
    mayImport: inScoring(['core/', 'archive/', 'equality/', 'parquet/', 'formats/', 'native/', 'stages/index.ts', '']),
  },
  {
    path: `${SERVICE}records/`,
    mayImport: [],
    packages: ['node:', '@tinderbox/scoring', '@uwdata/flechette', 'hyparquet', 'hyparquet-writer'],
  },
  {
    path: `${SERVICE}app/`,
    mayImport: inService(['records/records.ts', 'records/schema-check.ts', 'settings/server-settings.ts']),
    packages: ['@tinderbox/scoring'],
  },
  {
    path: `${SERVICE}settings/`,
    mayImport: inService(['app/access.ts', 'serving/model-spec.ts']),
    packages: ['node:', '@tinderbox/scoring', 'yaml'],
  },
  { path: `${SERVICE}spark/`, mayImport: inService(['app/verify.ts']), packages: ['node:', '@tinderbox/scoring'] },
  {
    path: `${SERVICE}workers/`,
    mayImport: inService(['app/part.ts', 'app/serving.ts', 'http/route.ts']),
    packages: ['node:', '@tinderbox/scoring'],
  },
  { path: `${SERVICE}processes/`, mayImport: inService(['app/part.ts']), packages: ['node:', '@tinderbox/scoring'] },
  { path: `${SERVICE}engines/native/`, mayImport: inService(['app/engine.ts']), packages: ['@tinderbox/scoring'] },
  {
    path: `${SERVICE}fronts/cli/`,
    mayImport: inService([
      'app/operations.ts',
      'app/serve.ts',
      'records/records.ts',
      'records/format.ts',
      'serving/model-spec.ts',
      'settings/',
    ]),
    packages: ['@tinderbox/scoring', 'commander', 'node:'],
  },
  {
    path: `${SERVICE}security/`,
    mayImport: inService(['app/access.ts', 'settings/security-settings.ts', 'records/file-error.ts']),
    packages: ['node:', '@tinderbox/scoring', 'jose'],
  },
  {
    path: `${SERVICE}telemetry/`,
    mayImport: inService(['app/serving.ts', 'app/telemetry.ts', 'app/status-name.ts', 'records/json-text.ts']),
    packages: ['node:', '@tinderbox/scoring', '@opentelemetry/api'],
  },
  {
    path: `${SERVICE}http/`,
    mayImport: inService([
      'app/serving.ts',
      'app/access.ts',
      'app/certificate-names.ts',
      'app/telemetry.ts',
      'app/request-context.ts',
      'app/log-bug.ts',
      'app/address-unavailable.ts',
    ]),
    packages: ['node:', '@tinderbox/scoring'],
  },
  {
    path: `${SERVICE}serving/`,
    mayImport: inService(['app/serving.ts', 'app/engine.ts']),
    packages: ['node:', '@tinderbox/scoring'],
  },
  {
    path: `${SERVICE}jobs/`,
    mayImport: inService(['app/jobs.ts']),
    packages: ['node:', '@tinderbox/scoring', 'node-sqlite3-wasm', 'pg'],
  },
  {
    path: `${SERVICE}tensors/`,
    mayImport: inService(['app/serving.ts', 'records/json-text.ts']),
    packages: ['@tinderbox/scoring'],
  },
  {
    path: `${SERVICE}fronts/grpc/`,
    mayImport: inService([
      'app/serving.ts',
      'app/model-repository.ts',
      'app/jobs.ts',
      'app/access.ts',
      'app/certificate-names.ts',
      'app/telemetry.ts',
      'app/request-context.ts',
      'app/log-bug.ts',
      'app/status-name.ts',
      'app/address-unavailable.ts',
      'tensors/',
    ]),
    packages: ['node:', '@tinderbox/scoring', '@grpc/grpc-js'],
  },
  {
    path: `${SERVICE}fronts/`,
    mayImport: inService([
      'app/operations.ts',
      'app/serving.ts',
      'app/body-error.ts',
      'app/model-repository.ts',
      'app/record-list.ts',
      'app/plain-values.ts',
      'app/jobs.ts',
      'app/access.ts',
      'tensors/',
      'http/route.ts',
      'http/query-value.ts',
      'http/json-body.ts',
      'records/records.ts',
      'records/json-text.ts',
      'records/json-digits.ts',
      'records/csv-dialect.ts',
      'records/csv-split.ts',
      'records/csv-value.ts',
      'records/format.ts',
    ]),
    packages: ['@tinderbox/scoring', 'node:'],
  },
  { path: `${SERVICE}main/`, mayImport: [SERVICE], packages: ['node:', '@tinderbox/scoring'] },
];

/** Stages know no other stage: a file directly in a package folder imports none beside it. */
export const NO_SIBLINGS: readonly string[] = [`${SCORING}stages/`];
