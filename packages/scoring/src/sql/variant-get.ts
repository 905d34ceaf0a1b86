import { type DataType, describeType } from '../core/types.ts';
import type { Variant } from '../core/variant.ts';
import { badTypes } from './dialect.ts';
import { apply, type Node } from './node.ts';
import type { VariantExtractSyntax } from './syntax.ts';
import { expectVariantPath, followVariant } from './variant-path.ts';

/** `base:a.b`. */
export function variantExtract(base: Node, { path, name }: VariantExtractSyntax): Node {
  if (base.type !== 'variant')
    throw badTypes('a VARIANT before a colon', describeType(base.type), 'COLUMN_IS_NOT_VARIANT_TYPE');
  const type: DataType = 'variant';
  const sql = `variant_get(${base.sql}, ${path})`;
  const node = apply({
    type,
    sql: name === undefined ? sql : `${sql} AS ${quoteName(name)}`,
    args: [base],
    make: () => {
      const steps = expectVariantPath(path, 'INVALID_VARIANT_GET_PATH');
      return (variant: Variant) => followVariant(variant, steps) ?? null;
    },
  });
  return name === undefined ? node : { ...node, name };
}

/** A name in backquotes, unless it is of ASCII letters, digits and underscores. */
export function quoteName(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replaceAll('`', '``')}\``;
}
