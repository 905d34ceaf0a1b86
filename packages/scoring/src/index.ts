export type { Artifact, ArtifactNode, BrokenStage, SavedStage } from './core/artifact.ts';
export { metadataOf } from './core/attributes.ts';
export { arrayColumn, arrayOf, type ColumnBatch, type ColumnData, type SpreadVectors } from './core/column-data.ts';
export { columnOf } from './core/column-sink.ts';
export { Columns } from './core/columns.ts';
export {
  ERROR_CODES,
  type ErrorCode,
  type ErrorKind,
  listNames,
  locate,
  ScoringError,
  type Where,
} from './core/errors.ts';
export { type Deviation, type ExactBySums, type Exactness, exactBySums } from './core/exactness.ts';
export type { Expression } from './core/expression.ts';
export type { FileEntry, Files } from './core/files.ts';
export { findStage, findStageWith } from './core/find-stage.ts';
export { javaDouble, javaFloat } from './core/java-text.ts';
export {
  DECIMAL_DIGITS,
  isObject,
  JsonNumber,
  LONG_DIGITS,
  parseJson,
  parseJsonExact,
  parseJsonFast,
  setOwn,
} from './core/json-parse.ts';
export {
  createJsonDecoder,
  createRowDecoder,
  decimalOfText,
  decodeJson,
  describeJson,
  type JsonDecoder,
} from './core/json-value.ts';
export { DenseMatrix, type Matrix, SparseMatrix, toRowMajor } from './core/matrix.ts';
export type { Plan } from './core/plan.ts';
export { type InferredInput, inferInput, planPipeline } from './core/plan.ts';
export type { Queries, Query } from './core/query.ts';
export { parseSchema } from './core/schema.ts';
export { formatSchemaJson } from './core/schema-json.ts';
export { defineStage, oneRow, type Stage, type StageDefinition } from './core/stage.ts';
export type { Step } from './core/step.ts';
export { lanesOf, requireSums, SUMS_PROFILES, type SumsProfile } from './core/sums.ts';
export {
  formatDate,
  formatTimestamp,
  formatTimestampNtz,
  parseDate,
  parseTimestamp,
  parseTimestampNtz,
} from './core/time.ts';
export {
  type ArrayType,
  arrayType,
  createField,
  type DataType,
  decimalOf,
  describeType,
  type Field,
  isNumeric,
  isVector,
  type MapType,
  type PrimitiveType,
  type StructType,
  structType,
  VECTOR,
} from './core/types.ts';
export { canonicalLong, Decimal, parseDecimal, type Row, rescale, type Value } from './core/values.ts';
export { Variant, type VariantContent } from './core/variant.ts';
export { DenseVector, isVectorValue, SparseVector, type Vector } from './core/vector.ts';
export { requireTimeZone, UTC, type Zone } from './core/zones.ts';
export { type Comparison, compareValues, showValue } from './equality/compare.ts';
export { type ColumnOrigin, columnOrigins, columnsUpstream } from './equality/origins.ts';
export { EXACT, type Tolerance, toleranceOf } from './equality/tolerance.ts';
export { ulpDistance } from './equality/ulps.ts';
export { type DecodeOptions, decodeArtifact } from './formats/spark/decode.ts';
export { recogniseSpark } from './formats/spark/recognise.ts';
export { decodeInspected, type Inspection, inspectArtifact, type StageReport } from './inspect.ts';
export { type ColumnScorer, createColumnScorer, type ScoredColumns } from './native/column-scorer.ts';
export { createRecordScorer, type RecordScorer, type RecordScorerOptions } from './native/record-scorer.ts';
export { createScorer, type Scorer, type ScorerOptions } from './native/scorer.ts';
export { type ByteSource, bytesSource } from './parquet/byte-source.ts';
export { columnDataOf } from './parquet/column-data.ts';
export { valueAt } from './parquet/column-values.ts';
export type { StructColumn } from './parquet/columns.ts';
export { openParquet, type ParquetFile, type RowRange } from './parquet/parquet-file.ts';
export { sparkSchemaOf } from './parquet/spark-schema.ts';
export {
  type CompileOptions,
  type LoadOptions,
  type ModelSource,
  PipelineModel,
  type PlainRow,
  requireVersion,
  type ScoredRow,
  type TransformOptions,
} from './pipeline-model.ts';
export { STAGES } from './stages/index.ts';
