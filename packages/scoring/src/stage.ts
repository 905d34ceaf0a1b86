/** What a stage of your own is made from. Load it with `PipelineModel.load(path, { stages: [mine] })`. */

export {
  attributesOf,
  knownElements,
  knownSize,
  nominalAttributes,
  scalarAttribute,
  vectorElements,
  vectorSize,
} from './core/attributes.ts';
export {
  boolean,
  type Codec,
  double,
  doubles,
  integer,
  integers,
  list,
  mapOf,
  matrix,
  oneOf,
  optional,
  type ParamCodec,
  string,
  strings,
  vector,
  withDefault,
} from './core/codec.ts';
export { Columns, wrongType } from './core/columns.ts';
export { type Exactness, exactBySums, exactWhere } from './core/exactness.ts';
export { type Computation, compute, computeUnlessNull, type Expression } from './core/expression.ts';
export type { Assembly, Formula, Reduction, Scaling } from './core/formula.ts';
export { defineQuery, type Queries, type Query } from './core/query.ts';
export { isAtLeast, type SparkVersion } from './core/spark-version.ts';
export {
  type DataReader,
  defineStage,
  type Model,
  oneRow,
  type Stage,
  type StageDefinition,
  type StageSpec,
  type StoredStage,
  type ValueReader,
  type ValueReaders,
} from './core/stage.ts';
export { addColumn, dropColumns, keepRows, replaceColumn, type Step } from './core/step.ts';
export type { NumberLists, Table } from './core/table.ts';
export { elementAt, mapStored, requireSize, toDense } from './core/vector.ts';
