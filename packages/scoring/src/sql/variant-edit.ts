/** Changes of a variant at a path. Mirrors the `...AtPath` of `VariantBuilder`. */
import { arrayVariant, objectVariant, VARIANT_NULL, Variant } from '../core/variant.ts';
import { failRow } from './dialect.ts';
import { checkElements } from './limits.ts';
import { childAt, type VariantStep } from './variant-path.ts';

type Path = readonly VariantStep[];

/** Spark's name of what makes a change impossible. */
export type Misfit = 'VARIANT_PATH_TYPE_MISMATCH' | 'VARIANT_DUPLICATE_KEY';

/** Thrown where a change is impossible; caught by attemptEdit. */
class EditMisfit extends Error {
  readonly misfit: Misfit;

  constructor(misfit: Misfit) {
    super(misfit);
    this.misfit = misfit;
  }
}

/** The changed variant; where the change is impossible null, or unless `lenient` a failure of the row. */
export function attemptEdit(edit: () => Variant, lenient: boolean): Variant | null {
  try {
    return edit();
  } catch (error) {
    if (!(error instanceof EditMisfit)) throw error;
    if (lenient) return null;
    throw failRow(error.misfit, 'expected a path that fits the variant, got another');
  }
}

/** What to do where a path ends, and where it leads nowhere. */
interface Edit {
  /** `child` is what stands there, if anything. */
  atEnd(parent: Variant, step: VariantStep, child: Variant | undefined): Variant;
  /** The first step of `rest` leads nowhere, and others follow. */
  atGap(parent: Variant, rest: Path): Variant;
  atMismatch(value: Variant): Variant;
}

function editAt(value: Variant, path: Path, edit: Edit): Variant {
  const [step, ...rest] = path as [VariantStep, ...VariantStep[]];
  const child = childAt(value, step);
  if (child === null) return edit.atMismatch(value);
  if (rest.length === 0) return edit.atEnd(value, step, child);
  return child === undefined ? edit.atGap(value, path) : put(value, step, editAt(child, rest, edit));
}

function mismatch(): never {
  throw new EditMisfit('VARIANT_PATH_TYPE_MISMATCH');
}

const keep = (value: Variant) => value;

/** The value without what stands at the path. */
export function deleteAt(value: Variant, path: Path): Variant {
  return editAt(value, path, {
    atEnd: (parent, step, child) => (child === undefined ? parent : remove(parent, step)),
    atGap: keep,
    atMismatch: keep,
  });
}

/** A new field, or an element before that of the index. */
export function insertAt(value: Variant, path: Path, added: Variant): Variant {
  return editAt(value, path, {
    atEnd(parent, step, child) {
      if (child === undefined) return put(parent, step, added);
      if ('name' in step || parent.content.kind !== 'array') throw new EditMisfit('VARIANT_DUPLICATE_KEY');
      return arrayVariant(parent.content.items.toSpliced(step.index, 0, added));
    },
    atGap: (parent, rest) => putNew(parent, rest, added),
    atMismatch: mismatch,
  });
}

/** Replaces what stands at the path; what is missing is made if `creates`. */
export function setAt(
  value: Variant,
  path: Path,
  { added, creates }: { readonly added: Variant; readonly creates: boolean },
): Variant {
  return editAt(value, path, {
    atEnd: (parent, step, child) => (child !== undefined || creates ? put(parent, step, added) : parent),
    atGap: (parent, rest) => (creates ? putNew(parent, rest, added) : parent),
    atMismatch: mismatch,
  });
}

/** Appends to the array at the path, if there is anything. */
export function appendAt(value: Variant, path: Path, added: Variant): Variant {
  const append = ({ content }: Variant) =>
    content.kind === 'array' ? arrayVariant([...content.items, added]) : mismatch();
  if (path.length === 0) return append(value);
  return editAt(value, path, {
    atEnd: (parent, step, child) => (child === undefined ? parent : put(parent, step, append(child))),
    atGap: keep,
    atMismatch: mismatch,
  });
}

/** Without the null fields of objects and, if `arrays`, without the null elements of arrays. */
export function stripNulls(value: Variant, arrays: boolean): Variant {
  const { content } = value;
  if (content.kind === 'scalar') return value;
  if (content.kind === 'array') {
    const items = arrays ? content.items.filter((item) => !isVariantNull(item)) : content.items;
    return arrayVariant(items.map((item) => stripNulls(item, arrays)));
  }
  const fields = [...content.fields].filter(([, field]) => !isVariantNull(field));
  return new Variant({
    kind: 'object',
    fields: new Map(fields.map(([key, field]) => [key, stripNulls(field, arrays)])),
  });
}

export function isVariantNull({ content }: Variant): boolean {
  return content.kind === 'scalar' && content.type === 'void';
}

function putNew(parent: Variant, [step, ...rest]: Path, added: Variant): Variant {
  const empty = (next: VariantStep) => ('name' in next ? (objectVariant([]) as Variant) : arrayVariant([]));
  const child = rest.reduceRight((inner, next) => put(empty(next), next, inner), added);
  return put(parent, step as VariantStep, child);
}

/** The value with another child at the step; an array grows by nulls up to it. */
function put({ content }: Variant, step: VariantStep, child: Variant): Variant {
  if (content.kind === 'object' && 'name' in step)
    return objectVariant([...new Map(content.fields).set(step.name, child)]) as Variant;
  if (content.kind !== 'array' || 'name' in step) return mismatch();
  checkElements(step.index);
  const items = [...content.items];
  while (items.length < step.index) items.push(VARIANT_NULL);
  items[step.index] = child;
  return arrayVariant(items);
}

function remove({ content }: Variant, step: VariantStep): Variant {
  if (content.kind === 'object' && 'name' in step)
    return new Variant({ kind: 'object', fields: new Map([...content.fields].filter(([key]) => key !== step.name)) });
  if (content.kind !== 'array' || 'name' in step) return mismatch();
  return arrayVariant(content.items.filter((_, i) => i !== step.index));
}
