import { nominalAttributes } from '../../core/attributes.ts';
import { list, oneOf, optional, strings, withDefault } from '../../core/codec.ts';
import { type Columns, wrongType } from '../../core/columns.ts';
import { ScoringError } from '../../core/errors.ts';
import { compute, type Expression } from '../../core/expression.ts';
import { defineStage, oneRow, type StoredStage } from '../../core/stage.ts';
import { type ColumnStep, keepRows, type Step } from '../../core/step.ts';
import { createField, type DataType, type Field, isNumeric } from '../../core/types.ts';
import { castToString } from '../families/cast-to-string.ts';
import { type ColumnPair, columnPairParams, columnPairs } from '../families/column-pairs.ts';

type HandleInvalid = 'error' | 'keep' | 'skip';

interface Indexed {
  readonly input: Field;
  readonly text: Expression<string | null>;
  readonly labels: readonly string[];
  readonly output: string;
}

/**
 * Maps labels to indices: string or numeric, cast to string, to double. A label that was not seen, and null, fail the
 * row, drop it (skip, whichever input column has it) or get the index after the last (keep).
 * A missing input column is passed over in silence, except under skip. Mirrors `StringIndexerModel.transform`.
 */
export const stringIndexerModel = defineStage({
  spark: 'org.apache.spark.ml.feature.StringIndexerModel',
  exactness: 'bit',
  fitParams: ['stringOrderType'],
  params: { ...columnPairParams, handleInvalid: withDefault(oneOf('error', 'keep', 'skip'), 'error') },
  data: { read: readLabels },
  sizes: ({ data }) => ({ labels: data.reduce((sum, labels) => sum + labels.length, 0) }),
  values: { labels: ({ data }) => onlyLabels(data), labelsArray: ({ data }) => data },
  plan(model, input) {
    const { handleInvalid } = model.params;
    const pairs = columnPairs(model);
    if (pairs.length !== model.data.length) {
      throw new ScoringError('MODEL_DATA', `expected labels for ${pairs.length} columns, got ${model.data.length}`);
    }
    const columns = pairs.flatMap((pair, i) => findColumn(input, { pair, labels: model.data[i]!, handleInvalid }));
    const filters = handleInvalid === 'skip' ? columns.map((column) => keepRows(isKnown(column))) : [];
    return [...filters, ...columns.map((column) => indexStep(column, handleInvalid))] satisfies Step[];
  },
});

/** Labels per column. Spark 2 kept one list `labels`, Spark 3 and later a list of lists. */
async function readLabels(stored: StoredStage): Promise<readonly (readonly string[])[]> {
  const row = await oneRow({ labels: optional(strings), labelsArray: optional(list(strings)) }).read(stored);
  const labels = row.labelsArray ?? (row.labels === undefined ? undefined : [row.labels]);
  if (labels !== undefined) return labels;
  throw new ScoringError('MODEL_DATA', 'expected a column labels or labelsArray in data/, got neither', stored.where);
}

function findColumn(
  input: Columns,
  of: { pair: ColumnPair; labels: readonly string[]; handleInvalid: HandleInvalid },
): Indexed[] {
  const { pair, labels, handleInvalid } = of;
  const preferred = preferredType(labels);
  const field =
    handleInvalid === 'skip' ? input.require(pair.input, preferred) : input.requireIfPresent(pair.input, preferred);
  if (field === undefined) return [];
  if (field.type !== 'string' && !isNumeric(field.type)) throw wrongType(field, 'STRING or a numeric type');
  return [{ input: field, text: castToString(input, field), labels, output: pair.output }];
}

/** Labels such as "1.0" come from a double column: a plain 1 in a row then has to become "1.0", not "1". */
function preferredType(labels: readonly string[]): DataType {
  const isDoubleText = (label: string) => /^-?\d+\.\d+(E-?\d+)?$|^NaN$|^-?Infinity$/.test(label);
  return labels.length > 0 && labels.every(isDoubleText) ? 'double' : 'string';
}

/** Under skip NaN counts as missing even where there is a label "NaN". */
function isKnown({ input, text, labels }: Indexed): Expression<boolean> {
  return compute([text], () => {
    const known = new Set(labels);
    if (input.type === 'double' || input.type === 'float') known.delete('NaN');
    return (label) => label !== null && known.has(label);
  });
}

function indexStep(column: Indexed, handleInvalid: HandleInvalid): ColumnStep {
  const { text, labels, output, input } = column;
  const keep = handleInvalid === 'keep';
  const value = compute([text], () => {
    const indices = new Map(labels.map((label, index) => [label, index]));
    return (label) => {
      const index = label === null ? undefined : indices.get(label);
      if (index !== undefined) return index;
      if (keep) return labels.length;
      if (label === null)
        throw new ScoringError('INPUT_VALUE_NULL', 'expected a label, got null', { column: input.name });
      throw new ScoringError(
        'INPUT_VALUE_UNSEEN',
        `expected one of ${labels.length} labels seen in training, got another`,
      );
    };
  });
  const attributes = nominalAttributes(output, keep ? [...labels, '__unknown'] : labels);
  const field = { ...createField(output, 'double', false), attributes };
  return { kind: 'column', field, value, ...(handleInvalid === 'skip' ? {} : { skippable: true as const }) };
}

/** The labels of a model of one column. */
function onlyLabels(labelsArray: readonly (readonly string[])[]): readonly string[] {
  const [labels, ...others] = labelsArray;
  if (labels !== undefined && others.length === 0) return labels;
  throw new ScoringError(
    'INPUT_VALUE',
    `expected a model of one column, got ${labelsArray.length}: ask for labelsArray`,
  );
}
