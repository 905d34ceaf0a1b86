import type { DataType } from '../core/types.ts';
import type { Value } from '../core/values.ts';

/** Expressions as written, nothing resolved yet. Operators are calls by their sign. */
export type Syntax =
  | LiteralSyntax
  | { readonly kind: 'column'; readonly parts: readonly string[] }
  | { readonly kind: 'star'; readonly qualifier: readonly string[]; readonly except: readonly (readonly string[])[] }
  | CallSyntax
  | { readonly kind: 'cast'; readonly value: Syntax; readonly type: DataType; readonly lenient: boolean }
  | CaseSyntax
  | LambdaSyntax
  | { readonly kind: 'field'; readonly base: Syntax; readonly name: string }
  | VariantExtractSyntax
  | { readonly kind: 'index'; readonly base: Syntax; readonly index: Syntax }
  | { readonly kind: 'named'; readonly value: Syntax; readonly name: string };

/** `base:a.b[0]` */
export interface VariantExtractSyntax {
  readonly kind: 'extract';
  readonly base: Syntax;
  /** As variant_get takes it. */
  readonly path: string;
  /** The last name of the path. */
  readonly name: string | undefined;
}

export interface LiteralSyntax {
  readonly kind: 'literal';
  readonly type: DataType;
  readonly value: Value;
}

export interface CallSyntax {
  readonly kind: 'call';
  /** In lower case. */
  readonly name: string;
  readonly args: readonly Syntax[];
}

export interface CaseSyntax {
  readonly kind: 'case';
  readonly branches: readonly { readonly when: Syntax; readonly value: Syntax }[];
  readonly otherwise: Syntax | undefined;
}

export interface LambdaSyntax {
  readonly kind: 'lambda';
  readonly parameters: readonly string[];
  readonly body: Syntax;
}

/** `SELECT items FROM source WHERE condition`. */
export interface Query {
  readonly items: readonly SelectItem[];
  /** The query below, or undefined for `__THIS__`. */
  readonly source: Query | undefined;
  readonly alias: string | undefined;
  readonly where: Syntax | undefined;
}

export interface SelectItem {
  readonly value: Syntax;
  readonly alias: string | undefined;
}

export function callOf(name: string, ...args: readonly Syntax[]): CallSyntax {
  return { kind: 'call', name, args };
}
