import {
  type ColumnOrigin,
  describeType,
  EXACT,
  type Field,
  listNames,
  ScoringError,
  type StructType,
} from '@tinderbox/scoring';
import { describeColumn, type Lineage } from './column-check.ts';
import type { ColumnVerification, Verification, VerifyRequest } from './operations.ts';

/** The schemas of both sides, and where the scored columns come from. */
export interface Sides {
  readonly expected: StructType;
  /** All columns of a scored row. */
  readonly actual: StructType;
  readonly origins: readonly ColumnOrigin[];
}

/** Which columns are compared. */
export interface ColumnMatch {
  /** Columns that both sides have, with one type, in the order of the scored row. */
  readonly common: readonly string[];
  /** Those of them that are judged; the others show where a difference begins. */
  readonly judged: readonly string[];
  /** Columns to be judged whose types differ. */
  readonly mistyped: readonly ColumnVerification[];
  readonly notCompared: Verification['notCompared'];
}

/**
 * Without `columns` all common columns are judged, and those that the pipeline computes with another type; an input
 * column of another type is only as its reader guessed it. Fails with INPUT_COLUMN_MISSING where a wanted column is
 * missing on a side, and where nothing that the pipeline computes can be compared.
 */
export function matchColumns(
  sides: Sides,
  { columns, tolerance }: Pick<VerifyRequest, 'columns' | 'tolerance'>,
): ColumnMatch {
  for (const column of columns ?? []) requireOnBothSides(sides, column);
  const isComputed = ({ name }: Field) => sides.origins.some((origin) => origin.name === name);
  const isWanted = ({ name }: Field) => columns === undefined || columns.includes(name);
  const both = sides.actual.fields.filter(({ name }) => typeIn(sides.expected, name) !== undefined);
  const common = both.filter(({ name, type }) => typeIn(sides.expected, name) === describeType(type));
  const mistyped = both.filter(
    (field) => !common.includes(field) && isWanted(field) && (columns !== undefined || isComputed(field)),
  );
  const judged = common.filter(isWanted);
  if (columns === undefined && ![...judged, ...mistyped].some(isComputed)) throw nothingToCompare(sides);
  const names = (fields: readonly Field[]) => fields.map((field) => field.name);
  const compared = new Set(names([...judged, ...mistyped]));
  const others = (schema: StructType) => names(schema.fields).filter((name) => !compared.has(name));
  return {
    common: names(common),
    judged: names(judged),
    mistyped: mistyped.map(({ name, type }) => ({
      ...describeColumn(name, tolerance === 'exact' ? EXACT : toleranceIn(sides.origins, name), sides.origins),
      types: { expected: typeIn(sides.expected, name) ?? '', actual: describeType(type) },
    })),
    notCompared:
      columns === undefined
        ? { expected: others(sides.expected), actual: others(sides.actual) }
        : { expected: [], actual: [] },
  };
}

/** The judged columns. Fails as matchColumns does, and with INPUT_COLUMN_TYPE where the type of one differs. */
export function requireJudged(sides: Sides, columns?: readonly string[]): readonly string[] {
  const { judged, mistyped } = matchColumns(sides, { columns, tolerance: 'declared' });
  const [wrong] = mistyped;
  if (wrong === undefined) return judged;
  const { expected: theirs, actual: ours } = wrong.types as { expected: string; actual: string };
  throw new ScoringError('INPUT_COLUMN_TYPE', `expected ${ours} in the expectation, got ${theirs}`, {
    column: wrong.column,
  });
}

export function toleranceIn(origins: readonly ColumnOrigin[], column: string) {
  return origins.findLast((origin) => origin.name === column)?.tolerance ?? EXACT;
}

/** Where the common columns stand: in a scored row in their own order, in an expected row where the file has them. */
export function placesOf(common: readonly string[], { fields }: StructType): Lineage['places'] {
  const place = (name: string) => fields.findIndex((field) => field.name === name);
  return new Map(common.map((name, actual) => [name, { expected: place(name), actual }]));
}

function typeIn({ fields }: StructType, name: string): string | undefined {
  const field = fields.find((candidate) => candidate.name === name);
  return field === undefined ? undefined : describeType(field.type);
}

function requireOnBothSides({ expected, actual }: Sides, column: string): void {
  for (const [side, schema] of [['the scored rows', actual] as const, ['the expectation', expected] as const]) {
    if (typeIn(schema, column) !== undefined) continue;
    const detail = `expected such a column in ${side}, got none (have: ${namesIn(schema)})`;
    throw new ScoringError('INPUT_COLUMN_MISSING', detail, { column });
  }
}

function nothingToCompare({ expected, origins }: Sides): ScoringError {
  const computed = listNames(new Set(origins.map(({ name }) => name)));
  return new ScoringError(
    'INPUT_COLUMN_MISSING',
    `expected a column that the pipeline computes (${computed}) in the expectation, got none (have: ${namesIn(expected)})`,
  );
}

function namesIn({ fields }: StructType): string {
  return listNames(fields.map((field) => field.name));
}
