import type { DataType } from '../../core/types.ts';
import type { Value } from '../../core/values.ts';
import type { Variant } from '../../core/variant.ts';
import { castNode, converter } from '../cast.ts';
import { failCast, giveNull } from '../cast-number.ts';
import { badStatement, badTypes, failRow } from '../dialect.ts';
import { type Call, expectCount, type SqlFunction, special } from '../function.ts';
import { readJson } from '../json-text.ts';
import { apply, applyLazily, constantOf, type Evaluate, listSql, literalNode, type Node } from '../node.ts';
import { remember } from '../remember.ts';
import { typeName } from '../type-name.ts';
import { parseSchemaArgument } from '../type-parser.ts';
import { isVariantType, variantBuilder, variantOfJson } from '../variant-build.ts';
import { appendAt, attemptEdit, deleteAt, insertAt, isVariantNull, setAt, stripNulls } from '../variant-edit.ts';
import { expectVariantPath, followVariant, type VariantStep } from '../variant-path.ts';
import { describeVariantSchema, schemaOfVariant } from '../variant-schema.ts';

const FIRST: readonly [number, number] = [4, 0];
const EDITS: readonly [number, number] = [4, 3];

/** The argument, which these functions do not cast; but NULL has every type. */
function expectType(call: Call, index: number, type: DataType): Node {
  const node = call.args[index] as Node;
  if (node.lambda !== undefined || (node.type !== type && node.type !== 'void'))
    throw badTypes(`${typeName(type)} as argument ${index + 1} of ${call.name}`, typeName(node.type));
  return castNode(node, type, call.dialect);
}

function parseJson(lenient: boolean): (call: Call) => Node {
  return (call) => {
    expectCount(call, 1);
    const args = [expectType(call, 0, 'string')];
    const make = () => (text: string) => {
      const json = readJson(text, { singleQuotes: false });
      const variant = json === undefined ? undefined : variantOfJson(json);
      if (variant !== undefined) return variant;
      if (lenient) return null;
      throw failRow('MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION', 'expected JSON, got another text');
    };
    return apply({ type: 'variant', sql: `${call.name}(${listSql(call.args)})`, args, make });
  };
}

/** A function of one variant. */
function ofVariant(
  name: string,
  type: DataType,
  make: (call: Call) => (variant: Variant) => Value,
  since: readonly [number, number] = FIRST,
): SqlFunction {
  const build = (call: Call) => {
    expectCount(call, 1);
    const args = [expectType(call, 0, 'variant')];
    return apply({ type, sql: `${name}(${listSql(call.args)})`, args, make: () => make(call) });
  };
  return special(name, build, since);
}

function isNull(call: Call): Node {
  expectCount(call, 1);
  const make = () => (variant: Variant | null) => variant !== null && isVariantNull(variant);
  const args = [expectType(call, 0, 'variant')];
  return apply({ type: 'boolean', sql: `is_variant_null(${listSql(call.args)})`, args, make, takesNull: true });
}

type Steps = readonly VariantStep[];

interface AtPath {
  readonly type: DataType;
  readonly args: readonly Node[];
  readonly read: (path: string) => Steps;
  /** Of values that are not null. */
  readonly run: (variant: Variant, steps: Steps, others: readonly Value[]) => Value;
}

/** A function whose second argument is a path: Spark reads a constant one before it knows of any null. */
function applyAtPath({ args: given, name }: Call, { type, args, read, run }: AtPath): Node {
  const [root, path] = given as [Node, Node];
  const isConstant = path.foldable && root.type !== 'void';
  return applyLazily({ type, sql: `${name}(${listSql(given)})`, args }, (evaluators) => {
    const [variantOf, pathOf, ...othersOf] = evaluators as [Evaluate, Evaluate, ...Evaluate[]];
    const stepsOf = remember(read);
    return (row) => {
      const constant = isConstant ? pathOf(row) : null;
      if (constant !== null) stepsOf(constant as string);
      const values: Value[] = [];
      for (const evaluate of [variantOf, pathOf, ...othersOf]) {
        const value = evaluate(row);
        if (value === null) return null;
        values.push(value);
      }
      const [variant, text, ...others] = values as [Variant, string, ...Value[]];
      return run(variant, stepsOf(text), others);
    };
  });
}

/** Spark itself breaks at a path that is plainly NULL. */
function breakAtNull(call: Call, type: DataType): Node {
  const make = () => () => {
    throw failRow('INTERNAL_ERROR', 'expected a path, got NULL');
  };
  return apply({
    type,
    sql: `${call.name}(${listSql(call.args.slice(0, 2))})`,
    args: call.args,
    make,
    takesNull: true,
  });
}

function variantGet(lenient: boolean): (call: Call) => Node {
  return (call) => {
    expectCount(call, 2, 3);
    const args = [expectType(call, 0, 'variant'), expectType(call, 1, 'string')];
    const type = targetType(call.args[2], call);
    if (!isVariantType(type, true))
      throw badTypes(`a type that VARIANT can be cast to for ${call.name}`, typeName(type));
    if (call.args[1]?.type === 'void' && call.args[0]?.type !== 'void') return breakAtNull(call, type);
    const convert = converter('variant', type, { ...call.dialect, ansi: true, fail: lenient ? giveNull : failCast });
    const read = (path: string) => expectVariantPath(path, 'INVALID_VARIANT_GET_PATH');
    const run = (variant: Variant, steps: Steps) => {
      const found = followVariant(variant, steps);
      return found === undefined ? null : convert(found);
    };
    return applyAtPath({ ...call, args: call.args.slice(0, 2) }, { type, args, read, run });
  };
}

function targetType(node: Node | undefined, { dialect }: Call): DataType {
  if (node === undefined) return 'variant';
  const text = node.foldable ? constantOf(node) : undefined;
  if (typeof text !== 'string') throw badStatement('a constant type', 'another argument');
  return parseSchemaArgument(text, dialect.version);
}

function toVariantObject(call: Call): Node {
  expectCount(call, 1);
  const { type } = call.args[0] as Node;
  if (typeof type !== 'object' || !isVariantType(type, true))
    throw badTypes('an array, map or struct that can be VARIANT', typeName(type));
  return apply({
    type: 'variant',
    sql: `to_variant_object(${listSql(call.args)})`,
    args: call.args,
    make: () => variantBuilder(type),
  });
}

/** The variant, path and value that the functions of changes take first, the last as a variant. */
function editArguments(call: Call): Node[] {
  const value = call.args[2] as Node;
  return [expectType(call, 0, 'variant'), expectType(call, 1, 'string'), castNode(value, 'variant', call.dialect)];
}

/** As deep as JSON may be. */
const MOST_STEPS = 1000;

/** A path to change a variant at. */
function readTarget(allowsRoot: boolean): (path: string) => Steps {
  return (path) => {
    const steps = expectVariantPath(path, 'INVALID_VARIANT_PATH');
    if (steps.length > MOST_STEPS)
      throw failRow('VARIANT_SIZE_LIMIT', `expected at most ${MOST_STEPS} steps, got more`);
    if (steps.length === 0 && !allowsRoot) throw failRow('INVALID_VARIANT_PATH', 'expected a path below $, got $');
    return steps;
  };
}

type Change = (variant: Variant, path: Steps, value: Variant) => Variant;

/** variant_insert or variant_array_append, and its lenient form. */
function variantChange(name: string, change: Change, allowsRoot: boolean): SqlFunction[] {
  const build = (call: Call) => {
    expectCount(call, 3);
    const run = (variant: Variant, steps: Steps, [value]: readonly Value[]) =>
      attemptEdit(() => change(variant, steps, value as Variant), call.name !== name);
    return applyAtPath(call, { type: 'variant', args: editArguments(call), read: readTarget(allowsRoot), run });
  };
  return [special(name, build, EDITS), special(`try_${name}`, build, EDITS)];
}

/** The call with a constant of type BOOLEAN as its argument `index`: as given, else true. */
function withFlag(call: Call, index: number): { readonly call: Call; readonly flag: Node } {
  const given = call.args[index];
  if (given?.foldable === false)
    throw badTypes(
      `a constant as argument ${index + 1} of ${call.name}`,
      'another',
      'DATATYPE_MISMATCH.NON_FOLDABLE_INPUT',
    );
  const whole = { ...call, args: [...call.args.slice(0, index), given ?? literalNode('boolean', true, 'true')] };
  return { call: whole, flag: expectType(whole, index, 'boolean') };
}

function variantSet(given: Call): Node {
  expectCount(given, 3, 4);
  const { call, flag } = withFlag(given, 3);
  const run = (variant: Variant, steps: Steps, [added, creates]: readonly Value[]) => {
    const change = { added: added as Variant, creates: creates as boolean };
    return attemptEdit(() => setAt(variant, steps, change), call.name === 'try_variant_set');
  };
  return applyAtPath(call, { type: 'variant', args: [...editArguments(call), flag], read: readTarget(false), run });
}

/** Paths that are null count for nothing. */
function variantDelete(call: Call): Node {
  expectCount(call, 2, Number.POSITIVE_INFINITY);
  const args = call.args.map((_, i) => expectType(call, i, i === 0 ? 'variant' : 'string'));
  const make = () => {
    const pathOf = remember(readTarget(false));
    return (variant: Variant | null, ...paths: (string | null)[]) =>
      variant === null
        ? null
        : paths.reduce((value, path) => (path === null ? value : deleteAt(value, pathOf(path))), variant);
  };
  return apply({ type: 'variant', sql: `variant_delete(${listSql(call.args)})`, args, make, takesNull: true });
}

function variantStripNulls(given: Call): Node {
  expectCount(given, 1, 2);
  const { call, flag } = withFlag(given, 1);
  const args = [expectType(call, 0, 'variant'), flag];
  return apply({ type: 'variant', sql: `variant_strip_nulls(${listSql(call.args)})`, args, make: () => stripNulls });
}

export const VARIANTS: readonly SqlFunction[] = [
  special('parse_json', parseJson(false), FIRST),
  special('try_parse_json', parseJson(true), FIRST),
  special('variant_get', variantGet(false), FIRST),
  special('try_variant_get', variantGet(true), FIRST),
  special('to_variant_object', toVariantObject, FIRST),
  special('is_variant_null', isNull, FIRST),
  ofVariant('is_valid_variant', 'boolean', () => () => true, [4, 2]),
  ofVariant(
    'schema_of_variant',
    'string',
    ({ dialect }) =>
      (variant) =>
        describeVariantSchema(schemaOfVariant(variant, dialect)),
  ),
  ...variantChange('variant_insert', insertAt, false),
  ...variantChange('variant_array_append', appendAt, true),
  special('variant_set try_variant_set', variantSet, EDITS),
  special('variant_delete', variantDelete, EDITS),
  special('variant_strip_nulls', variantStripNulls, EDITS),
];
